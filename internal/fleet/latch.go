package fleet

import (
	"time"

	"github.com/slp-exporter/slp-exporter/internal/device"
)

// A switch that refused our password is left alone for a while, so that no account gets locked
// and the AAA servers are not flooded: five minutes first, doubling up to an hour.
const (
	firstAuthPause = 5 * time.Minute
	maxAuthPause   = time.Hour
)

type latch struct {
	until time.Time
	pause time.Duration
}

func (l *latch) closed(now time.Time) bool { return now.Before(l.until) }

// note learns from a poll. Only one that was let in shows that the password is good again: another
// failure leaves the next pause as long as it would have been.
func (l *latch) note(r *Result) {
	switch {
	case r.Reason() == device.ReasonAuth:
		l.pause = min(max(2*l.pause, firstAuthPause), maxAuthPause)
		l.until = r.Ended.Add(l.pause)
	case r.State != nil:
		*l = latch{}
	}
}
