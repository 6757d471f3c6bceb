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
}

// journal decides what of a target's polls is worth a line: each change, and an hourly reminder.
type journal struct {
	reason   device.Reason
	alone    string // the collector that failed alone
	loggedAt time.Time
	failures int
}

func (j *journal) note(r *Result) *event {
	reason, alone := r.Reason(), failedCollector(r)
	changed := reason != j.reason || alone != j.alone
	if changed {
		j.failures = 0
	}
	if reason != "" {
		j.failures++
	}
	if !changed && (reason == "" || r.Ended.Sub(j.loggedAt) < reminder) {
		return nil
	}
	j.reason, j.alone, j.loggedAt = reason, alone, r.Ended
	return &event{
		target: r.Target.Name, collector: alone, reason: reason, err: r.Err, failures: j.failures,
	}
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
