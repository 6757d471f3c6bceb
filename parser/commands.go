package parser

import (
	"strconv"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/eventlog"
	"github.com/slp-exporter/slp-exporter/parser/history"
	"github.com/slp-exporter/slp-exporter/parser/internal/commands"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/rows"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/reply"
	"github.com/slp-exporter/slp-exporter/parser/syslog"
)

// Command is one thing to ask a switch, and how to read the answer.
type Command struct {
	// Collector is the name in configuration and in the collector label.
	Collector string
	// Text is what is typed on the switch.
	Text string
	// LooksBack is true if the number of days to look back may be typed after Text; see Over.
	LooksBack bool
	// Parse reads the output. Together with a *TruncatedError it returns the true part that was
	// read; with any other error the State is nil.
	Parse func(platform.Output) (*State, error)
	// Reports says in a line what the command is asked for.
	Reports string
}

// Commands are all commands that can be asked, in the order in which a poll asks them. What an
// earlier one reported is not overwritten by a later one. The message history comes last: it is the
// one that may be too long, which ends the session.
func Commands() []Command {
	return []Command{
		{
			Collector: "tech_support", Text: commands.TechSupport, Parse: ParseTechSupport,
			Reports: "trust per member, communication statistics, RUM reports, scheduled jobs, licences, policy, transport",
		},
		{
			Collector: "status", Text: commands.Status, Parse: ParseStatus,
			Reports: "trust codes with their dates, usage reporting, policy, transport; registration before SLP",
		},
		{
			Collector: "usage", Text: commands.Usage, Parse: ParseUsage,
			Reports: "licences in use with their short names, for switches whose tech support is out of reach",
		},
		{
			Collector: "summary", Text: commands.Summary, Parse: ParseSummary,
			Reports: "licences in use and their number, in the fewest bytes; tags longer than a column are cut by the switch",
		},
		{
			Collector: "eventlog", Text: eventlog.Command, LooksBack: true, Parse: ParseEventlog,
			Reports: "the agent's events: communication failures in a row, since when and why, and the last restore",
		},
		{
			Collector: "rum", Text: commands.Reports, Parse: ParseReports,
			Reports: "RUM reports held on the switch, by state",
		},
		{
			Collector: "syslog", Text: syslog.Command, Parse: ParseSyslog,
			Reports: "the agent's messages in the log buffer: COMM_FAILED, TRUST_INSTALL_SUCCESS and the like",
		},
		{
			Collector: "version", Text: commands.Version, Parse: ParseVersion,
			Reports: "the IOS-XE release",
		},
		{
			Collector: "history", Text: history.Command, Parse: ParseHistory,
			Reports: "requests and responses of each message type: which went unanswered, what the server said, what was imported",
		},
	}
}

// CommandsOn are all commands that can be asked on switches of that operating system, as [Commands] are for IOS-XE. On
// NX-OS these are the ones whose outputs are known; the release comes first, for it says how the switch licenses.
func CommandsOn(os *platform.OS) []Command {
	if os != platform.NXOS() {
		return Commands()
	}
	return []Command{
		{Collector: "version", Text: commands.Version, Parse: ParseVersion, Reports: "the NX-OS release"},
		{Collector: "usage", Text: commands.Usage, Parse: ParseUsage, Reports: "licences in use with their packages"},
		{Collector: "summary", Text: commands.Summary, Parse: ParseSummary, Reports: "licences in use and their number"},
		{
			Collector: "syslog", Text: syslog.CommandNXOS, Parse: ParseSyslog,
			Reports: "the agent's messages in the log file: LOG_SMART_LIC_COMM_FAILED and the like",
		},
	}
}

// Licensing reports whether the command reports licence state. "show version" does not, and neither
// does the log buffer, in which there may be nothing of the agent.
func (c Command) Licensing() bool { return c.Collector != "version" && c.Collector != "syslog" }

// Over is the command as it is asked for the last days: Text ends with their number, and Parse
// notes them as the window that was read. Commands that do not look back, and days below 1, leave
// it as it is.
func (c Command) Over(days int) Command {
	if !c.LooksBack || days < 1 {
		return c
	}
	read, window := c.Parse, time.Duration(days)*24*time.Hour
	c.Text, c.LooksBack = c.Text+" "+strconv.Itoa(days), false
	c.Parse = func(out platform.Output) (*State, error) {
		state, err := read(out)
		if state != nil && state.Eventlog != nil {
			state.Eventlog.Window = new(window)
		}
		return state, err
	}
	return c
}

