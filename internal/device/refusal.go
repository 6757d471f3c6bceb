package device

import (
	"errors"
	"fmt"
	"strings"
)

// refusals are the beginnings, in lower case, of what IOS prints instead of an output.
func refusals() []struct {
	text   string
	reason Reason
} {
	return []struct {
		text   string
		reason Reason
	}{
		{"% invalid input", ReasonUnsupported},
		{"% incomplete command", ReasonUnsupported},
		{"% ambiguous command", ReasonUnsupported},
		{"% unknown command", ReasonUnsupported},
		{"% unrecognized command", ReasonUnsupported},
		{"% bad ip address or host name", ReasonUnsupported}, // a word IOS took for a host to telnet to
		{"% authorization failed", ReasonPrivilege},
		{"command authorization failed", ReasonPrivilege},
		{"% command authorization failed", ReasonPrivilege},
		{"% permission denied", ReasonPrivilege},
		{"% access denied", ReasonPrivilege},
		{"% not authorized", ReasonPrivilege},
	}
}

// A refusal is short; what is longer is an output that contains such a line.
const (
	refusalLines = 4
	refusalBytes = 1000
)

// CheckOutput tells whether an output is a refusal of the command instead: an *[Error] with
// [ReasonUnsupported] for a command the switch does not know, [ReasonPrivilege] for one the user
// may not run, nil for an output. A refusal does not end the session.
func CheckOutput(command, output string) error { return checkOutput("", command, output, false) }

func checkOutput(target, command, output string, userMode bool) error {
	line, reason := refusal(output)
	if line == "" {
		return nil
	}
	if userMode && reason == ReasonUnsupported { // where a command that the user may not run is an unknown one
		return &Error{Reason: ReasonPrivilege, Target: target, Command: command, Err: fmt.Errorf("the switch does not take "+
			"this command in user mode (%q at host>): allow it by `privilege exec level`, or set enable_password_file", excerpt(line))}
	}
	e := &Error{Reason: reason, Target: target, Command: command}
	if reason == ReasonPrivilege {
		e.Err = fmt.Errorf("the user may not run this command (%q); allow it in the AAA server's command set or by `privilege exec`", excerpt(line))
	} else {
		e.Err = errors.New("the switch does not know this command (\"" + excerpt(line) + "\"): older software, or another product")
	}
	return e
}

// refusal returns the refusing line of an output that is nothing else.
func refusal(output string) (string, Reason) {
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
