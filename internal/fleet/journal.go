package fleet

import (
	"time"

	"github.com/slp-exporter/slp-exporter/internal/device"
)

// reminder is how often a failure that goes on is logged again.
const reminder = time.Hour

// event is something to be logged about a target.
type event struct {
	target, collector string
	reason            device.Reason // empty for a recovery
	err               error
	failures          int // polls that failed in a row
	// pause is how long the switch is left alone from now on; 0 if the next scrape polls it.
	pause time.Duration
}

// journal decides what of a target's polls is worth a line: each change, that a dead switch is tried
// less often from now on, and an hourly reminder.
type journal struct {
	reason   device.Reason
	alone    string // the collector that failed alone
	loggedAt time.Time
	failures int
	paused   bool // the last poll left the switch alone for a while
}

func (j *journal) note(r *Result) *event {
	reason, alone := r.Reason(), failedCollector(r)
	changed := reason != j.reason || alone != j.alone
	paused := !r.NextTry.IsZero()
	pausing := paused && !j.paused
	j.paused = paused
	if changed {
		j.failures = 0
	}
	if reason != "" {
		j.failures++
	}
	if !changed && !pausing && (reason == "" || r.Ended.Sub(j.loggedAt) < reminder) {
		return nil
	}
	j.reason, j.alone, j.loggedAt = reason, alone, r.Ended
	e := &event{
		target: r.Target.Name, collector: alone, reason: reason, err: r.Err, failures: j.failures,
	}
	if paused {
		e.pause = r.NextTry.Sub(r.Ended)
	}
	return e
}

// failedCollector names the collector that failed alone; empty if the whole poll failed.
func failedCollector(r *Result) string {
	if !r.Up() {
		return ""
	}
	for _, c := range r.Collectors {
		if c.Err != nil {
			return c.Name
		}
	}
	return ""
}
