package agent

import (
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator/invent"
)

// newAutomaton returns the agent at the beginning of its history.
func newAutomaton(p *Profile, start time.Time) *automaton {
	a := &automaton{
		State: State{
			Profile: p, Start: toInstant(start.Truncate(time.Second)), Trusted: make([]Instant, len(p.Members)),
			Members: append([]Member(nil), p.Members...),
		},
		rng: invent.Source(p.Seed, p.Index, "agent"), tempo: 1,
	}
	a.Now = a.Start.Add(-p.preroll)
	a.boot()
	a.Deadline = a.Now.Add(a.Profile.AckPeriod + 30*Day)
	a.schedule()
	return a
}

// schedule sets the first appointments.
func (a *automaton) schedule() {
	a.Due[TimerAdmin] = a.Now.Add(a.vary(9 * Day))
	if a.Profile.Version.PreSLP {
		a.Due[TimerAuth] = a.Now.Add(30 * time.Minute)
		return
	}
	a.Due[TimerRoll] = a.Now.Add(a.vary(rollInterval))
	if a.Profile.Scenario == Offline {
		a.scheduleOffline()
		return
	}
	a.Due[TimerTrust] = a.Now.Add(20*time.Minute + a.vary(40*time.Minute))
	a.Due[TimerOutage] = a.firstOutage()
	if a.Profile.Transport.Kind == "cslu" {
		a.Due[TimerHello] = a.Now.Add(a.vary(helloInterval))
	}
	switch a.Profile.Scenario {
	case LostTrust, TransportOff:
		a.Due[TimerReset] = a.Start.Add(-a.vary(3 * Day))
	case NeverRestored:
		a.Due[TimerReset] = a.Start.Add(-2*Day - a.vary(4*Day))
	}
}

// setTempo shortens the agent's intervals by the factor tempo from an instant on.
func (a *automaton) setTempo(tempo float64, from time.Time) {
	a.tempoFrom = toInstant(from)
	a.tempoNext = tempo
}

// advance processes everything that falls due up to t. If the clock goes backwards, nothing changes.
func (a *automaton) advance(t time.Time) {
	until := toInstant(t)
	if a.tempoFrom != 0 && a.tempoFrom <= until {
		a.advanceTo(a.tempoFrom)
		a.hasten(a.tempoNext)
		a.tempoFrom = 0
	}
	a.advanceTo(until)
}

// hasten shortens all appointments already made.
func (a *automaton) hasten(tempo float64) {
	a.tempo = tempo
	for i, due := range a.Due {
		if due > a.Now {
			a.Due[i] = a.Now.Add(max(time.Duration(float64(due-a.Now)/tempo)*time.Millisecond, shortest))
		}
	}
}

// advanceTo processes appointments in time order up to an instant.
func (a *automaton) advanceTo(until Instant) {
	for {
		next := TimerCount
		for i, due := range a.Due {
			if due != 0 && due <= until && (next == TimerCount || due < a.Due[next]) {
				next = Timer(i)
			}
		}
		if next == TimerCount {
			break
		}
		a.Now = max(a.Now, a.Due[next])
		a.Due[next] = 0
		a.fire(next)
	}
	a.Now = max(a.Now, until)
}

// fire does what is due and makes the next appointment.
func (a *automaton) fire(t Timer) {
	switch t {
	case TimerOutage:
		a.toggleOutage()
	case TimerTrust:
		a.establishTrust()
	case TimerReset:
		a.reset()
	case TimerRoll:
		a.roll()
	case TimerPush:
		a.push()
	case TimerPoll:
		a.poll()
	case TimerSync:
		a.sync()
	case TimerHello:
		a.hello()
	case TimerAuth:
		a.authorize()
	case TimerAdmin:
		a.note(EventConfigI, 0)
		a.Due[TimerAdmin] = a.after(a.vary(9 * Day))
	}
}
