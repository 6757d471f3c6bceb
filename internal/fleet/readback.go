package fleet

import (
	"context"
	"time"

	"github.com/go-kit/log/level"

	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/eventlog"
)

// longestLog is how many days the event log can be asked for. A switch keeps at most 5 MB of it.
const longestLog = 365

// follow completes the streak in the result's event log, if there is one: a run of failures that
// began before the days that were asked for. It may ask the switch once more, after everything else that the
// poll asks, so that no collector suffers from it. It returns false if that ended the session.
func (p *poll) follow(ctx context.Context, session Session, r *Result, began time.Time) (alive bool) {
	if r.State == nil || r.State.Eventlog == nil {
		return true
	}
	if udi := r.State.UDI; udi != nil {
		p.streak.of(udi.SerialNumber)
	}
	alive = true
	whole := p.streak.follow(r.State.Eventlog, began, func() (longer *eventlog.Log, asked bool) {
		if days := p.target.Module.EventlogDays; days < 1 || days >= longestLog {
			return nil, true // there is no longer one
		}
		if r.Err != nil && session.Alive(ctx) != nil { // another command ended it, which says nothing about the log
			alive = false
			return nil, false
		}
		started := p.now()
		log, err := p.readBack(ctx, session)
		r.spent(eventlogCollector, p.now().Sub(started))
		alive = err == nil || survived(err)
		return log, true
	})
	r.setEventlog(whole)
	return alive
}

const eventlogCollector = "eventlog"

// readBack asks for the longest event log there is. Its failure does not fail the poll, which
// has the log that was asked for. The failure is logged, because it leaves no other trace.
func (p *poll) readBack(ctx context.Context, session Session) (*eventlog.Log, error) {
	for _, c := range parser.Commands() {
		if c.Collector != eventlogCollector {
			continue
		}
		state, err := askOnce(ctx, session, p.target, c.After(p.streak.known()).Over(longestLog), nil)
		if err != nil {
			_ = level.Info(p.logger).Log("msg", "longer event log not read, failures in a row are counted from the shorter one on",
				"target", p.target.Name, "reason", string(failure.ReasonOf(err)), "err", err)
			return nil, err
		}
		return state.Eventlog, nil
	}
	return nil, nil
}

// spent adds to the time that a collector took.
func (r *Result) spent(collector string, d time.Duration) {
	for i := range r.Collectors {
		if r.Collectors[i].Name == collector {
			r.Collectors[i].Duration += d
		}
	}
}
