// Package failure holds the closed set of reasons for which a switch cannot be polled, and the error
// that carries one. It knows no protocol and imports nothing of the exporter. Connecting, sessions and
// polls return its errors; the fleet counts them by reason, and the collector exposes those counts.
package failure

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Reason is the class of a failure. The set is closed: it is the `reason` label of
// slp_poll_failures_total, and dashboards and alerts are built on it.
type Reason string

// The reasons, in the order in which a poll may meet them.
const (
	DNS          Reason = "dns"          // the name does not resolve
	Refused      Reason = "refused"      // port closed, or all VTY lines in use
	Unreachable  Reason = "unreachable"  // no route to host or network
	Timeout      Reason = "timeout"      // the deadline passed, in whatever phase
	HostKey      Reason = "host_key"     // host key unknown, changed, revoked, or no file to check it
	Auth         Reason = "auth"         // login refused, or a new password demanded
	Privilege    Reason = "privilege"    // logged in, but not allowed to
	Disconnected Reason = "disconnected" // the connection ended, or the dialogue fell out of step
	Unsupported  Reason = "unsupported"  // no common algorithm, no SSH, or no such command
	Parse        Reason = "parse"        // what came cannot be what was asked for
	Internal     Reason = "internal"     // a fault of the exporter, or a cancelled call
)

// Reasons returns every reason, in a fixed order.
func Reasons() []Reason {
	return []Reason{
		DNS, Refused, Unreachable, Timeout, HostKey, Auth,
		Privilege, Disconnected, Unsupported, Parse, Internal,
	}
}

// Error is a failure on one switch.
type Error struct {
	Reason Reason
	// Target is the configured name of the switch; empty where none is known.
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

// New makes an Error whose target and command are filled in by a caller that knows them.
func New(r Reason, format string, args ...any) *Error {
	return &Error{Reason: r, Err: fmt.Errorf(format, args...)}
}

// ReasonOf returns the reason of the *Error in err's chain; without one it is Timeout for
// a deadline that has passed, and Internal for anything else.
func ReasonOf(err error) Reason {
	var e *Error
	switch {
	case errors.As(err, &e):
		return e.Reason
	case errors.Is(err, context.DeadlineExceeded):
		return Timeout
	default:
		return Internal
	}
}

// Counts says how many of the errors have which reason: "3 timeout, 2 auth", in the order of [Reasons]. Nil errors do
// not count; without any other the text is empty.
func Counts(errs []error) string {
	counts := map[Reason]int{}
	for _, err := range errs {
		if err != nil {
			counts[ReasonOf(err)]++
		}
	}
	var parts []string
	for _, r := range Reasons() {
		if n := counts[r]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, r))
		}
	}
	return strings.Join(parts, ", ")
}