// ParseTechSupport reads "show license tech support".
func ParseTechSupport(out platform.Output) (*State, error) {
	return parse(commands.TechSupport, out, endOfTechSupport)
}

// ParseStatus reads "show license status".
func ParseStatus(out platform.Output) (*State, error) {
	return parse(commands.Status, out, endOfStatus)
}

// ParseAll reads "show license all", whose sections are those of the other two.
func ParseAll(out platform.Output) (*State, error) {
	return parse(commands.All, out, endOfAll)
}

// parse reads any of the commands. missing names the section that a whole output would have
// ended with, or is empty if it is there.
func parse(command string, out platform.Output, missing func(*reading) string) (*State, error) {
	if said := strings.TrimSpace(out.Text); said == "" || out.System().IsPrompt(said) {
		return nil, reply.ErrEmpty
	}
	r := read(out)
	if r.facts == 0 {
		if refusal := lines.Refused(out); refusal != nil {
			return nil, refusal
		}
		if old := rows.Older(out); old != nil {
			return nil, old
		}
	}
	if r.facts == 0 && r.first.Number == 0 {
		return nil, reply.ErrEmpty
	}
	if r.facts == 0 && (r.head.Filtered || r.seen == 0) {
		return nil, &reply.UnrecognisedError{Command: command, Line: r.first.Number, Text: scan.Quotable(r.first.Text)}
	}
	what := missing(r)
	if r.head.Filtered || r.onlyDisabled() || r.mayEnd(command) && out.Whole {
		what = ""
	}
	if r.cut {
		what = "the end of that line"
	}
	if what == "" {
		return r.state(), nil
	}
	if command == commands.Status && !r.head.Filtered && !r.hasStatus() {
		return nil, &reply.UnrecognisedError{Command: command, Line: r.first.Number, Text: scan.Quotable(r.first.Text)}
	}
	if !r.head.Filtered {
		r.dropUnfinished()
	}
	return r.state(), &reply.TruncatedError{
		Command: command, Line: r.last.Number, Text: scan.Quotable(r.last.Text),
		Section: scan.Quotable(r.heading), Missing: what,
	}
}

// mayEnd reports whether an output may end where it does although others go on: status with the
// authorization, on the first agents, and authorization with the list of devices.
func (r *reading) mayEnd(command string) bool {
	switch command {
	case commands.Status:
		return r.Registration != nil && r.heading == "License Authorization"
	case commands.Authorization:
		return len(r.Authorizations) > 0
	}
	return false
}

// hasStatus reports whether there is any section that only status and the longer outputs have; what
// "show license summary" and "show license usage" print is not a part of them.
func (r *reading) hasStatus() bool {
	return r.seen.has("Utility", "Smart Licensing Using Policy", "Transport", "Policy", "Usage Reporting", "Registration", trustHeading)
}

// endOfTechSupport: Other Info ends with the trust store and the clock, and the mapping table of
// the platform follows. Agents before SLP may end without the latter two.
func endOfTechSupport(r *reading) string {
	switch {
	case r.seen.has("Platform Provided Mapping Table", "Clock sync-ed with NTP"):
		return ""
	case r.PolicyMode == nil && r.OverallTrust != "":
		return ""
	}
	return "Other Info"
}

// endOfStatus: in policy mode the trust code is the last that is said of licensing, before SLP
// the export authorization key, which the first agents do not print. An output cut exactly between two members of the trust list
// cannot be told from a whole one; a session knows better, it saw the prompt after it.
func endOfStatus(r *reading) string {
	blank := len(r.TrustCodes) == 0 && r.heading == trustHeading // the members must follow
	switch {
	case r.seen.has(trustHeading) && !blank, r.seen.has("Features Authorized") && r.Registration != nil:
		return ""
	case r.authorized && r.Registration != nil:
		return ""
	case r.Registration != nil:
		return "Export Authorization Key"
	}
	return trustHeading
}

// endOfAll: the usage report summary in policy mode. Before SLP, and where Smart Licensing is
// disabled, it is missing, and the output ends with License Usage, Product Information and Agent
// Version.
func endOfAll(r *reading) string {
	old := r.Registration != nil || r.SmartLicensing != nil && !*r.SmartLicensing
	switch {
	case r.RUM != nil && r.RUM.Collecting != nil:
		return ""
	case old && r.AgentVersion != "":
		return ""
	case old:
		return "Agent Version"
	}
	return "Usage Report Summary"
}
