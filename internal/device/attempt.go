package device

import (
	"github.com/slp-exporter/slp-exporter/internal/device/redact"
	"github.com/slp-exporter/slp-exporter/internal/device/trace"

	"github.com/slp-exporter/slp-exporter/internal/device/hostkey"

	"context"
	"net"
	"regexp"
	"sync"
	"sync/atomic"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// clientVersion is what the switch sees in `show ssh` and in its debug output.
const clientVersion = "SSH-2.0-slp_exporter"

// phase is how far a session has come, for the text of an error.
type phase int32

const (
	phaseConnect phase = iota
	phaseBanner
	phaseKeyExchange
	phaseLogin
	phaseShell
	phaseSubsystem // of NETCONF, in place of a shell
	phaseHello     // in place of the prompt
	phasePrompt
	phaseEnable
	phaseCommand
)

// String completes "timed out …".
func (p phase) String() string {
	return [...]string{
		phaseConnect:     "connecting",
		phaseBanner:      "waiting for the SSH banner",
		phaseKeyExchange: "in the SSH key exchange",
		phaseLogin:       "in SSH authentication",
		phaseShell:       "opening the shell",
		phaseSubsystem:   "opening the NETCONF subsystem",
		phaseHello:       "waiting for the NETCONF hello",
		phasePrompt:      "waiting for the prompt",
		phaseEnable:      "waiting for the answer to enable",
		phaseCommand:     "waiting for the output",
	}[p]
}

// step names the phase in a [trace.Trace]; empty if it is none by itself.
func (p phase) step() string {
	return [...]string{
		phaseConnect:     "connect",
		phaseBanner:      "ssh banner",
		phaseKeyExchange: "key exchange",
		phaseLogin:       "login",
		phaseShell:       "shell",
		phaseSubsystem:   "netconf subsystem",
		phaseHello:       "hello",
		phasePrompt:      "prompt",
		phaseEnable:      "enable",
		phaseCommand:     "",
	}[p]
}

// wholeBanner is a server's version line, with what may stand in front of it.
var wholeBanner = regexp.MustCompile(`(?m)^SSH-[^\n]*\n`)

// attempt is one try at one switch: what it needs, and what it has learned when it fails.
type attempt struct {
	dialer *Dialer
	target *config.Target
	server string       // what must listen there; serverCLI if empty
	now    atomic.Int32 // phase
	login  login
	sniff  *sniffer
	listen listening
	masks  *redact.Redactor            // of the login's secrets, once it is needed
	trace  atomic.Pointer[trace.Trace] // of the call under way; nil if it has none, and between calls

	mu      sync.Mutex     // the host key is judged on a goroutine of x/crypto
	refused *failure.Error // what one of our own callbacks objected to
}

// enter notes that the attempt has come to a phase. There is no way back: keys may be exchanged again
// while a command runs.
func (a *attempt) enter(p phase) {
	for {
		now := a.now.Load()
		if int32(p) <= now && p != phaseConnect {
			return
		}
		if a.now.CompareAndSwap(now, int32(p)) {
			break
		}
	}
	if p == phasePrompt || p == phaseHello {
		a.sniff.stopCounting() // from here on it is the text that counts
	}
	if name := p.step(); name != "" {
		a.trace.Load().Begin(name)
	}
}

// phase is how far the attempt has come.
func (a *attempt) phase() phase { return phase(a.now.Load()) }

// refuse keeps the reason why a callback of ours ends the handshake. x/crypto does not promise to
// hand the error through.
func (a *attempt) refuse(e *failure.Error) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.refused = e
	return e
}

func (a *attempt) refusal() *failure.Error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.refused
}

// connect dials, shakes hands and logs in. The TCP connection is handed to own as soon as there is
// one; own's holder closes it on every error.
func (a *attempt) connect(ctx context.Context, own func(net.Conn) error) (
	ssh.Conn, <-chan ssh.NewChannel, <-chan *ssh.Request, error,
) {
	a.enter(phaseConnect)
	cfg, err := a.sshConfig()
	if err != nil {
		return nil, nil, nil, err
	}
	conn, err := a.dial(ctx, own)
	if err != nil {
		return nil, nil, nil, err
	}
	a.login.agent = newAgentKeys(ctx, a.login.auth, a.login.signer)
	defer a.login.agent.close()
	c, channels, requests, err := ssh.NewClientConn(conn, a.target.Address, cfg)
	if err != nil {
		return nil, nil, nil, err
	}
	// The handshake had a deadline on the connection itself; from here on the context alone rules,
	// for a session outlives the call that opened it.
	return c, channels, requests, conn.unbound()
}

// dial opens the TCP connection and puts the context's deadline on it.
func (a *attempt) dial(ctx context.Context, own func(net.Conn) error) (*sniffer, error) {
	conn, err := a.dialer.dialTCP(ctx, a.target)
	if err != nil {
		return nil, err
	}
	if err := own(conn); err != nil {
		return nil, err
	}
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(deadline); err != nil {
			return nil, err
		}
	}
	// x/crypto does not tell when the banner is there: the bytes do.
	a.sniff = &sniffer{Conn: conn, trace: a.trace.Load(), heard: a.listen.heard,
		banner: func() { a.enter(phaseKeyExchange) }}
	a.enter(phaseBanner)
	return a.sniff, nil
}

// redactor masks the secrets of the login. Not to be called from two goroutines at once.
func (a *attempt) redactor() redact.Redactor {
	if a.masks == nil {
		r := redact.New(a.target.Module.Auth)
		a.masks = &r
	}
	return *a.masks
}

func (a *attempt) sshConfig() (*ssh.ClientConfig, error) {
	module := a.target.Module
	auth := module.Auth
	judge, err := a.dialer.hostKeys.Judge(a.target)
	if err != nil {
		return nil, err
	}
	signer, err := a.dialer.keys.signer(auth)
	if err != nil {
		return nil, failure.New(failure.Auth, "the private key of auth %q cannot be used: %w", auth.Name, err)
	}
	a.login = login{auth: auth, signer: signer}
	offer := offered(module.LegacyAlgorithms)
	return &ssh.ClientConfig{
		Config:            offer.Config,
		ClientVersion:     clientVersion,
		User:              auth.Username,
		HostKeyAlgorithms: judge.Algorithms(offer.hostKeys),
		HostKeyCallback:   a.judgeHostKey(judge),
		AuthCallback:      a.nextAuth,
	}, nil
}

func (a *attempt) judgeHostKey(j hostkey.Judge) ssh.HostKeyCallback {
	return func(_ string, _ net.Addr, key ssh.PublicKey) error {
		a.enter(phaseKeyExchange)
		a.sniff.stop()
		if a.dialer.logger != nil {
			a.dialer.debug(a.target, "msg", "host key", "type", key.Type(), "fingerprint", ssh.FingerprintSHA256(key))
		}
		if err := j.Check(key); err != nil {
			return a.refuse(err)
		}
		a.enter(phaseLogin)
		return nil
	}
}

func (a *attempt) nextAuth(c *ssh.ClientAuthContext) (ssh.AuthMethod, error) {
	method, name := a.login.next(c)
	if method != nil {
		a.dialer.debug(a.target, "msg", "authenticating", "method", name, "user", a.target.Module.Auth.Username)
	}
	return method, nil
}
