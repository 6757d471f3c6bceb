package agent

// SwitchOptions sets properties of a single switch that its seed would otherwise choose.
type SwitchOptions struct {
	Scenario Scenario // Healthy if empty

	// Nexus makes the switch one that runs NX-OS. Then most other options have no effect.
	Nexus Nexus
	// Agent is the agent version, such as "5.5.29". If empty, the seed chooses. Versions
	// lists the known ones.
	Agent string
	// Topology: if empty, the seed chooses.
	Topology Topology
	// Privilege is the level after login, 1 (user mode) to 15. 0 means 15.
	Privilege int
	// ConfigLevel is the lowest level at which "show running-config" is known. Below 15 it shows
	// nothing of what matters. 0 means 15.
	ConfigLevel int
	// VTYLines is how many sessions may be open at once. 0 means 16.
	VTYLines int
	// Refused are commands that the user may not run, answered with "Command authorization
	// failed.". They are prefixes of full words: "show license" refuses all its subcommands.
	Refused []string
	// Allowed are the only commands that the user may run besides exit, in the same form; the others
	// are refused like those. nil means all.
	Allowed []string
	// HiddenInUserMode are commands unknown below level 15, answered with "% Invalid input
	// detected". They are prefixes of full words.
	HiddenInUserMode []string
	// Timestamps prints load and time before the output of each show command, as after
	// "terminal exec prompt timestamp".
	Timestamps bool
	// Zone is the time zone: "UTC", "CET", "IST", "PDT" or "pacific". If empty, the seed
	// chooses.
	Zone string

	// Stamps is the form of the stamps of log messages. If empty, the seed chooses.
	Stamps Stamps
	// SequenceNumbers numbers the log messages. If false, the seed chooses.
	SequenceNumbers bool
	// LogBuffer is the size of the log buffer in bytes, at least 4096. If 0, the seed
	// chooses.
	LogBuffer int
	// LongHistory keeps some 100 KB of message history instead of half as much. For more, see
	// the fault HistoryBytes.
	LongHistory bool
	// Unregistered leaves an agent of the registration era in its evaluation period.
	Unregistered bool
	// NoLicences takes all licences out of use.
	NoLicences bool
}
