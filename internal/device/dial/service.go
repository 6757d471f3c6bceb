package dial

import (
	"errors"
	"fmt"

	"golang.org/x/crypto/ssh"
)

// service is what a session talks to on a switch.
type service int

// The services.
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
func (s service) phase() Phase {
	if s == Netconf {
		return PhaseSubsystem
	}
	return PhaseShell
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
