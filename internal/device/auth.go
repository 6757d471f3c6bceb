package device

import (
	"crypto/sha256"
	"errors"
	"regexp"
	"slices"
	"sync"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

var (
	// passwordQuestion is what keyboard-interactive asks for the login password: "Password: ".
	passwordQuestion = regexp.MustCompile(`(?i)\bpassword\b`)
	// newPassword is what a server says that wants the password changed.
	newPassword = regexp.MustCompile(`(?i)((new|old|re-?enter|re-?type|confirm|change)\b[^\n]{0,40}\bpassword|password[^\n]{0,40}\b(expired|must be changed|change required))`)

	errExpired  = errors.New("the switch demands a new password for this user: change it there, then in the configuration")
	errQuestion = errors.New("the switch asks for more than a password; only a password or a key can be given")
)

// login answers the server's demand for authentication. The password goes out once, by whichever
// method, for each time costs a login attempt at the AAA server, and few lock an account.
type login struct {
	auth   *config.Auth
	signer ssh.Signer // nil without a private key
	agent  *agentKeys // nil without an agent

	offers   []string // what the server named last
	keyTried bool
	sent     bool  // the password has gone out
	objected error // why a question was not answered
}

// next picks the method to try, nil when nothing is left.
func (l *login) next(c *ssh.ClientAuthContext) (ssh.AuthMethod, string) {
	l.offers = c.AllowedMethods
	can := func(method string) bool { return slices.Contains(c.AllowedMethods, method) }
	if l.signer != nil && !l.keyTried && can("publickey") {
		l.keyTried = true
		return ssh.PublicKeys(l.signer), "publickey"
	}
	if l.agent.wanted() && can("publickey") {
		if signers := l.agent.signers(); len(signers) > 0 {
			return ssh.PublicKeys(signers...), "publickey (ssh-agent)"
		}
	}
	switch {
	case !l.auth.Password.IsSet() || l.sent || l.objected != nil:
		return nil, ""
	case can("password"):
		l.sent = true
		return ssh.Password(l.auth.Password.Reveal()), "password"
	case can("keyboard-interactive"):
		return ssh.KeyboardInteractive(l.answer), "keyboard-interactive"
	}
	return nil, ""
}

// answer gives the password to a single hidden question for one. Anything else, above all a
// question for a new password, ends the attempt.
func (l *login) answer(_, instruction string, questions []string, echos []bool) ([]string, error) {
	if len(questions) == 0 {
		return nil, nil
	}
	text := instruction
	for _, q := range questions {
		text += "\n" + q
	}
	switch {
	case newPassword.MatchString(text):
		l.objected = errExpired
	case l.sent, len(questions) != 1, echos[0], !passwordQuestion.MatchString(questions[0]):
		l.objected = errQuestion
	default:
		l.sent = true
		return []string{l.auth.Password.Reveal()}, nil
	}
	return nil, l.objected
}

// signers keeps parsed private keys: an encrypted one takes a tenth of a second to open.
type signers struct {
	mu    sync.Mutex
	known map[[sha256.Size]byte]ssh.Signer
}

// maxSigners bounds the cache over configuration reloads.
const maxSigners = 64

// signer returns the auth's private key, nil if it has none.
func (s *signers) signer(auth *config.Auth) (ssh.Signer, error) {
	if !auth.PrivateKey.IsSet() {
		return nil, nil
	}
	id := sha256.Sum256([]byte(auth.PrivateKey.Reveal() + "\x00" + auth.PrivateKeyPassphrase.Reveal()))
	s.mu.Lock()
	defer s.mu.Unlock()
	if signer := s.known[id]; signer != nil {
		return signer, nil
	}
	signer, err := parseKey(auth)
	if err != nil {
		return nil, err
	}
	if s.known == nil || len(s.known) >= maxSigners {
		s.known = make(map[[sha256.Size]byte]ssh.Signer)
	}
	s.known[id] = signer
	return signer, nil
}

func parseKey(auth *config.Auth) (ssh.Signer, error) {
	signer, err := ssh.ParsePrivateKey([]byte(auth.PrivateKey.Reveal()))
	if missing := (*ssh.PassphraseMissingError)(nil); !errors.As(err, &missing) {
		return signer, err
	}
	if !auth.PrivateKeyPassphrase.IsSet() {
		return nil, errors.New("it is encrypted and no passphrase is configured")
	}
	return ssh.ParsePrivateKeyWithPassphrase([]byte(auth.PrivateKey.Reveal()), []byte(auth.PrivateKeyPassphrase.Reveal()))
}
