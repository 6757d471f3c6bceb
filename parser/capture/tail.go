package capture

import (
	"regexp"
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/commands"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/netconf"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// People, pages and programs put text after an output: a question, a fence of Markdown, "Connection to sw1 closed.",
// the heading of what comes next. Such text ends the output. It is told by its form, because no output ends like that.

// withoutTail cuts the text after an output off, and returns its first line; nil if there is no such text.
func withoutTail(command, text string) (string, *reply.UnreadLine) {
	if command == commands.Version || command == netconf.Command().Text { // "show version" ends in sentences
		return text, nil
	}
	all := strings.SplitAfter(strings.TrimRight(text, " \t\r\n"), "\n")
	end := len(all)
	for first := end - 1; first > 0; first-- { // the output has a line at least
		line := strings.TrimRight(all[first], " \t\r\n")
		switch below := strings.TrimSpace(all[first-1]) == ""; {
		case line == "" && first < end-1: // the paragraph below is one of the output
			first = 0
		case line == "", isEnd(line), isQuestion(line), below && isProse(line), end == first+1 && isRule(line):
			end = first
		case !isText(line):
			first = 0
		}
	}
	if end == len(all) {
		return text, nil
	}
	l := strings.TrimSpace(strings.Join(all[end:], ""))
	number := strings.Count(text[:strings.LastIndex(text, l)], "\n") + 1
	l, _, _ = strings.Cut(l, "\n")
	return strings.Join(all[:end], ""), &reply.UnreadLine{Line: number, Text: scan.Quotable(strings.TrimSpace(l))}
}

// ends are lines that no switch prints: fences and tags, the end of a connection, prompts of a shell, headings.
var ends = regexp.MustCompile("^(?i:```.*|~~~.*|</?[a-z][a-z0-9]*( [^<>]*)?>.*|" +
	"connection (to .* )?(closed|reset|lost).*|connection to .*|closed by .*|disconnected.*|killed by .*|logout|exit|quit|eof|bye\\.?|" +
	`[$%]|\[?[\w.-]+@[\w.-]+[ :].*[$#%].*|` +
	`[-=#*_]+ .*[A-Za-z].*)$`)

// isRule reports whether a line is one of dashes and the like. An output has such lines, but not below all others.
func isRule(line string) bool { return strings.Trim(line, "-=_*#") == "" }

// isEnd reports whether a line is one of those that no output has.
func isEnd(line string) bool {
	return ends.MatchString(line) && !strings.HasPrefix(line, "**** ") && !lines.IsOmission(line)
}

// isText reports whether a line is plain text, as there is between the first sentence after an output and the next blank line.
func isText(line string) bool {
	return strings.TrimLeft(line, " ") == line && !strings.Contains(line, "  ") && !strings.ContainsAny(line, "\"={}|\t") && !strings.Contains(line, "%")
}

// isQuestion reports whether a line asks or calls. No output does.
func isQuestion(line string) bool {
	return isText(line) && strings.IndexByte(line, ' ') > 0 && strings.ContainsAny(line[len(line)-1:], "?!")
}

// isProse reports whether a line is a sentence, and none that the agent says.
func isProse(line string) bool {
	const fewest = 3
	if !isText(line) || strings.HasPrefix(line, "No ") || strings.HasPrefix(line, "Smart Licensing ") {
		return false
	}
	key, _, labelled := strings.Cut(line, ":")
	words := strings.Fields(line)
	if labelled && lines.IsLabel(key) || len(words) < fewest {
		return false
	}
	return !strings.ContainsAny(words[0], "0123456789.-/():,")
}
