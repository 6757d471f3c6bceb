package fleet

import (
	"context"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/platform"
)

// Session is an open dialogue with one switch, as device.Session implements it.
type Session interface {
	// Run runs a command. then are the commands that Run is called with next; they may be typed along with it.
	Run(ctx context.Context, command string, then ...string) (platform.Output, error)
	// Resume is Run on a session that was idle. alive is false if the switch did not answer within that time.
	Resume(ctx context.Context, command string, within time.Duration, then ...string) (output platform.Output, alive bool, err error)
	CheckOutput(command, output string) error
	Alive(ctx context.Context) error
	// System is the operating system that the switch runs.
	System() *platform.OS
	// Redacted keeps the login's secrets out of an error that quotes an output.
	Redacted(e *failure.Error) *failure.Error
	Close(ctx context.Context) error
}

// OpenFunc opens a session to a switch.
type OpenFunc func(ctx context.Context, target *config.Target) (Session, error)

// NetconfSession is an open NETCONF session with one switch, as device.NetconfSession implements it.
type NetconfSession interface {
	// Get returns what the subtree filter selects of the switch's state.
	Get(ctx context.Context, filter string) (string, error)
	// Offers reports whether the switch has named the model of that namespace.
	Offers(namespace string) bool
	// Redacted keeps the login's secrets out of an error that quotes a reply.
	Redacted(e *failure.Error) *failure.Error
	Close(ctx context.Context) error
}

// NetconfOpenFunc opens a NETCONF session to a switch.
type NetconfOpenFunc func(ctx context.Context, target *config.Target) (NetconfSession, error)

// dialogue is a session during a poll. If the session was kept since the last poll, the switch may have
// reloaded or a firewall may have forgotten it. So the first command also finds out whether the switch still
// answers, which costs no extra round trip.
type dialogue struct {
	Session
	idle   bool          // it was kept, and nothing has been asked yet
	within time.Duration // how long the switch may take to show that it answers
	gone   bool          // the switch does not answer: nothing was learned
}

// Run implements Session.
func (d *dialogue) Run(ctx context.Context, command string, then ...string) (platform.Output, error) {
	if !d.idle {
		return d.Session.Run(ctx, command, then...)
	}
	d.idle, d.gone = false, true // gone also if Resume panics
	output, alive, err := d.Resume(ctx, command, d.within, then...)
	d.gone = !alive
	return output, err
}
