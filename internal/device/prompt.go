package device

import (
	"bytes"
	"regexp"
	"strings"
)

// How far back from the end of an output the dialogue looks for a prompt behind syslog lines.
const (
	tailLines = 32
	tailBytes = 8 << 10
)

var (
	// promptForm is what an exec prompt looks like before the exact one is known:
	// "switch>", "sw-1.example.net#", "switch-stby#".
	promptForm = regexp.MustCompile(`^[A-Za-z0-9][\w.\-@/:+~]{0,99}(\([^()\s]{1,60}\))?[#>] ?$`)
	// configForm is the prompt of a configuration mode: "switch(config-if)#".
	configForm = regexp.MustCompile(`\([^()]*\)[#>] ?$`)
	// pagerForm is the line at which the switch waits for a key: " --More-- ".
	pagerForm = regexp.MustCompile(`^\s*(<?-+ ?[Mm]ore ?-+>?|--\(more( \d+%)?\)--)\s*$`)
	// syslogForm is a log message on a line of its own, with whatever `service timestamps` and
	// `service sequence-numbers` put in front:
	// "000123: *Nov 23 10:00:00.123 UTC: %SYS-5-CONFIG_I: Configured from console".
	syslogForm = regexp.MustCompile(`^[\w*.:\-+ ]{0,60}%[A-Z][A-Z0-9_]*(-[A-Z0-9_]+)*-[0-7]-[A-Z0-9_]+: `)
	// passwordForm is a question for a password and nothing else, at the end of what was said.
	passwordForm = regexp.MustCompile(`(?i)pass(word|code|phrase)[^\n]{0,40}: ?$`)
	// secretForm is a question for a secret, at the end of what the switch has said.
	secretForm = regexp.MustCompile(`(?i)(pass(word|code|phrase)|username|login)[^\n]{0,40}: ?$`)
)

// lastLine is the text behind the last line end.
func lastLine(text []byte) []byte { return text[bytes.LastIndexByte(text, '\n')+1:] }

// isPrompt tells whether a line without line end can be a prompt at all.
func isPrompt(line []byte) bool { return len(line) <= 170 && promptForm.Match(line) }

func isPager(line []byte) bool { return len(line) <= 40 && pagerForm.Match(line) }

func isSyslog(line []byte) bool {
	return bytes.IndexByte(line, '%') >= 0 && syslogForm.Match(line)
}

// hostnameOf cuts the mark of the privilege level off a prompt.
func hostnameOf(prompt string) string {
	return strings.TrimRight(prompt, "#> ")
}

func privileged(prompt string) bool {
	return strings.HasSuffix(strings.TrimRight(prompt, " "), "#")
}

// promptAtEnd finds prompt, alone on its line, as the last thing of text. Log messages that came
// in behind it do not count. It returns where the prompt's line starts, or -1.
//
// It is called for each piece that arrives, so it looks no further back than tailLines.
func promptAtEnd(text []byte, prompt string) int {
	if last := lastLine(text); len(last) > 0 && string(last) != prompt {
		return -1
	}
	low := max(0, len(text)-tailBytes)
	end := len(text)
	for range tailLines {
		start := max(low, bytes.LastIndexByte(text[:end], '\n')+1)
		switch line := text[start:end]; {
		case string(line) == prompt:
			return start
		case len(line) > 0 && !isSyslog(line):
			return -1
		}
		if start <= low {
			return -1
		}
		end = start - 1
	}
	return -1
}

// withoutSyslog drops log messages and blank lines, and joins what is left.
func withoutSyslog(text []byte) string {
	var kept []string
	for line := range strings.SplitSeq(string(text), "\n") {
		if line = strings.TrimSpace(line); line != "" && !isSyslog([]byte(line)) {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}
