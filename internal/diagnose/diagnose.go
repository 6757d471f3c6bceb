// Package diagnose asks switches what package advise wants to know of them: the licensing commands, then whatever is
// still open, and if it is told to, ping, telnet and `license smart sync all`. It polls through package fleet, so that
// its logins obey the same limits as those of the exporter. What it finds goes to the command line.
package diagnose

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-kit/log"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser"
)

// Session is a command line on one switch, as device.Session implements it.
type Session interface {
	fleet.Session
	// Probe runs ping or telnet, and leaves no connection open. cut is true if it was ended after that time.
	Probe(ctx context.Context, command string, patience time.Duration) (output platform.Output, cut bool, err error)
}

// Options are what a diagnosis needs besides its configuration.
type Options struct {
	// Open opens sessions; required.
	Open func(ctx context.Context, t *config.Target) (Session, error)
	// Active has the switches ping their licence server or proxy, and connect to it.
	Active bool
	// Sync has them send now, and watches what comes of it.
	Sync bool
	// Announce, if set, is called before anything else than a show command is typed, from several goroutines.
	Announce func(target, command string)
	// Done, if set, is called for each switch that has been asked, from several goroutines.
	Done func()
	// Logger may be nil.
	Logger log.Logger
	// Now is the clock that those of the switches are compared with; nil is time.Now.
	Now func() time.Time
	// Patience bounds a ping or telnet; zero is 40 s, which is longer than either takes by itself.
	Patience time.Duration
	// Watch bounds how long the outcome of a sync is awaited, Pause is the time between two looks; zero is 2 min and 5 s.
	Watch, Pause time.Duration
}

func (o Options) withDefaults() Options {
	const patience, watch, pause = 40 * time.Second, 2 * time.Minute, 5 * time.Second
	if o.Patience == 0 {
		o.Patience = patience
	}
	if o.Watch == 0 {
		o.Watch = watch
	}
	if o.Pause == 0 {
		o.Pause = pause
	}
	return o
}

// Diagnosis is what was found out about one switch.
type Diagnosis struct {
	Target *config.Target
	// Report is there in any case. Of a switch that could not be asked, all in it is unknown.
	Report advise.Report
	// State is what the licensing commands said; nil if none could be read.
	State *parser.State
	// Sync is what came of a sync; nil if none was made.
	Sync *Sync
	// Err is why the switch could not be asked, or not to the end; nil if it was. A command that the account may not run, or
	// that the switch does not know, is no such reason as long as another one tells of its licensing.
	Err error
}

// Run asks the targets of a configuration, as many at once as it allows, and returns what was found, in its order.
func Run(ctx context.Context, c *config.Config, o Options) []Diagnosis {
	r := run{Options: o.withDefaults(), timeout: c.Polling.Timeout, exams: make(map[string]*examination, len(c.Targets))}
	asked := *c
	asked.Targets = nil
	for _, t := range c.Targets {
		r.exams[t.Name] = &examination{run: &r, target: t}
		if t.Module.CLI() {
			asked.Targets = append(asked.Targets, byCLI(t))
		}
	}
	switches := fleet.New(&asked, fleet.Options{
		Open: r.open, Examine: r.examine, Logger: o.Logger, Now: o.Now,
		Observe: func(*fleet.Result) {
			if o.Done != nil {
				o.Done()
			}
		},
	})
	results := map[string]*fleet.Result{}
	for _, s := range switches.Collect(ctx) {
		results[s.Target.Name] = s.Result
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTime)
	defer cancel()
	_ = switches.Close(end) // what was found is what counts
	return r.diagnoses(ctx, c.Targets, results)
}

// closeTime bounds the logout of all switches.
const closeTime = 5 * time.Second

// run is one call of Run.
type run struct {
	Options
	timeout time.Duration
	exams   map[string]*examination // by target
}

// byCLI is a target that is asked over its CLI alone, for what a diagnosis rests on, in a session of its own.
func byCLI(t *config.Target) *config.Target {
	module, target := *t.Module, *t
	module.Protocol, module.Session = config.ProtocolSSH, config.SessionClose
	if module.Platform != config.PlatformNXOS {
		module.Collectors, module.CollectorsListed = []string{"tech_support", "status", "eventlog", "syslog", "history"}, false
	}
	target.Module, target.NetconfPort = &module, ""
	return &target
}

func (r *run) open(ctx context.Context, t *config.Target) (fleet.Session, error) {
	s, err := r.Open(ctx, t)
	if err != nil {
		return nil, err
	}
	return r.exams[t.Name].record(s), nil
}

func (r *run) examine(ctx context.Context, s fleet.Session, result *fleet.Result) {
	if rec, ok := s.(*recorder); ok {
		r.exams[result.Target.Name].ask(ctx, rec, result)
	}
}

// diagnoses draws the conclusions once all switches were asked: each is compared with the others.
func (r *run) diagnoses(ctx context.Context, targets []*config.Target, results map[string]*fleet.Result) []Diagnosis {
	usual := advise.Fleet{}
	for _, t := range targets {
		usual.Add(r.exams[t.Name].state)
	}
	list := make([]Diagnosis, len(targets))
	for i, t := range targets {
		list[i] = r.exams[t.Name].diagnosis(ctx, results[t.Name], usual)
	}
	return list
}

// errNoCLI is why a switch is not asked.
var errNoCLI = errors.New("diagnose types commands, and its module has protocol: netconf; give it a module with protocol: ssh or both")

// errStopped is why a switch was not asked to the end if the program was told to stop.
var errStopped = errors.New("not asked to the end: the program was told to stop")

// failed is why a switch could not be asked, or not to the end; nil if it was.
func (e *examination) failed(ctx context.Context, r *fleet.Result) error {
	switch {
	case !e.target.Module.CLI():
		return &failure.Error{Reason: failure.Unsupported, Target: e.target.Name, Err: errNoCLI}
	case r == nil && ctx.Err() != nil:
		return &failure.Error{Reason: failure.ReasonOf(ctx.Err()), Target: e.target.Name, Err: errStopped}
	case r == nil:
		return &failure.Error{Reason: failure.Internal, Target: e.target.Name, Err: errors.New("it was not asked")}
	case e.ended != nil:
		return e.ended
	case e.rightToUse != "":
		return nil
	case r.State == nil:
		return r.Err
	}
	at := slices.IndexFunc(r.Collectors, func(c fleet.CollectorResult) bool { return c.Err != nil && !refusal(c.Err) })
	if at >= 0 {
		return r.Collectors[at].Err
	}
	return nil
}

// refusal reports whether the switch has answered that it does not run a command.
func refusal(err error) bool {
	reason := failure.ReasonOf(err)
	return reason == failure.Privilege || reason == failure.Unsupported
}

// Title says how a switch was asked, for the head of its report.
func (d Diagnosis) Title() string {
	switch {
	case d.Err != nil && d.State == nil:
		return "could not be asked"
	case d.Err != nil:
		return "asked in part: " + strings.TrimPrefix(d.Err.Error(), d.Target.Name+": ")
	}
	return fmt.Sprintf("asked at %s", d.Target.Address)
}
