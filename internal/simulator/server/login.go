package server

import (
	"errors"
	"time"

	"golang.org/x/crypto/ssh"
)

// loginGrace is how long a client may take to log in.
const loginGrace = 2 * time.Minute

var errLogin = errors.New("login refused")

// serverConfig returns how clients log in, with faults applied.
func (s *Switch) serverConfig(f Faults, w *wire) (*ssh.ServerConfig, error) {
	key, err := s.keys.signer(f)
	if err != nil {
		return nil, err
	}
	config := &ssh.ServerConfig{ServerVersion: "SSH-2.0-Cisco-1.25", MaxAuthTries: 3}
	s.authenticate(config, func(good bool) error { return s.admit(good, f, w) })
	if f.EndlessRounds {
		config.PasswordCallback, config.PublicKeyCallback = nil, nil
		config.KeyboardInteractiveCallback = askNothing
	}
	if f.Banner != "" {
		config.BannerCallback = func(ssh.ConnMetadata) string { return f.Banner }
	}
	if f.LegacyOnly {
		return config, legacy(config, key)
	}
	config.AddHostKey(key)
	return config, nil
}

// admit decides on a login attempt, given whether its secret is correct.
func (s *Switch) admit(good bool, f Faults, w *wire) error {
	s.attempts.Add(1)
	if f.HangAuth {
		<-w.gone
		return errLogin
	}
	if !good || f.WrongPassword {
		return errLogin
	}
	return nil
}

// authenticate offers password and keyboard-interactive login, and public key login if a key is
// authorized.
func (s *Switch) authenticate(config *ssh.ServerConfig, admit func(good bool) error) {
	o := &s.options
	config.PasswordCallback = func(m ssh.ConnMetadata, password []byte) (*ssh.Permissions, error) {
		return nil, admit(m.User() == o.Username && string(password) == o.Password)
	}
	config.KeyboardInteractiveCallback = func(m ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
		answers, err := ask("", "", []string{"Password: "}, []bool{false})
		if err != nil {
			return nil, err
		}
		return nil, admit(m.User() == o.Username && len(answers) == 1 && answers[0] == o.Password)
	}
	if o.AuthorizedKey == nil {
		return
	}
	config.PublicKeyCallback = func(m ssh.ConnMetadata, offered ssh.PublicKey) (*ssh.Permissions, error) {
		return nil, admit(m.User() == o.Username && string(offered.Marshal()) == string(o.AuthorizedKey.Marshal()))
	}
}

// askNothing is a login that never ends.
func askNothing(_ ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
	for {
		if _, err := ask("", "", nil, nil); err != nil {
			return nil, err
		}
	}
}

// legacy leaves only the algorithms of very old switches.
func legacy(config *ssh.ServerConfig, key ssh.Signer) error {
	config.KeyExchanges = []string{ssh.InsecureKeyExchangeDH14SHA1}
	config.Ciphers = []string{ssh.InsecureCipherAES128CBC}
	config.MACs = []string{ssh.HMACSHA1}
	signer, ok := key.(ssh.AlgorithmSigner)
	if !ok {
		return errors.New("simulator: key cannot sign with ssh-rsa")
	}
	old, err := ssh.NewSignerWithAlgorithms(signer, []string{ssh.KeyAlgoRSA})
	if err != nil {
		return err
	}
	config.AddHostKey(old)
	return nil
}
