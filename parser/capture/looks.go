package capture

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/eventlog"
	"github.com/slp-exporter/slp-exporter/parser/history"
	"github.com/slp-exporter/slp-exporter/parser/internal/commands"
	"github.com/slp-exporter/slp-exporter/parser/netconf"
	"github.com/slp-exporter/slp-exporter/parser/syslog"
)

// look is something that outputs of one command have, and outputs of the commands below it do not have.
type look struct {
	command string
	text    string            // that is in them, or
	is      func(string) bool // that holds for them
}

func (l look) fits(output string) bool {
	if l.is != nil {
		return l.is(output)
	}
	text, ends := strings.CutSuffix(l.text, "\n")
	for at := strings.Index(output, text); at >= 0; {
		output = output[at+len(text):]
		if !ends || strings.HasPrefix(strings.TrimLeft(output, " \t\r"), "\n") {
			return true
		}
		at = strings.Index(output, text)
	}
	return false
}

// looks in the order in which they are tried; the first one that fits decides. Log messages may
// break into any output, so the log buffer comes last.
func looks() []look {
	return []look{
		{command: netconf.Command().Text, is: isNetconf},
		{command: history.Command, text: "Message History (oldest to newest)"},
		{command: commands.TechSupport, text: "Smart Licensing Tech Support info"},
		{command: commands.TechSupport, text: "Upcoming Scheduled Jobs\n"},
		{command: commands.TechSupport, text: "Communication Statistics:"},
		{command: commands.TechSupport, text: "Attempts: Total="},
		{command: commands.TechSupport, text: "License Certificates\n"},
		{command: eventlog.Command, text: "**** Event Log ****"},
		{command: eventlog.Command, text: "No EventLog Found."},
		{command: eventlog.Command, text: " SAEVT_"},
		{command: commands.Reports, text: "Smart Licensing Usage Report:"},
		{command: commands.Reports, text: "Report Id,"},
		{command: commands.Reports, is: startsWithReport},
		{command: commands.All, text: "Smart Licensing Status\n"},
		{command: commands.All, text: "License Authorizations\n"},
		{command: commands.Authorization, text: "Purchased Licenses:\n"},
		{command: commands.Summary, is: hasSummaryHeader},
		{command: commands.Summary, text: "License Usage:\n"}, // the others underline it
		{command: commands.Usage, text: "Export status: "},
		{command: commands.Usage, is: hasLicenseBlock},
		{command: commands.Usage, text: "No licenses in use"},
		{command: history.Command, text: "REQUEST: "},
		{command: commands.Status, text: "Trust Code Installed:"},
		{command: commands.Status, text: "Usage Reporting:"},
		{command: commands.Status, text: "Registration:"},
		{command: commands.UDI, is: func(output string) bool { return strings.HasPrefix(strings.TrimSpace(output), "UDI: PID:") }},
		{command: commands.UDI, is: parser.HasSlotTable},
		{command: syslog.Command, text: "Log Buffer ("},
		{command: commands.Version, is: hasRelease},
		{command: syslog.Command, text: "SMART_LIC-"},
		{command: syslog.Command, text: "-LOG_SMART_LIC_"}, // of NX-OS
	}
}

// hasRelease looks for the line of "show version" that names the release.
func hasRelease(output string) bool {
	for l := range strings.SplitSeq(output, "\n") {
		l = strings.TrimLeft(l, " \t")
		for _, begin := range []string{"Cisco IOS XE Software, Version", "Cisco IOS Software", "Cisco Nexus Operating System (NX-OS)"} {
			if strings.HasPrefix(l, begin) {
				return true
			}
		}
	}
	return false
}

// withoutLog leaves out the log messages in an output, with the banner that a restart logs in several lines: none of them
// shows which command printed the rest.
func withoutLog(output string) string {
	if !strings.Contains(output, "%") {
		return output
	}
	var rest strings.Builder
	var log logWatch
	for l := range strings.Lines(output) {
		if !log.has(l) {
			rest.WriteString(l)
		}
	}
	return rest.String()
}

// logWatch looks at lines one after the other.
type logWatch struct {
	restarted bool // the banner of a restart may follow
}

// has reports whether the next line is of a log.
func (w *logWatch) has(line string) bool {
	if signs.MatchString(line) {
		w.restarted = strings.Contains(line, "-RESTART")
		return true
	}
	w.restarted = w.restarted && isBanner(strings.TrimSpace(line))
	return w.restarted
}

// isBanner reports whether a line is one that follows "System restarted --" in a log.
func isBanner(text string) bool {
	for _, begin := range []string{"Cisco ", "IOS (tm)", "Technical Support:", "Copyright ", "Compiled "} {
		if strings.HasPrefix(text, begin) {
			return true
		}
	}
	return text == ""
}

// isNetconf reports whether a text is a NETCONF reply: XML that begins with one of the roots that are read, or a
// declaration before it.
func isNetconf(output string) bool {
	begin := strings.TrimLeft(strings.TrimPrefix(output, "\ufeff"), " \t\r\n")
	if strings.HasPrefix(begin, "<?xml") {
		return true
	}
	name, ok := strings.CutPrefix(begin, "<")
	if !ok {
		return false
	}
	if end := strings.IndexAny(name, " \t\r\n/>"); end >= 0 {
		name = name[:end]
	}
	name = name[strings.IndexByte(name, ':')+1:]
	return name == "rpc-reply" || name == "data" || name == "licensing"
}

// startsWithReport reports whether a text is a list of RUM reports that has lost its heading: "1671840750 ACK N …".
func startsWithReport(output string) bool {
	first, _, _ := strings.Cut(strings.TrimSpace(output), "\n")
	words := strings.Fields(first)
	const idLength = 10
	if len(words) < 4 || len(words[0]) != idLength || len(words[2]) != 1 {
		return false
	}
	return strings.Trim(words[0], "0123456789") == "" && strings.Trim(words[1], "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == ""
}

// hasSummaryHeader looks for "License   Entitlement Tag   Count Status".
func hasSummaryHeader(output string) bool {
	for _, heading := range []string{"Entitlement Tag ", "Entitlement tag "} {
		if _, behind, ok := strings.Cut(output, heading); ok {
			line, _, _ := strings.Cut(behind, "\n")
			words := strings.Fields(line)
			return len(words) == 2 && words[0] == "Count" && words[1] == "Status"
		}
	}
	return false
}

// hasLicenseBlock looks for how a licence of the usage begins, of which the first agents print
// nothing that only they have: "ax (ISR_4400_Application):", "Description: …" and "Count: …".
func hasLicenseBlock(output string) bool {
	seen := 0
	for l := range strings.SplitSeq(output, "\n") {
		switch l = strings.TrimSpace(l); {
		case l == "":
		case strings.HasSuffix(l, "):"):
			seen = 1
		case seen == 1 && strings.HasPrefix(l, "Description:"):
			seen = 2
		case seen == 2 && strings.HasPrefix(l, "Count:"):
			return true
		default:
			seen = 0
		}
	}
	return false
}
