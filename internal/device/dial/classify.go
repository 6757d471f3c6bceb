package dial

import (
	"context"
	"errors"
	"net"
	"strings"
	"syscall"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/redact"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// sshDisconnect begins x/crypto's text for SSH_MSG_DISCONNECT, whose type it does not export.
const sshDisconnect = "ssh: disconnect"

func (a *Attempt) classify(ctx context.Context, err error) *failure.Error {
	var dns *net.DNSError
	var proxied *proxyError
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return failure.New(failure.Internal, "cancelled while %s: %w", a.phase(), ctx.Err())
	case errors.As(err, &dns):
		return failure.New(failure.DNS, "the name %q does not resolve; check the target's address and this host's DNS: %w", dns.Name, err)
	case ctx.Err() != nil:
		return failure.New(failure.Timeout, "timed out %s, address %s: %w", a.phase(), a.Target.Address, ctx.Err())
	case IsTimeout(err):
		return failure.New(failure.Timeout, "timed out %s, address %s: %w", a.phase(), a.Target.Address, err)
	case errors.As(err, &proxied):
		return connectFailure("the proxy "+proxied.host, "the proxy running", proxied.err)
	}
	switch a.phase() {
	case PhaseConnect:
		return connectFailure(a.Target.Address, a.service.listens(), err)
	case PhaseBanner, PhaseKeyExchange:
		return a.handshakeFailure(err)
	case PhaseLogin:
		return a.loginFailure(err)
	case PhaseShell:
		return a.shellFailure(err)
	case PhaseSubsystem, PhaseHello:
		return a.netconfFailure(err)
	}
	if IsClosed(err) {
		return failure.New(failure.Disconnected, "the switch closed the session after the login, %s: %w", a.phase(), err)
	}
	return failure.New(failure.Internal, "while %s: %w", a.phase(), err)
}

// outOfFiles words a failure for which this host, not the switch, is to blame: the process may open no more files or
// connections. It is nil for other failures.
func outOfFiles(err error) *failure.Error {
	var dns *net.DNSError // which keeps the text of its cause only
	if errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) ||
		errors.As(err, &dns) && strings.Contains(dns.Err, syscall.EMFILE.Error()) {
		return failure.New(failure.Internal, "this host lets the exporter open no more files and connections; "+
			"raise LimitNOFILE in its systemd unit, or `ulimit -n`: %w", err)
	}
	return nil
}

func connectFailure(address, server string, err error) *failure.Error {
	text := err.Error()
	is := func(errno error, socks string) bool { return errors.Is(err, errno) || strings.Contains(text, socks) }
	switch {
	case is(syscall.ECONNREFUSED, "connection refused"):
		return failure.New(failure.Refused, "%s refuses connections on this port; is %s? %w", address, server, err)
	case is(syscall.EHOSTUNREACH, "host unreachable"), is(syscall.ENETUNREACH, "network unreachable"),
		errors.Is(err, syscall.EHOSTDOWN), errors.Is(err, syscall.ENETDOWN), errors.Is(err, syscall.EADDRNOTAVAIL),
		errors.Is(err, syscall.EACCES), errors.Is(err, syscall.EPERM), strings.Contains(text, "socks"):
		return failure.New(failure.Unreachable, "%s cannot be reached: %w", address, err)
	case IsClosed(err):
		return failure.New(failure.Disconnected, "the connection to %s ended while it was being set up; "+
			"check the VTY lines' access-class and whether all lines are in use (`show users`): %w", address, err)
	default:
		return failure.New(failure.Internal, "connecting to %s: %w", address, err)
	}
}

func (a *Attempt) handshakeFailure(err error) *failure.Error {
	var none *ssh.AlgorithmNegotiationError
	said := a.sniff.text()
	switch {
	case a.OS.IsLinesBusy(said):
		return failure.New(failure.Refused, "%s has no line free (it said %q); see `show users`", a.Target.Address, redact.Excerpt(said))
	case errors.As(err, &none):
		return failure.New(failure.Unsupported, "%w%s", err, a.legacyHint())
	case strings.Contains(err.Error(), sshDisconnect):
		return failure.New(failure.Disconnected, "%s ended the SSH handshake: %w", a.Target.Address, err)
	case IsClosed(err) && !strings.Contains(said, "SSH-"):
		return failure.New(failure.Disconnected, "%s closed the connection before its SSH banner; "+
			"check the VTY lines' access-class and whether all lines are in use (`show users`): %w", a.Target.Address, err)
	case IsClosed(err):
		return failure.New(failure.Disconnected, "%s closed the connection during the SSH handshake: %w", a.Target.Address, err)
	default:
		return failure.New(failure.Unsupported, "%s does not speak SSH as expected (it began with %q): %w", a.Target.Address, redact.Excerpt(said), err)
	}
}

