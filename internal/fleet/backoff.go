package fleet

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// A switch that refused our password is left alone for a while, so that no account gets locked
// and the AAA servers are not flooded: five minutes first, doubling up to an hour.
const (
	firstAuthPause = 5 * time.Minute
	maxAuthPause   = time.Hour
)

// A switch to which no session could be opened twice in a row is tried less often: after
// min_interval first, then twice and four times that, and at most after maxDeadIntervals of them. The
// pauses differ by a fifth up or down, so that many that died together do not come back together.
const (
	deadTries        = 2
	maxDeadIntervals = 5
)

// backoff decides how long one side of a switch is left alone after a poll. It remembers what went before.
type backoff struct {
	refused time.Duration // the pause after the last refused password
	dead    int           // tries in a row that found the switch dead
}

// note learns from a poll and returns how long the side is left alone; 0 if the next scrape may poll. Only a
// successful login shows that the password is good again: another failure leaves the next pause as
// long as it would have been. interval is min_interval.
func (b *backoff) note(r *Result, interval time.Duration) (pause time.Duration) {
	b.dead++
	switch {
	case r.Reason() == failure.Auth:
		b.dead = 0
		b.refused = min(max(2*b.refused, firstAuthPause), maxAuthPause)
		pause = b.refused
	case !r.dead():
		b.dead = 0
		if r.State != nil {
			b.refused = 0
		}
	case b.dead >= deadTries:
		pause = deadPause(r.Target.Name, b.dead, interval)
	}
	return pause
}

// dead reports whether opening a session failed for a reason that will probably persist at the next scrape. A
// command that fails within a session does not count, and a switch that turns us away is alive.
func (r *Result) dead() bool {
	if r.opened {
		return false
	}
	switch r.Reason() {
	case failure.DNS, failure.Refused, failure.Unreachable, failure.Timeout,
		failure.HostKey, failure.Disconnected:
		return true
	}
	return false
}

// deadPause returns how long a switch is left alone after so many failed tries. It depends on the name and the
// number only.
func deadPause(name string, tries int, interval time.Duration) time.Duration {
	longest := maxDeadIntervals * interval
	pause := min(interval<<min(tries-deadTries, 3), longest)
	least, most := pause*4/5, min(pause*6/5, longest)
	const steps = 1000
	hash := sha256.Sum256(fmt.Append(nil, tries, " ", name))
	return least + (most-least)/steps*time.Duration(binary.BigEndian.Uint32(hash[:])%(steps+1))
}
