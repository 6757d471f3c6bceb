package dial

import (
	"errors"
	"fmt"
	"slices"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/platform"
)

var (
	// ErrExpired is the failure of a login that asks for a new password.
	ErrExpired  = errors.New("the switch demands a new password for this user: change it there, then in the configuration")
	errRounds   = fmt.Errorf("the switch went on without a question for more than %d rounds of keyboard-interactive", maxEmptyRounds)
	errQuestion = errors.New("the switch asks for more than a password; only a password or a key can be given")
)

// maxEmptyRounds is how many rounds of keyboard-interactive may ask nothing. A server sends one to show a message.
const maxEmptyRounds = 10

// login answers the server's demand for authentication. The password is sent only once, by one method or the other,
// because each time costs a login attempt at the AAA server, and a few attempts lock an account.
type login struct {
	os     *platform.OS
	auth   *config.Auth
	signer ssh.Signer   // nil without a private key
	agent  *agentKeys   // nil without an agent
	permit func() error // asked before the first method; nil once it was asked, and where nobody is asked

	offers   []string // what the server named last
	keyTried bool
	sent     bool  // the password has gone out
	rounds   int   // without a question
	objected error // why a question was not answered
}

// mayGo waits until the login is permitted. It asks once.
func (l *login) mayGo() error {
	ask := l.permit
	l.permit = nil
	if ask == nil {
		return nil
	}
	return ask()
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
		if l.rounds++; l.rounds > maxEmptyRounds {
			l.objected = errRounds
		}
		return nil, l.objected
	}
	text := instruction
	for _, q := range questions {
		text += "\n" + q
	}
	switch {
	case l.os.WantsNewPassword(text):
		l.objected = ErrExpired
	case l.sent, len(questions) != 1, echos[0], !l.os.NamesPassword(questions[0]):
		l.objected = errQuestion
	default:
		l.sent = true
		return []string{l.auth.Password.Reveal()}, nil
	}
	return nil, l.objected
}

// maxSigners bounds the cache over configuration reloads.
const maxSigners = 64
