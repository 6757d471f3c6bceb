// Package commands names the commands whose outputs are read, as they are typed and as IOS takes them when they are
// abbreviated. It knows no output. Readers and captures find out what was typed.
package commands

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/eventlog"
	"github.com/slp-exporter/slp-exporter/parser/history"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/syslog"
)

// The commands as they are typed. The last three are read, but never asked for: they have nothing
// that the others do not have.
const (
	TechSupport   = "show license tech support"
	Status        = "show license status"
	Usage         = "show license usage"
	Summary       = "show license summary"
	Reports       = "show license rum id all"
	Version       = "show version"
	All           = "show license all"
	UDI           = "show license udi"
	Authorization = "show license authorization"
)

// Full returns the command that "sh lic hist mess | include REQUEST" stands for; empty if it is
// not one that is read.
func Full(typed string) string {
	_, rest := scan.NextWord(typed)
	what, rest := scan.NextWord(rest)
	which, rest := scan.NextWord(rest)
	switch {
	case lines.Abbreviates(what, "logging", 3):
		return syslog.Command
	case lines.Abbreviates(what, "version", 3):
		return Version
	case !lines.Abbreviates(what, "license", 3):
		return ""
	}
	for _, row := range licenseWords() {
		if !lines.Abbreviates(which, row.word, row.least) {
			continue
		}
		if _, last := scan.NextWord(rest); row.command == Reports && !strings.HasPrefix(strings.TrimSpace(last), "a") {
			return "" // not "id all", but "id 1671840750"
		}
		return row.command
	}
	return ""
}

// licenseWord is a word after "show license", of which as few letters may be typed.
type licenseWord struct {
	word    string
	least   int
	command string
}

func licenseWords() []licenseWord {
	return []licenseWord{
		{"tech-support", 1, TechSupport},
		{"status", 2, Status},
		{"usage", 2, Usage},
		{"summary", 2, Summary},
		{"eventlog", 1, eventlog.Command},
		{"history", 1, history.Command},
		{"rum", 2, Reports},
		{"all", 2, All},
		{"udi", 2, UDI},
		{"authorization", 2, Authorization},
	}
}
