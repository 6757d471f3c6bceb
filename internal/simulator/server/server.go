package server

import (
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"
)

// loginGrace is how long a client may take until it is logged in.
const loginGrace = 2 * time.Minute

var errLogin = errors.New("login refused")

// wire is a client's connection that tells when the client has gone, so that a fault
// which waits for ever waits no longer than that.
type wire struct {
	net.Conn
	once sync.Once
	gone chan struct{}
}

func (w *wire) Read(p []byte) (int, error) {
	n, err := w.Conn.Read(p)
	if err != nil {
		w.once.Do(func() { close(w.gone) })
	}
	return n, err
}

// serve works off one TCP connection, to the CLI's port or to NETCONF's.
func (s *Switch) serve(c net.Conn, netconf bool) {
	f := s.Faults()
	switch {
	case netconf && f.Netconf.Silent:
		swallow(c)
		return
	case f.Reset:
		reset(c)
		return
	case f.SilentAccept:
		swallow(c)
		return
	case f.HangBanner:
		_, _ = io.WriteString(c, "SSH-2.0-Ci")
		swallow(c)
		return
	}
	w := &wire{Conn: c, gone: make(chan struct{})}
	config, err := s.serverConfig(f, w)
	if err != nil {
		return
	}
	_ = c.SetDeadline(time.Now().Add(loginGrace))
	conn, channels, requests, err := ssh.NewServerConn(w, config)
	if err != nil {
		return
	}
	_ = c.SetDeadline(time.Time{})
	s.logins.Add(1)
	defer func() { _ = conn.Close() }()
	s.wg.Go(func() { answerGlobal(requests) })
	for offer := range channels {
		if offer.ChannelType() != "session" {
			_ = offer.Reject(ssh.UnknownChannelType, "only sessions here")
			continue
		}
		channel, chRequests, err := offer.Accept()
		if err != nil {
			continue
		}
		s.wg.Go(func() { s.session(w, channel, chRequests, netconf) })
	}
}

// reset makes the kernel answer with RST instead of FIN.
func reset(c net.Conn) {
	if t, ok := c.(*net.TCPConn); ok {
		_ = t.SetLinger(0)
	}
	_ = c.Close()
}

// swallow reads and says nothing until the client, or Close, ends the connection.
func swallow(c net.Conn) { _, _ = io.Copy(io.Discard, c) }

// answerGlobal answers keepalives as IOS does: no such request, which proves life.
func answerGlobal(requests <-chan *ssh.Request) {
	for r := range requests {
		if r.WantReply {
			_ = r.Reply(false, nil)
		}
	}
}

// serverConfig is how the switch lets in, faults included.
func (s *Switch) serverConfig(f Faults, w *wire) (*ssh.ServerConfig, error) {
	key, err := s.signer(f)
	if err != nil {
		return nil, err
	}
	login := func(good bool) error {
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
	config := &ssh.ServerConfig{
		ServerVersion: "SSH-2.0-Cisco-1.25",
		MaxAuthTries:  3,
		PasswordCallback: func(m ssh.ConnMetadata, password []byte) (*ssh.Permissions, error) {
			return nil, login(m.User() == s.options.Username && string(password) == s.options.Password)
		},
		KeyboardInteractiveCallback: func(m ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
			answers, err := ask("", "", []string{"Password: "}, []bool{false})
			if err != nil {
				return nil, err
			}
			return nil, login(m.User() == s.options.Username && len(answers) == 1 && answers[0] == s.options.Password)
		},
	}
	if authorized := s.options.AuthorizedKey; authorized != nil {
		config.PublicKeyCallback = func(m ssh.ConnMetadata, offered ssh.PublicKey) (*ssh.Permissions, error) {
			return nil, login(m.User() == s.options.Username && string(offered.Marshal()) == string(authorized.Marshal()))
		}
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

// legacy leaves only what a switch of long ago offers.
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
