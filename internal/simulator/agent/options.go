package agent

// SwitchOptions fixes what a fleet would deal out, for a single switch.
type SwitchOptions struct {
	Scenario Scenario // Healthy if empty

	// Agent is the agent version, such as "5.5.29"; empty: chosen by the seed. The
	// known ones are AgentVersions().
	Agent string
	// Topology is chosen by the seed if empty.
	Topology Topology
	// Privilege is the level the login gets: 1 (user mode) or 15; 0: 15.
	Privilege int
	// VTYLines is how many sessions may be open at once; 0: 16.
	VTYLines int
	// Refused are commands the user may not run (full words, as prefixes: "show
	// license" refuses all of them), with "Command authorization failed.".
	Refused []string
	// HiddenInUserMode are commands that level 1 does not know (full words, as
	// prefixes); they draw "% Invalid input detected".
	HiddenInUserMode []string
	// Timestamps prints the load and time lines in front of each show command
	// (terminal exec prompt timestamp).
	Timestamps bool
	// Zone is the switch's time zone; empty: chosen by the seed. A name of this
	// package's list ("UTC", "CET", "IST", "PDT", "pacific").
	Zone string

	// Stamps is the form of the log messages' stamps; empty: chosen by the seed.
	Stamps Stamps
	// SequenceNumbers numbers the log messages; without it the seed chooses.
	SequenceNumbers bool
	// LogBuffer is how many bytes of log messages are kept, at least 4096; 0: chosen by
	// the seed.
	LogBuffer int
	// LongHistory keeps some 100 KB of message history, instead of half of that. For more
	// there is Faults.HistoryBytes.
	LongHistory bool
	// Unregistered is, with an agent of the registration era, a switch in its evaluation
	// period.
	Unregistered bool
	// NoLicences is a switch with no licence in use.
	NoLicences bool
}
