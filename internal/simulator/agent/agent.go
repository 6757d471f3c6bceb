// Package agent models one switch: what it is (hardware, release, scenario, configuration) and its
// licensing agent, a small discrete-event model. It does no I/O and starts no goroutine; when it is
// asked for its State, it first processes the events that have fallen due, so the state at an instant
// depends only on the seed and that instant. Package screen prints the state.
package agent

import (
	"sync"
	"time"
)

// Agent is the licensing agent of a switch. Each call brings it up to the present first. It is safe
// for concurrent use.
type Agent struct {
	profile *Profile
	clock   Clock
	start   time.Time // the end of the simulated history

	mu   sync.Mutex // guards the fields below
	auto *automaton // nil until the agent is first used
}

// NewAgent returns the agent of a switch whose history ends at start. The history is simulated when
// the agent is first used.
func NewAgent(p *Profile, c Clock, start time.Time) *Agent {
	return &Agent{profile: p, clock: c, start: start}
}

// See calls use with the state at this moment. use must not keep it.
func (g *Agent) See(use func(*State)) {
	g.act(func(a *automaton) { use(&a.State) })
}

// Reload reboots the switch: the tallies start again at zero.
func (g *Agent) Reload() { g.act((*automaton).reload) }

// Switchover makes the standby active, with lower tallies.
func (g *Agent) Switchover() { g.act((*automaton).switchover) }

// Hasten shortens the agent's intervals by the factor tempo from now on.
func (g *Agent) Hasten(tempo float64) {
	from := g.clock.Now()
	g.mu.Lock()
	defer g.mu.Unlock()
	g.made().setTempo(tempo, from)
}

// act processes the events that have fallen due and then calls do.
func (g *Agent) act(do func(*automaton)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	a := g.made()
	a.advance(g.clock.Now())
	do(a)
}

// made returns the automaton, and creates it on first use. g.mu is held.
func (g *Agent) made() *automaton {
	if g.auto == nil {
		g.auto = newAutomaton(g.profile, g.start)
	}
	return g.auto
}
