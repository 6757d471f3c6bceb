package parser

import (
	"errors"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/eventlog"
	"github.com/slp-exporter/slp-exporter/parser/history"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/reply"
	"github.com/slp-exporter/slp-exporter/parser/syslog"
)

// Detect finds the command that an output came from: by the collector's name if it is given, else
// by the echoed command, else by what the output looks like. Three commands have no collector of
// their own: "show license all" is what "show license status" prints and more, and goes under
// status; "show license udi" and "show license authorization" are sections of tech support.
func Detect(output, collector string) Command {
	if collector == "" && !isNetconf(output) {
		if text := echoedCommand(output); text != "" {
			return commandOf(text)
		}
	}
	for _, row := range looks() {
		if c := commandOf(row.command); (collector == "" || c.Collector == collector) && row.fits(output) {
			return c
		}
	}
	for _, c := range append(Commands(), NetconfCommand()) {
		if c.Collector == collector {
			return c
		}
	}
	return guessed(commandOf(statusCommand))
}

// guessed reads an output that looks like nothing in particular; if it is not that command's
// after all, the error does not claim that anybody thought so.
func guessed(c Command) Command {
	read := c.Parse
	c.Parse = func(out platform.Output) (*State, error) {
		state, err := read(out)
		var foreign *reply.UnrecognisedError
		if errors.As(err, &foreign) {
			foreign.Command = ""
		}
		return state, err
	}
	return c
}

// look is what outputs of a command have and those of the commands below it have not.
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
		{command: netconfCommand, is: isNetconf},
		{command: history.Command, text: "Message History (oldest to newest)"},
		{command: techSupportCommand, text: "Smart Licensing Tech Support info"},
		{command: techSupportCommand, text: "Upcoming Scheduled Jobs\n"},
		{command: techSupportCommand, text: "Communication Statistics:"},
		{command: techSupportCommand, text: "Attempts: Total="},
		{command: techSupportCommand, text: "License Certificates\n"},
		{command: eventlog.Command, text: "**** Event Log ****"},
		{command: eventlog.Command, text: "No EventLog Found."},
		{command: eventlog.Command, text: " SAEVT_"},
		{command: rumCommand, text: "Smart Licensing Usage Report:"},
		{command: rumCommand, text: "Report Id,"},
		{command: rumCommand, is: startsWithReport},
		{command: allCommand, text: "Smart Licensing Status\n"},
		{command: allCommand, text: "License Authorizations\n"},
		{command: authorizationCommand, text: "Purchased Licenses:\n"},
		{command: summaryCommand, is: hasSummaryHeader},
		{command: summaryCommand, text: "License Usage:\n"}, // the others underline it
		{command: usageCommand, text: "Export status: "},
		{command: usageCommand, is: hasLicenseBlock},
		{command: usageCommand, text: "No licenses in use"},
		{command: history.Command, text: "REQUEST: "},
		{command: statusCommand, text: "Trust Code Installed:"},
		{command: statusCommand, text: "Usage Reporting:"},
		{command: statusCommand, text: "Registration:"},
		{command: udiCommand, is: func(output string) bool { return strings.HasPrefix(strings.TrimSpace(output), "UDI: PID:") }},
		{command: udiCommand, is: hasSlotTable},
		{command: syslog.Command, text: "Log Buffer ("},
		{command: versionCommand, text: "Cisco IOS XE Software, Version"},
		{command: versionCommand, text: "Cisco IOS Software"},
		{command: syslog.Command, text: "SMART_LIC-"},
	}
}

// isNetconf tells a NETCONF reply: XML that begins with one of the roots that are read, or a
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

// startsWithReport tells a list of RUM reports that has lost its heading: "1671840750 ACK N …".
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

// commandOf is the command of that text.
func commandOf(text string) Command {
	for _, c := range append(Commands(), append(captures(), NetconfCommand())...) {
		if c.Text == text {
			return c
		}
	}
	return Command{} // cannot be: every constant is in one of the tables
}

// echoedCommand reads the echoed command in the first lines; empty if there is none that is known.
func echoedCommand(output string) string {
	const most = 5
	for range most {
		first, rest, more := strings.Cut(output, "\n")
		if _, command, ok := lines.SplitEcho(platform.IOSXE(), strings.TrimSpace(first)); ok {
			if text := fullCommand(command); text != "" {
				return text
			}
		}
		if !more {
			break
		}
		output = rest
	}
	return ""
}

// fullCommand is the command that "sh lic hist mess | include REQUEST" stands for; empty if it is
// not one that is read.
func fullCommand(typed string) string {
	_, rest := scan.NextWord(typed)
	what, rest := scan.NextWord(rest)
	which, rest := scan.NextWord(rest)
	switch {
	case lines.Abbreviates(what, "logging", 3):
		return syslog.Command
	case lines.Abbreviates(what, "version", 3):
		return versionCommand
	case !lines.Abbreviates(what, "license", 3):
		return ""
	}
	for _, row := range licenseWords() {
		if !lines.Abbreviates(which, row.word, row.least) {
			continue
		}
		if _, last := scan.NextWord(rest); row.command == rumCommand && !strings.HasPrefix(strings.TrimSpace(last), "a") {
			return "" // not "id all", but "id 1671840750"
		}
		return row.command
	}
	return ""
}

// licenseWord is a word behind "show license", of which as few letters may be typed.
type licenseWord struct {
	word    string
	least   int
	command string
}

func licenseWords() []licenseWord {
	return []licenseWord{
		{"tech-support", 1, techSupportCommand},
		{"status", 2, statusCommand},
		{"usage", 2, usageCommand},
		{"summary", 2, summaryCommand},
		{"eventlog", 1, eventlog.Command},
		{"history", 1, history.Command},
		{"rum", 2, rumCommand},
		{"all", 2, allCommand},
		{"udi", 2, udiCommand},
		{"authorization", 2, authorizationCommand},
	}
}
