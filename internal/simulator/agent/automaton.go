package agent

import (
	"math/rand/v2"
	"time"
)

// The agent's intervals, as real.
const (
	helloInterval = 4 * time.Hour
	syncInterval  = 8 * time.Hour
	retryInterval = time.Hour
	pollDelay     = 5 * time.Minute
	pollRetry     = Day
	rollInterval  = Day
	authInterval  = Day
	reportBuild   = 7 * time.Second // to put a usage report together
	firstPush     = 2 * time.Minute
	firstReport   = Day // until a first report was acknowledged, a push a day

	// shortest keeps a high tempo from making thousands of events a second.
	shortest = 2 * time.Second
)

// automaton is the agent as it acts.
type automaton struct {
	State
	rng *rand.Rand

	tempo     float64
	tempoNext float64
	tempoFrom Instant // 0: no change of tempo to come

	outage bool
	reason Reason // why, while in an outage
	lost   bool   // communication failed last: the next success restores it
}

// vary is a random time between half of d and one and a half times d.
func (a *automaton) vary(d time.Duration) time.Duration {
	return d/2 + time.Duration(a.rng.Int64N(int64(d)))
}

// after is the instant d from now, some seconds late as with a real agent's timers, and
// shortened by the tempo.
func (a *automaton) after(d time.Duration) Instant {
	d += time.Duration(a.rng.Int64N(12000)) * time.Millisecond
	if a.tempo > 1 {
		d = max(time.Duration(float64(d)/a.tempo), shortest)
	}
	return a.Now.Add(d)
}

// note writes an event to the logs.
func (a *automaton) note(kind EventKind, detail int) {
	a.Log.Add(Event{At: a.Now, Kind: kind, Detail: uint8(detail)})
}
