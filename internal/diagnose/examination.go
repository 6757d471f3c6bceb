package diagnose

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/advise/evidence"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/redact"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// maxWanted bounds how many further commands are typed on one switch, whatever the answers are.
const maxWanted = 40

// examination is what is known of one switch. Only the goroutine that polls it uses it, until all are done.
type examination struct {
	*run
	target  *config.Target
	outputs evidence.Outputs
	state   *parser.State
	clock   localtime.Clock
	// rightToUse is as in advise.Input.
	rightToUse string
	sync       *Sync
	// ended is why the session ended before the end; nil if it did not.
	ended error
}

// recorder is a session that keeps what the switch answers, without the secrets of the login.
type recorder struct {
	Session
	exam *examination
	mask func(string) string
}

// record returns the session whose answers the examination keeps. A session that follows another one starts from the beginning.
func (e *examination) record(s Session) *recorder {
	e.outputs, e.ended = nil, nil
	r := &recorder{Session: s, exam: e, mask: func(text string) string { return text }}
	if auth := e.target.Module.Auth; auth != nil {
		r.mask = redact.New(auth).Mask
	}
	return r
}

// Run implements fleet.Session.
func (r *recorder) Run(ctx context.Context, command string, then ...string) (platform.Output, error) {
	out, err := r.Session.Run(ctx, command, then...)
	r.note(command, out, err)
	return out, err
}

// note keeps what became of a command. Of a session that has ended, only the command that was running then has failed.
func (r *recorder) note(command string, out platform.Output, err error) {
	switch {
	case r.exam.ended != nil:
		return
	case err == nil:
		r.exam.keep(evidence.Answer(command, r.mask(out.Text), out.Whole))
		return
	}
	r.exam.ended = err
	r.exam.keep(evidence.Output{Command: command, Failed: why(err)})
}

// keep replaces the last answer to the same command.
func (e *examination) keep(o evidence.Output) {
	for i := range e.outputs {
		if e.outputs[i].Command == o.Command {
			e.outputs[i] = o
			return
		}
	}
	e.outputs = append(e.outputs, o)
}

// why is the text of a failure without the switch and the command, which the reader knows.
func why(err error) string {
	if e, ok := err.(*failure.Error); ok && e.Err != nil { //nolint:errorlint // a wrapped one says more than the switch
		return e.Err.Error()
	}
	return err.Error()
}

// ask takes what the poll has read, and asks what is still open. An end of the session ends it, and the rest stays open.
func (e *examination) ask(ctx context.Context, s *recorder, r *fleet.Result) {
	e.state, e.clock, e.rightToUse = r.State, r.Clock, rightToUse(r)
	if s.System() == platform.NXOS() { // none of the commands is known there
		return
	}
	shows, cancel := context.WithTimeout(ctx, e.timeout)
	defer cancel()
	e.askAll(shows, s, advise.Show)
	if e.Active {
		e.askAll(ctx, s, advise.Send)
	}
	if e.Sync && e.ended == nil {
		e.sync = e.synchronise(ctx, s)
	}
}

// rightToUse is the output of right-to-use licensing; empty without one.
func rightToUse(r *fleet.Result) string {
	for _, c := range r.Collectors {
		var old *reply.RightToUseError
		if errors.As(c.Err, &old) {
			return old.Text
		}
	}
	return ""
}

// askAll types what is wanted, up to that effect, until nothing more is: an answer may make others wanted.
func (e *examination) askAll(ctx context.Context, s *recorder, most advise.Effect) {
	for range maxWanted {
		w, ok := e.wanted(most)
		if !ok || e.ended != nil {
			return
		}
		if w.Effect == advise.Show {
			_, _ = s.Run(ctx, w.Command) // it is noted
			continue
		}
		e.probe(ctx, s, w.Command)
	}
}

// wanted is the command to type next. The licensing commands that were not asked would tell nothing new.
func (e *examination) wanted(most advise.Effect) (advise.Want, bool) {
	for _, w := range advise.Wants(e.input(nil)) {
		if w.Effect <= most && !strings.HasPrefix(w.Command, "show license") {
			return w, true
		}
	}
	return advise.Want{}, false
}

// probe types ping or telnet. That it had to be cut short is a failure of the command, not of the session.
func (e *examination) probe(ctx context.Context, s *recorder, command string) {
	const spare = 30 * time.Second // to come back to the prompt
	ctx, cancel := context.WithTimeout(ctx, e.Patience+spare)
	defer cancel()
	e.announce(command)
	out, cut, err := s.Probe(ctx, command, e.Patience)
	if cut && err == nil {
		e.keep(evidence.Output{Command: command, Failed: "it was not over after " + e.Patience.String() + ", and was ended"})
		return
	}
	s.note(command, out, err)
}

func (e *examination) announce(command string) {
	if e.Announce != nil {
		e.Announce(e.target.Name, command)
	}
}

func (e *examination) input(usual advise.Fleet) advise.Input {
	return advise.Input{
		Target: e.target.Name, State: e.state, Clock: e.clock, Outputs: e.outputs, RightToUse: e.rightToUse, Fleet: usual,
	}
}

// diagnosis draws the conclusions; result is nil for a switch that was not polled.
func (e *examination) diagnosis(ctx context.Context, result *fleet.Result, usual advise.Fleet) Diagnosis {
	d := Diagnosis{Target: e.target, State: e.state, Sync: e.sync, Err: e.failed(ctx, result)}
	d.Report = advise.Diagnose(e.input(usual))
	if e.sync != nil {
		e.sync.answer(&d.Report)
	}
	return d
}
