package device

import (
	"errors"
	"fmt"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/device/redact"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// refusals are the beginnings, in lower case, of what IOS prints instead of an output.
func refusals() []struct {
	text   string
	reason failure.Reason
} {
	return []struct {
		text   string
		reason failure.Reason
	}{
		{"% invalid input", failure.Unsupported},
		{"% incomplete command", failure.Unsupported},
		{"% ambiguous command", failure.Unsupported},
		{"% unknown command", failure.Unsupported},
		{"% unrecognized command", failure.Unsupported},
		{"% bad ip address or host name", failure.Unsupported}, // a word IOS took for a host to telnet to
		{"% authorization failed", failure.Privilege},
		{"command authorization failed", failure.Privilege},
		{"% command authorization failed", failure.Privilege},
		{"% permission denied", failure.Privilege},
		{"% access denied", failure.Privilege},
		{"% not authorized", failure.Privilege},
	}
}

// A refusal is short; what is longer is an output that contains such a line.
const (
	refusalLines = 4
	refusalBytes = 1000
)

// CheckOutput tells whether an output is a refusal of the command instead: an *[failure.Error] with
// [failure.Unsupported] for a command the switch does not know, [failure.Privilege] for one the user
// may not run, nil for an output. A refusal does not end the session.
func CheckOutput(command, output string) error { return checkOutput("", command, output, false) }

func checkOutput(target, command, output string, userMode bool) error {
	line, reason := refusal(output)
	if line == "" {
		return nil
	}
	if userMode && reason == failure.Unsupported { // where a command that the user may not run is an unknown one
		return &failure.Error{Reason: failure.Privilege, Target: target, Command: command, Err: fmt.Errorf("the switch does not take "+
			"this command in user mode (%q at host>): allow it by `privilege exec level`, or set enable_password_file", redact.Excerpt(line))}
	}
	e := &failure.Error{Reason: reason, Target: target, Command: command}
	if reason == failure.Privilege {
		e.Err = fmt.Errorf("the user may not run this command (%q); allow it in the AAA server's command set or by `privilege exec`", redact.Excerpt(line))
	} else {
		e.Err = errors.New("the switch does not know this command (\"" + redact.Excerpt(line) + "\"): older software, or another product")
	}
	return e
}

// refusal returns the refusing line of an output that is nothing else.
func refusal(output string) (string, failure.Reason) {
	if len(output) > refusalBytes {
		return "", ""
	}
	lines := strings.Split(withoutSyslog([]byte(output)), "\n")
	if len(lines) > refusalLines {
		return "", ""
	}
	for _, line := range lines {
		lower := strings.ToLower(line)
		for _, r := range refusals() {
			if strings.HasPrefix(lower, r.text) {
				return line, r.reason
			}
		}
		// The caret that marks the spot, and the attempt to look the word up in DNS, come first.
		if strings.Trim(line, "^ ") != "" && !strings.HasPrefix(lower, "translating ") {
			return "", ""
		}
	}
	return "", ""
}
