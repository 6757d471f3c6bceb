// Package agent is a small discrete-event model of the licensing agent of a switch, and of what that
// switch is: its hardware, release, scenario and configuration. It does no I/O and starts no goroutine:
// it is asked for its State, and first works off what fell due since it was last asked, so that the state
// at an instant depends on the seed and on that instant alone. Package screen prints the state.
package agent

import (
	"sync"
	"time"
)

// Agent is the licensing agent of a switch, brought up to the present whenever it is asked. It is
// safe for concurrent use.
type Agent struct {
	profile *Profile
	clock   Clock
	start   time.Time // the end of the rolled history

	mu   sync.Mutex // guards what follows
	auto *automaton // nil until somebody asks
}

// NewAgent makes the agent of a switch whose history ends at start. The history is rolled when the
// agent is first asked for.
func NewAgent(p *Profile, c Clock, start time.Time) *Agent {
	return &Agent{profile: p, clock: c, start: start}
}

// See hands over the state of this moment. It must not be kept.
func (g *Agent) See(use func(*State)) {
	g.act(func(a *automaton) { use(&a.State) })
}

// Reload is a reboot of the switch: the tallies begin anew.
func (g *Agent) Reload() { g.act((*automaton).reload) }

// Switchover lets the standby take over, with lower tallies.
func (g *Agent) Switchover() { g.act((*automaton).switchover) }

// Hasten shortens the agent's intervals by the factor tempo from now on.
func (g *Agent) Hasten(tempo float64) {
	from := g.clock.Now()
	g.mu.Lock()
	defer g.mu.Unlock()
	g.made().setTempo(tempo, from)
}

// act works off what fell due, and then does something.
func (g *Agent) act(do func(*automaton)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	a := g.made()
	a.advance(g.clock.Now())
	do(a)
}

func (g *Agent) made() *automaton {
	if g.auto == nil {
		g.auto = newAutomaton(g.profile, g.start)
	}
	return g.auto
}
