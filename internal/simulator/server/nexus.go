package server

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
	"github.com/slp-exporter/slp-exporter/internal/simulator/screen"
)

// nexusCommands is the table of everything the shell of a Nexus knows, as commands is for a Catalyst. In ACI mode it has no
// commands about licences.
func nexusCommands(form agent.Nexus) []command {
	rows := []command{
		{words: "exit", always: true, run: do(actionLeave)},
		{words: "terminal length", argument: true, run: terminalLength},
		{words: "terminal width", argument: true, run: nexusWidth},
		{words: "show clock", screen: screen.ShowClock},
		{words: "show version", screen: screen.NexusVersion},
		{words: "show logging logfile", screen: screen.NexusLog},
	}
	if form == agent.NexusACI {
		return rows
	}
	rows = append(rows, command{words: "show license usage", screen: screen.NexusUsage})
	if form == agent.NexusPolicy || form == agent.NexusUnused {
		rows = append(rows, command{words: "show license summary", screen: screen.NexusSummary})
	}
	return rows
}

// nexusWidth takes a width as NX-OS does, which knows no 0.
func nexusWidth(_ *user, argument string) reply {
	if argument == "0" {
		return reply{text: nexusRefusal}
	}
	return reply{}
}

// What a Nexus says in place of an output.
const (
	nexusRefusal = "                    ^\n% Invalid command at '^' marker.\n"
	nexusDenied  = "% Permission denied for the role\n"
)

// isNexus reports whether the switch runs NX-OS.
func (u *user) isNexus() bool { return u.sw.profile.Nexus != "" }

// nexusPrompt is the prompt of a Nexus, which ends with a blank.
func (u *user) nexusPrompt() string {
	mode := ""
	if u.sw.profile.Nexus == agent.NexusUnused {
		mode = "(maint-mode)"
	}
	return u.sw.Name() + mode + "# "
}

// worded returns a refusal of IOS as the switch words it.
func (u *user) worded(refusal string) string {
	switch {
	case !u.isNexus():
		return refusal
	case strings.HasPrefix(refusal, denied):
		return nexusDenied
	}
	return nexusRefusal
}
