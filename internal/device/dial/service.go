package dial

import (
	"errors"
	"fmt"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// service is what a session talks to on a switch.
type service int

const (
	Shell   service = iota // a terminal with a command line on it
	Netconf                // NETCONF (RFC 6242)
)

const (
	// terminal size asked for: the largest IOS knows, so that echoes do not wrap and, where
	// `terminal length 0` is refused, pages are few.
	terminalRows, terminalColumns = 511, 511
)

var (
	errNoTerminal  = errors.New("terminal refused")
	errNoShell     = errors.New("shell refused")
	errNoSubsystem = errors.New("subsystem refused")
)

// listens is what must be running on a switch whose port is closed.
func (s service) listens() string {
	if s == Netconf {
		return "`netconf-yang` configured there (`show netconf-yang status`)"
	}
	return "SSH enabled there (`show ip ssh`)"
}

// connecting is what the log says of it.
func (s service) connecting(address string) []any {
	fields := []any{"msg", "connecting", "address", address}
	if s == Netconf {
		fields = append(fields, "protocol", "netconf")
	}
	return fields
}

// phase is the one in which the service is asked for.
func (s service) phase() phase {
	if s == Netconf {
		return phaseSubsystem
	}
	return phaseShell
}

// start asks for the service on a channel.
func (s service) start(channel ssh.Channel) error {
	if s == Netconf {
		return startNetconf(channel)
	}
	return startShell(channel)
}

// startShell asks for a terminal and a shell on it.
func startShell(shell ssh.Channel) error {
	pty := struct {
		Term                         string
		Columns, Rows, Width, Height uint32
		Modes                        string
	}{Term: "vt100", Columns: terminalColumns, Rows: terminalRows, Modes: "\x00"}
	if ok, err := shell.SendRequest("pty-req", true, ssh.Marshal(&pty)); err != nil {
		return fmt.Errorf("asking for a terminal: %w", err)
	} else if !ok {
		return errNoTerminal
	}
	if ok, err := shell.SendRequest("shell", true, nil); err != nil {
		return fmt.Errorf("asking for a shell: %w", err)
	} else if !ok {
		return errNoShell
	}
	return nil
}

// startNetconf asks for the subsystem.
func startNetconf(channel ssh.Channel) error {
	subsystem := struct{ Name string }{"netconf"}
	if ok, err := channel.SendRequest("subsystem", true, ssh.Marshal(&subsystem)); err != nil {
		return fmt.Errorf("asking for the subsystem: %w", err)
	} else if !ok {
		return errNoSubsystem
	}
	return nil
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
