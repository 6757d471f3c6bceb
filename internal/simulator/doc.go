// Package simulator is a fleet of simulated Cisco Catalyst switches that run
// Smart Licensing Using Policy. Each switch is a real SSH server with an IOS-like
// shell: it echoes, pages, abbreviates, asks for the enable secret and prints the
// licence commands in the layout of the agent version it claims to run.
//
// # The model
//
// Everything about a switch (name, hardware, serial numbers, host key, time zone,
// agent version, history) follows from the seed and its index. Behind the shell
// stands a small discrete-event model of the licensing agent: timers for hello,
// trust synchronisation, report pushes, acknowledgement polls, the roll-over of
// usage (RUM) reports and the begin and end of outages. The model has no goroutine
// and no ticker. It is asked for its state when a command is typed, and then first
// works off, in order of time, the events that fell due since it was last asked.
// So the state at an instant depends on the seed and on that instant alone, never
// on how often somebody looked, and an idle switch costs nothing but its listener.
//
// A history of days to months is rolled before the start, so that a switch already
// has tallies, acknowledged reports and an event log when it is first polled. What
// happens after that is ruled by the Scenario.
//
// # Time
//
// The switch clock is Options.Clock (plus the skew of the scenario). Options.Tempo
// shortens the agent's own intervals from Start on, so that values change while one
// watches, without bending the clock.
//
// # Faults
//
// Faults set at run time on one switch make it misbehave on the wire as real
// switches, firewalls and AAA servers do: see Faults.
package simulator
