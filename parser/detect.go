package parser

import "strings"

// Detect finds the command that an output came from: by the collector's name if it is given, else
// by the echoed command, else by what the output looks like. "show license all" has no collector of
// its own: it is what "show license status" prints and more, and goes under status.
func Detect(output, collector string) Command {
	if collector == "" {
		if text := echoedCommand(output); text != "" {
			return commandOf(text)
		}
	}
	for _, row := range looks {
		found := strings.Contains(output, row.text) ||
			strings.Contains(output, strings.Replace(row.text, "\n", "\r\n", 1))
		if c := commandOf(row.command); found && (collector == "" || c.Collector == collector) {
			return c
		}
	}
	for _, c := range Commands() {
		if c.Collector == collector {
			return c
		}
	}
	return commandOf(statusCommand)
}

// looks are texts that only one command prints; the first one found decides.
var looks = []struct{ text, command string }{
	{"Smart Licensing Tech Support info", techSupportCommand},
	{"Upcoming Scheduled Jobs\n", techSupportCommand},
	{"Communication Statistics:", techSupportCommand},
	{"Attempts: Total=", techSupportCommand},
	{"License Certificates\n", techSupportCommand},
	{"**** Event Log ****", eventlogCommand},
	{"No EventLog Found.", eventlogCommand},
	{" SAEVT_", eventlogCommand},
	{"Smart Licensing Status\n", allCommand},
	{"License Authorizations\n", allCommand},
}

// commandOf is the command of that text.
func commandOf(text string) Command {
	if text == allCommand {
		all := commandOf(statusCommand)
		all.Text, all.Parse = allCommand, ParseAll
		return all
	}
	for _, c := range Commands() {
		if c.Text == text {
			return c
		}
	}
	return Command{} // cannot be: every constant is in the table
}

// echoedCommand reads the echoed command in the first lines; empty if there is none that is known.
func echoedCommand(output string) string {
	const lines = 5
	for range lines {
		first, rest, more := strings.Cut(output, "\n")
		if _, command, ok := splitEcho(strings.TrimSpace(first)); ok {
			_, rest := nextWord(command)
			_, rest = nextWord(rest)
			which, _ := nextWord(rest)
			switch {
			case abbreviates(which, "tech-support", 1):
				return techSupportCommand
			case abbreviates(which, "all", 1):
				return allCommand
			case abbreviates(which, "status", 2):
				return statusCommand
			case abbreviates(which, "eventlog", 1):
				return eventlogCommand
			}
		}
		if !more {
			break
		}
		output = rest
	}
	return ""
}
