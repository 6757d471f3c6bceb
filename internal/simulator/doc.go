// Package simulator is a fleet of simulated Cisco Catalyst switches that run
// Smart Licensing Using Policy. Each switch is a real SSH server with an IOS-like
// shell: it echoes, pages, accepts abbreviations, asks for the enable secret and
// prints the licence commands in the layout of its agent version. It uses none of
// the exporter's packages, so that it can judge them independently. Some switches
// may be Nexus instead, whose shell has the prompts, refusals and few commands of
// NX-OS, and whose outputs do not change.
//
// The fleet is here, with the names that its users need. The switches are in the
// packages below, each of which uses only those after it: server (SSH, shell,
// NETCONF, faults), screen (what a switch prints), agent (what a switch is and
// what its licensing agent does), network (how it is connected, and what a packet meets), and the leaves
// xmltree and invent.
//
// To add a command, add a row to the table in server/commands.go, for a Nexus to the
// one in server/nexus.go.
//
// # The model
//
// Everything about a switch (name, hardware, serial numbers, host key, time zone,
// agent version, history) follows from the seed and its index. The shell shows the
// state of a small discrete-event model of the licensing agent. It has timers for
// hello, trust synchronisation, report pushes, acknowledgement polls, the roll-over
// of usage (RUM) reports and the beginning and end of outages. The model has no
// goroutine and no ticker. When a command is typed, it first processes, in time
// order, the events that have fallen due since the last command. So the state at an
// instant depends only on the seed and that instant, never on how often a client
// asked, and an idle switch costs nothing except its listener.
//
// A history of days to months is simulated before the start, so a switch already
// has tallies, acknowledged reports and an event log when it is first polled. The
// Scenario determines what happens after that.
//
// # Time
//
// The clock of a switch is Options.Clock plus the skew of the scenario.
// Options.Tempo shortens the agent's intervals from Start on, so that values change
// while a user watches. It does not change the clock.
//
// # Faults
//
// Faults can be set on a switch at any time. They make it misbehave on the wire
// like real switches, firewalls and AAA servers: see Faults.
package simulator
