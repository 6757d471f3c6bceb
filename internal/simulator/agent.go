package simulator

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
	pollRetry     = day
	rollInterval  = day
	authInterval  = day
	reportBuild   = 7 * time.Second // to put a usage report together
	firstPush     = 2 * time.Minute
	firstReport   = day // until a first report was acknowledged, a push a day

	// shortest keeps a high tempo from making thousands of events a second.
	shortest = 2 * time.Second
)

// automaton is the agent as it acts.
type automaton struct {
	State
	rng *rand.Rand

	tempo     float64
	tempoNext float64
	tempoFrom instant // 0: no change of tempo to come

	outage bool
	reason reason // why, while in an outage
	lost   bool   // communication failed last: the next success restores it
}

// newAutomaton makes the agent as it was when its history began.
func newAutomaton(p *profile, start time.Time) *automaton {
	a := &automaton{
		State: State{
			p: p, start: toInstant(start.Truncate(time.Second)), trusted: make([]instant, len(p.members)),
			members: append([]member(nil), p.members...),
		},
		rng: generator(p.seed, p.index, "agent"), tempo: 1,
	}
	a.now = a.start.add(-p.preroll)
	a.boot()
	a.deadline = a.now.add(a.p.ackPeriod + 30*day)
	a.schedule()
	return a
}

// schedule sets the first appointments.
func (a *automaton) schedule() {
	a.timers[timerAdmin] = a.now.add(a.vary(9 * day))
	if a.p.version.preSLP {
		a.timers[timerAuth] = a.now.add(30 * time.Minute)
		return
	}
	a.timers[timerRoll] = a.now.add(a.vary(rollInterval))
	if a.p.scenario == Offline {
		a.scheduleOffline()
		return
	}
	a.timers[timerTrust] = a.now.add(20*time.Minute + a.vary(40*time.Minute))
	a.timers[timerOutage] = a.firstOutage()
	if a.p.transport.kind == "cslu" {
		a.timers[timerHello] = a.now.add(a.vary(helloInterval))
	}
	switch a.p.scenario {
	case LostTrust:
		a.timers[timerReset] = a.start.add(-a.vary(3 * day))
	case NeverRestored:
		a.timers[timerReset] = a.start.add(-2*day - a.vary(4*day))
	}
}

// vary is a random time between half of d and one and a half times d.
func (a *automaton) vary(d time.Duration) time.Duration {
	return d/2 + time.Duration(a.rng.Int64N(int64(d)))
}

// after is the instant d from now, some seconds late as with a real agent's timers, and
// shortened by the tempo.
func (a *automaton) after(d time.Duration) instant {
	d += time.Duration(a.rng.Int64N(12000)) * time.Millisecond
	if a.tempo > 1 {
		d = max(time.Duration(float64(d)/a.tempo), shortest)
	}
	return a.now.add(d)
}

// setTempo lets the agent's intervals shrink from an instant on.
func (a *automaton) setTempo(tempo float64, from time.Time) {
	a.tempoFrom = toInstant(from)
	a.tempoNext = tempo
}

// advance works off what falls due up to t. A clock that goes back changes nothing.
func (a *automaton) advance(t time.Time) {
	until := toInstant(t)
	if a.tempoFrom != 0 && a.tempoFrom <= until {
		a.advanceTo(a.tempoFrom)
		a.hasten(a.tempoNext)
		a.tempoFrom = 0
	}
	a.advanceTo(until)
}

// hasten shortens all appointments made.
func (a *automaton) hasten(tempo float64) {
	a.tempo = tempo
	for i, due := range a.timers {
		if due > a.now {
			a.timers[i] = a.now.add(max(time.Duration(float64(due-a.now)/tempo)*time.Millisecond, shortest))
		}
	}
}

func (a *automaton) advanceTo(until instant) {
	for {
		next := timerCount
		for i, due := range a.timers {
			if due != 0 && due <= until && (next == timerCount || due < a.timers[next]) {
				next = timer(i)
			}
		}
		if next == timerCount {
			break
		}
		a.now = max(a.now, a.timers[next])
		a.timers[next] = 0
		a.fire(next)
	}
	a.now = max(a.now, until)
}

// fire does what is due and makes the next appointment.
func (a *automaton) fire(t timer) {
	switch t {
	case timerOutage:
		a.toggleOutage()
	case timerTrust:
		a.establishTrust()
	case timerReset:
		a.reset()
	case timerRoll:
		a.roll()
	case timerPush:
		a.push()
	case timerPoll:
		a.poll()
	case timerSync:
		a.sync()
	case timerHello:
		a.hello()
	case timerAuth:
		a.authorize()
	case timerAdmin:
		a.note(evConfigI, 0)
		a.timers[timerAdmin] = a.after(a.vary(9 * day))
	}
}

// note writes an event to the logs.
func (a *automaton) note(kind eventKind, detail int) {
	a.log.add(event{at: a.now, kind: kind, detail: uint8(detail)})
}