func (a *Attempt) legacyHint() string {
	if a.Target.Module.LegacyAlgorithms {
		return "; legacy_algorithms is already on, so the switch needs newer algorithms or software"
	}
	return "; an old switch: set `legacy_algorithms: true` in its module, or better `ip ssh server algorithm …` there"
}

// loginFailure also calls it a refusal when the connection ends in answer to the password: a
// second try would cost the account another attempt.
func (a *Attempt) loginFailure(err error) *failure.Error {
	l := &a.login
	user := l.auth.Username
	text := err.Error()
	switch {
	case errors.Is(l.objected, errRounds): // which says nothing of the password
		return failure.New(failure.Disconnected, "%w (user %q)", l.objected, user)
	case l.objected != nil:
		return failure.New(failure.Auth, "%w (user %q)", l.objected, user)
	case strings.Contains(text, "unexpected message type 60"): // SSH_MSG_USERAUTH_PASSWD_CHANGEREQ
		return failure.New(failure.Auth, "%w (user %q)", ErrExpired, user)
	case l.agent.failure() != nil && !l.sent && !l.keyTried:
		return failure.New(failure.Auth, "user %q cannot log in with a key: %w; is the agent of auth %q running, and is %s that of the exporter?",
			user, l.agent.failure(), l.auth.Name, config.AgentVariable)
	case IsClosed(err) && l.sent:
		return failure.New(failure.Auth, "the switch closed the connection when given the password of user %q, "+
			"most likely because it is wrong: %w", user, err)
	case IsClosed(err), strings.Contains(text, sshDisconnect) && !l.sent && !l.keyTried && !l.agent.hasOffered():
		return failure.New(failure.Disconnected, "%s closed the connection before authentication: %w", a.Target.Address, err)
	case l.sent || l.keyTried || l.agent.hasOffered():
		return failure.New(failure.Auth, "the switch refused user %q (%s); check the credentials of auth %q: %w", user, l.used(), l.auth.Name, err)
	default:
		return failure.New(failure.Auth, "the switch lets user %q in by %q only, and auth %q has nothing for that: %w",
			user, strings.Join(l.offers, ", "), l.auth.Name, err)
	}
}

// used names the credentials that were tried, and an agent that failed.
func (l *login) used() string {
	var all []string
	if l.keyTried {
		all = append(all, "private key")
	}
	if l.agent.hasOffered() {
		all = append(all, "ssh-agent")
	}
	if l.sent {
		all = append(all, "password")
	}
	text := strings.Join(all, " and ")
	if err := l.agent.failure(); err != nil {
		text += "; " + err.Error()
	}
	return text
}

// shellFailure words what keeps a login from becoming a command line.
func (a *Attempt) shellFailure(err error) *failure.Error {
	var denied *ssh.OpenChannelError
	switch {
	case errors.As(err, &denied):
		return failure.New(failure.Refused, "the switch accepted the login but opens no session; all VTY lines may be in use (`show users`): %w", err)
	case errors.Is(err, errNoTerminal):
		return failure.New(failure.Unsupported, "the switch gives no terminal: %w", err)
	case errors.Is(err, errNoShell):
		return failure.New(failure.Privilege, "the switch starts no command line for this user; check its exec authorization (`aaa authorization exec`): %w", err)
	default:
		return failure.New(failure.Disconnected, "the switch closed the connection right after the login; "+
			"all VTY lines may be in use (`show users`), or exec authorization denies this user: %w", err)
	}
}

// netconfFailure is what keeps a login from becoming a NETCONF session.
func (a *Attempt) netconfFailure(err error) *failure.Error {
	var denied *ssh.OpenChannelError
	switch {
	case errors.As(err, &denied):
		return failure.New(failure.Refused, "the switch accepted the login but opens no session; all of its NETCONF sessions may be in use (`show netconf-yang sessions`): %w", err)
	case errors.Is(err, errNoSubsystem):
		return failure.New(failure.Unsupported, "%s lets the user in but has no NETCONF: configure `netconf-yang`, or this is the port of the CLI (NETCONF's is 830)", a.Target.Address)
	case IsClosed(err):
		return failure.New(failure.Disconnected, "the switch closed the connection %s; all of its NETCONF sessions may be in use (`show netconf-yang sessions`), "+
			"or exec authorization denies this user: %w", a.phase(), err)
	}
	return failure.New(failure.Internal, "while %s: %w", a.phase(), err)
}
