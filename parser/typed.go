package parser

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/eventlog"
	"github.com/slp-exporter/slp-exporter/parser/history"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/syslog"
)

// FullCommand is the command that "sh lic hist mess | include REQUEST" stands for; empty if it is
// not one that is read.
func FullCommand(typed string) string {
	_, rest := scan.NextWord(typed)
	what, rest := scan.NextWord(rest)
	which, rest := scan.NextWord(rest)
	switch {
	case lines.Abbreviates(what, "logging", 3):
		return syslog.Command
	case lines.Abbreviates(what, "version", 3):
		return VersionCommand
	case !lines.Abbreviates(what, "license", 3):
		return ""
	}
	for _, row := range licenseWords() {
		if !lines.Abbreviates(which, row.word, row.least) {
			continue
		}
		if _, last := scan.NextWord(rest); row.command == ReportsCommand && !strings.HasPrefix(strings.TrimSpace(last), "a") {
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
		{"tech-support", 1, TechSupportCommand},
		{"status", 2, StatusCommand},
		{"usage", 2, UsageCommand},
		{"summary", 2, SummaryCommand},
		{"eventlog", 1, eventlog.Command},
		{"history", 1, history.Command},
		{"rum", 2, ReportsCommand},
		{"all", 2, AllCommand},
		{"udi", 2, UDICommand},
		{"authorization", 2, AuthorizationCommand},
	}
}
