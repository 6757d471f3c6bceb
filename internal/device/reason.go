package device

import (
	"context"
	"errors"
	"strings"
)

// Reason is the class of a failure. The set is closed: it is the `reason` label of
// slp_poll_failures_total, and dashboards and alerts are built on it.
type Reason string

// The reasons, in the order of a poll's course.
const (
	ReasonDNS          Reason = "dns"          // the name does not resolve
	ReasonRefused      Reason = "refused"      // port closed, or all VTY lines in use
	ReasonUnreachable  Reason = "unreachable"  // no route to host or network
	ReasonTimeout      Reason = "timeout"      // the deadline passed, in whatever phase
	ReasonHostKey      Reason = "host_key"     // host key unknown, changed, revoked, or no file to check it
	ReasonAuth         Reason = "auth"         // login refused, or a new password demanded
	ReasonPrivilege    Reason = "privilege"    // logged in, but not allowed to
	ReasonDisconnected Reason = "disconnected" // the connection ended, or the dialogue fell out of step
	ReasonUnsupported  Reason = "unsupported"  // no common algorithm, no SSH, or no such command
	ReasonParse        Reason = "parse"        // what came cannot be what was asked for
	ReasonInternal     Reason = "internal"     // a fault of the exporter, or a cancelled call
)

// Reasons returns every reason, in a fixed order.
func Reasons() []Reason {
	return []Reason{
		ReasonDNS, ReasonRefused, ReasonUnreachable, ReasonTimeout, ReasonHostKey, ReasonAuth,
		ReasonPrivilege, ReasonDisconnected, ReasonUnsupported, ReasonParse, ReasonInternal,
	}
}

// Error is a failure on one switch. Every error of this package is one.
type Error struct {
	Reason Reason
	// Target is the configured name of the switch; empty where none is known ([CheckOutput]).
	Target string
	// Command is the command that was running; empty before the first one.
	Command string
	// Err says what was tried and what happened. It never holds a secret.
	Err error
}

// Error is one sentence for an operator: which switch, which command, what happened.
func (e *Error) Error() string {
	var b strings.Builder
	for _, part := range []string{e.Target, e.Command} {
		if part != "" {
			b.WriteString(part)
			b.WriteString(": ")
		}
	}
	if e.Err == nil {
		b.WriteString(string(e.Reason))
	} else {
		b.WriteString(e.Err.Error())
	}
	return b.String()
}

// Unwrap gives the cause to errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.Err }

// ReasonOf returns the reason of the *Error in err's chain; without one it is ReasonTimeout for
// a deadline that has passed, and ReasonInternal for anything else.
func ReasonOf(err error) Reason {
	var e *Error
	switch {
	case errors.As(err, &e):
		return e.Reason
	case errors.Is(err, context.DeadlineExceeded):
		return ReasonTimeout
	default:
		return ReasonInternal
	}
}
