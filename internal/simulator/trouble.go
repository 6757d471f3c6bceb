package simulator

import (
	"time"
)

// Trouble is a fault by which a switch cannot be polled well from the start of its fleet.
type Trouble struct {
	// Name says in two or three words what such a switch is.
	Name   string
	Faults Faults
}

// Troubles returns all kinds of trouble, in the order in which a fleet has them.
func Troubles() []Trouble {
	return []Trouble{
		{"dead", Faults{Refuse: true}},
		{"wrong password", Faults{WrongPassword: true}},
		{"changed host key", Faults{ChangedHostKey: true}},
		{"slow", Faults{Latency: slowness}},
	}
}

// slowness is how long a slow switch takes for each answer: a poll of all commands lasts several seconds.
const slowness = 400 * time.Millisecond

// trouble gives n of the switches that nothing else ails a fault. It spreads them evenly. If there are fewer, all have one.
func (f *Fleet) trouble(n int) {
	var sound []*Switch
	for _, sw := range f.switches {
		if sw.Scenario() == Healthy && sw.Nexus() == "" {
			sound = append(sound, sw)
		}
	}
	n = min(n, len(sound))
	for i := range n {
		sw, kind := sound[(i+1)*len(sound)/(n+1)], Troubles()[i%len(Troubles())]
		sw.SetFaults(kind.Faults)
		f.troubled[sw] = kind.Name
	}
}

// Trouble returns the name of the trouble that a switch of the fleet has had from the start; empty if it has none.
func (f *Fleet) Trouble(sw *Switch) string { return f.troubled[sw] }
