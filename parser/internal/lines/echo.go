package lines

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// SplitEcho cuts an echoed show command off its prompt, which may be missing.
func SplitEcho(os *platform.OS, text string) (host, command string, ok bool) {
	command = text
	if p, typed, ok := os.CutPrompt(text); ok {
		host, command = p.Host, strings.TrimPrefix(typed, "do ") // "switch(config)#do show …"
	}
	first, rest := scan.NextWord(command)
	second, _ := scan.NextWord(rest)
	return host, command, Abbreviates(first, "show", 2) && (Abbreviates(second, "license", 3) ||
		Abbreviates(second, "logging", 3) || Abbreviates(second, "version", 3))
}

// IsEcho reports whether a line is an echoed show command that may be read.
func IsEcho(os *platform.OS, text string) bool {
	_, _, ok := SplitEcho(os, text)
	return ok
}

// Abbreviates reports whether word is short for full, as IOS takes it.
func Abbreviates(word, full string, least int) bool {
	return len(word) >= least && strings.HasPrefix(full, strings.ToLower(word))
}

// LoadPrefix begins the line about the processor that a switch may print above an output.
const LoadPrefix = "Load for five secs: "

// IsTimeSource reports whether a line is the one above an output with the switch's clock, in one of its two forms.
func IsTimeSource(text string) bool {
	return strings.HasPrefix(text, "Time source is ") || strings.HasPrefix(text, "No time source,")
}

// TimeSource is the switch's clock in such a line; nil if it cannot be read.
func TimeSource(text string) *localtime.Time {
	_, at, _ := strings.Cut(text, ",")
	return localtime.ParseClock(at)
}
