package fleet

import (
	"errors"
	"slices"
	"time"

	"github.com/go-kit/log"
	"github.com/go-kit/log/level"

	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// reminder is how often a lasting failure is logged again.
const reminder = time.Hour

// event is a line to log about a target.
type event struct {
	target, collector string
	reason            failure.Reason // empty for a recovery
	err               error
	failures          int // polls that failed in a row
	// pause is how long the switch is left alone from now on, or one side of it (see the collector's
	// name); 0 if the next scrape polls it.
	pause time.Duration
	// flaps is true for a switch that comes and goes; reason and err are then those of its last failure.
	// changes counts how often its condition changed since the last such line; 0 if this is the first.
	flaps   bool
	changes int
}

// log writes the line.
func (e *event) log(logger log.Logger) {
	if e.reason == "" {
		_ = level.Info(logger).Log("msg", "switch polled again", "target", e.target)
		return
	}
	fields := []any{"msg", e.text(), "target", e.target, "reason", string(e.reason), "err", e.err}
	if e.collector != "" {
		fields = append(fields, "collector", e.collector)
	}
	if e.changes > 0 {
		fields = append(fields, "changes", e.changes)
	}
	if e.failures > 1 {
		fields = append(fields, "failures", e.failures)
	}
	if e.pause > 0 {
		fields = append(fields, "next_try_in", max(e.pause.Round(time.Second), time.Second))
	}
	_ = level.Warn(logger).Log(fields...)
}

// text is the message of the line about a failure.
func (e *event) text() string {
	switch {
	case e.flaps:
		return "polls fail on and off, next line about this in an hour or when it stays the same for one"
	case e.collector != "":
		return "collector failed"
	}
	return "poll failed"
}

// journal decides which polls of a target are worth a line: each change, the first poll after which a dead
// switch is tried less often, and an hourly reminder. A switch that comes and goes is called flapping after
// some lines. It then gets one line an hour until its condition has lasted for an hour.
type journal struct {
	now      condition
	failing  condition // the last one that was a failure
	err      string    // its error's text
	loggedAt time.Time
	failures int
	paused   bool // the last poll left the switch, or one side of it, alone for a while

	lines     []time.Time // of the last lines about a change, at most maxLines of them; nil if there was none
	flapping  bool
	changes   int       // since the last line
	changedAt time.Time // when the condition last changed
}

// condition is what a line is about. Another error text with the same reason is no change.
type condition struct {
	reason     failure.Reason // empty if all is well
	collectors string         // those that failed while others did not
}

// maxLines is how many lines about changes a target may have in an hour.
const maxLines = 6

// clone returns a copy for another entry, independent of this one.
func (j *journal) clone() journal {
	other := *j
	other.lines = slices.Clone(j.lines)
	return other
}

// note takes the result of a poll. It returns the line to log, or nil.
func (j *journal) note(r *Result) *event {
	changed, pausing := j.learn(r)
	since := r.Ended.Sub(j.loggedAt)
	switch {
	case j.flapping && r.Ended.Sub(j.changedAt) >= reminder: // it no longer changes
		j.flapping, j.lines = false, nil
	case j.flapping && since < reminder:
		return nil
	case j.flapping:
		return j.flaps(r)
	case changed || pausing:
		if j.crowded(r.Ended) {
			return j.flaps(r)
		}
		j.lines = append(j.lines, r.Ended)
	case j.now.reason == "" || since < reminder:
		return nil
	}
	j.changes, j.loggedAt = 0, r.Ended
	e := &event{
		target: r.Target.Name, collector: j.now.collectors, reason: j.now.reason, err: r.Err, failures: j.failures,
	}
	if j.paused {
		e.pause = r.sideRests.Sub(r.Ended)
	}
	return e
}

// learn notes the present condition of the switch.
func (j *journal) learn(r *Result) (changed, pausing bool) {
	now := condition{r.Reason(), failedCollectors(r)}
	if changed = now != j.now; changed {
		j.now, j.failures, j.changedAt = now, 0, r.Ended
		j.changes++
	}
	if now.reason != "" {
		j.failures++
		j.failing, j.err = now, errText(r.Err)
	}
	paused := !r.sideRests.IsZero()
	pausing = paused && !j.paused
	j.paused = paused
	return changed, pausing
}

// crowded reports whether the last hour has had all the lines about changes that it may have.
func (j *journal) crowded(at time.Time) bool {
	j.lines = slices.DeleteFunc(j.lines, func(line time.Time) bool { return at.Sub(line) >= reminder })
	return len(j.lines) >= maxLines
}

// flaps returns the line about a switch that comes and goes.
func (j *journal) flaps(r *Result) *event {
	e := &event{
		target: r.Target.Name, collector: j.failing.collectors, reason: j.failing.reason, err: errors.New(j.err), flaps: true,
	}
	if j.flapping {
		e.changes = j.changes
	}
	j.flapping, j.changes, j.loggedAt = true, 0, r.Ended
	return e
}

// failedCollectors names the collectors that failed while others did not. It is empty if the whole poll failed.
func failedCollectors(r *Result) string {
	if !r.Up() {
		return ""
	}
	names := ""
	for _, c := range r.Collectors {
		if c.Err == nil {
			continue
		}
		if names != "" {
			names += ","
		}
		names += c.Name
	}
	return names
}
