package device

import (
	"github.com/slp-exporter/slp-exporter/internal/device/redact"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/platform"
)

// CheckOutput returns an error if an output is in fact a refusal of the command: a *[failure.Error] with
// [failure.Unsupported] for a command that the switch does not know, with [failure.Privilege] for one that the user
// may not run. A refusal does not end the session. os is what printed the output.
func CheckOutput(os *platform.OS, command, output string) error {
	if e := refused(os, output, false); e != nil {
		e.Command = command
		return e
	}
	return nil
}

// refused words a refusal; nil for an output.
func refused(os *platform.OS, output string, userMode bool) *failure.Error {
	refusal, ok := os.Refused(output)
	if !ok {
		return nil
	}
	line := redact.Excerpt(refusal.Line)
	switch {
	case refusal.Reason == platform.Privilege:
		return failure.New(failure.Privilege, "the user may not run this command (%q); %s", line, os.Advice(platform.Privilege))
	case userMode: // where a command that the user may not run is an unknown one
		return failure.New(failure.Privilege, "the switch does not take this command in user mode (%q at host>): %s", line, os.Advice(platform.UserMode))
	default:
		return failure.New(failure.Unsupported, "the switch does not know this command (\"%s\"): %s", line, os.Advice(platform.Unsupported))
	}
}
