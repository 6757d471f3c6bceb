package agent

import (
	"math/rand/v2"
	"time"
)

// The agent's intervals, as on a real switch.
const (
	helloInterval = 4 * time.Hour
	syncInterval  = 8 * time.Hour
	retryInterval = time.Hour
	pollDelay     = 5 * time.Minute
	pollRetry     = Day
	rollInterval  = Day
	authInterval  = Day
	reportBuild   = 7 * time.Second // how long it takes to build a usage report
	firstPush     = 2 * time.Minute
	firstReport   = Day // until the first report is acknowledged, reports are pushed daily

	// shortest keeps a high tempo from creating thousands of events a second.
	shortest = 2 * time.Second
)

// automaton is the state of the agent together with the behaviour that changes it. It is not safe
// for concurrent use.
type automaton struct {
	State
	rng *rand.Rand

	tempo     float64
	tempoNext float64
	tempoFrom Instant // 0: no change of tempo is due

	lost bool // the last message failed, so the next success logs a recovery
}

// vary returns a random duration between half of d and one and a half times d.
func (a *automaton) vary(d time.Duration) time.Duration {
	return d/2 + time.Duration(a.rng.Int64N(int64(d)))
}

// after returns the instant d from now, shortened by the tempo. It is some seconds late, like the
// timers of a real agent.
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
