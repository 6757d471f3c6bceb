package parser

import "strings"

// Detect finds the command that an output came from: by the collector's name if it is given, else
// by the echoed command, else by what the output looks like. "show license all" has no collector of
// its own: it is what "show license status" prints and more, and goes under status.
func Detect(output, collector string) Command {
	commands := Commands()
	tech, status, eventlog := commands[0], commands[1], commands[2]
	all := status
	all.Text, all.Parse = "show license all", ParseAll
	if collector == "" {
		if c, ok := detectEcho(output, tech, status, all, eventlog); ok {
			return c
		}
	}
	for _, row := range []struct {
		text    string
		command Command
	}{
		{"Smart Licensing Tech Support info", tech},
		{"Upcoming Scheduled Jobs\n", tech},
		{"Communication Statistics:", tech},
		{"Attempts: Total=", tech},
		{"License Certificates\n", tech},
		{"**** Event Log ****", eventlog},
		{"No EventLog Found.", eventlog},
		{" SAEVT_", eventlog},
		{"Smart Licensing Status\n", all},
		{"License Authorizations\n", all},
	} {
		found := strings.Contains(output, row.text) ||
			strings.Contains(output, strings.Replace(row.text, "\n", "\r\n", 1))
		if found && (collector == "" || row.command.Collector == collector) {
			return row.command
		}
	}
	for _, c := range commands {
		if c.Collector == collector {
			return c
		}
	}
	return status
}

// detectEcho reads the echoed command in the first lines.
func detectEcho(output string, tech, status, all, eventlog Command) (Command, bool) {
	const lines = 5
	for range lines {
		first, rest, more := strings.Cut(output, "\n")
		if _, command, ok := splitEcho(strings.TrimSpace(first)); ok {
			_, rest := nextWord(command)
			_, rest = nextWord(rest)
			which, _ := nextWord(rest)
			switch {
			case abbreviates(which, "tech-support", 1), abbreviates(which, "tech", 1):
				return tech, true
			case abbreviates(which, "all", 1):
				return all, true
			case abbreviates(which, "status", 2):
				return status, true
			case abbreviates(which, "eventlog", 1):
				return eventlog, true
			}
		}
		if !more {
			break
		}
		output = rest
	}
	return Command{}, false
}
