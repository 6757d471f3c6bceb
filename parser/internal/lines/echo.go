package lines

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// SplitEcho cuts an echoed show command off its prompt, which may be missing.
func SplitEcho(text string) (host, command string, ok bool) {
	command = text
	if i := strings.IndexAny(text, "#>"); i > 0 && IsHostname(text[:i]) {
		host, _, _ = strings.Cut(text[:i], "(") // "switch(config)#do show …"
		command = strings.TrimPrefix(strings.TrimSpace(text[i+1:]), "do ")
	}
	first, rest := scan.NextWord(command)
	second, _ := scan.NextWord(rest)
	return host, command, Abbreviates(first, "show", 2) && (Abbreviates(second, "license", 3) ||
		Abbreviates(second, "logging", 3) || Abbreviates(second, "version", 3))
}

// Abbreviates tells whether word is short for full, as IOS takes it.
func Abbreviates(word, full string, least int) bool {
	return len(word) >= least && strings.HasPrefix(full, strings.ToLower(word))
}

// IsNextCommand tells whether a line behind the output belongs to another command: the prompt of
// this switch, host, with whatever was typed there, any prompt with a show command, or the line that
// "show tech-support" writes between two of them.
func IsNextCommand(l Line, host string) bool {
	if rest, ok := strings.CutPrefix(l.Text, host); ok && host != "" && rest != "" && strings.ContainsRune("#>(", rune(rest[0])) {
		return true
	}
	if strings.HasPrefix(l.Text, "------------------ show ") {
		return true
	}
	if l.Indent > 0 || strings.IndexByte(l.Text, '#') < 0 && strings.IndexByte(l.Text, '>') < 0 {
		return false
	}
	name, _, ok := SplitEcho(l.Text)
	return ok && name != ""
}

// IsPrompt tells whether a line is nothing but a prompt: host# or host>.
func IsPrompt(text string) bool {
	end := len(text) - 1
	return end > 0 && (text[end] == '#' || text[end] == '>') && IsHostname(text[:end])
}

// IsHostname tells whether a word can stand in front of # or >: no blanks, no colon, and none of
// what the agent prints in angle brackets.
func IsHostname(word string) bool {
	for i := 0; i < len(word); i++ {
		c := word[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && !strings.ContainsRune("-_./()@~+", rune(c)) && c < 0x80 {
			return false
		}
	}
	return word != ""
}

// EndsInPrompt tells whether a prompt stands behind an output: then the switch was done with it.
func EndsInPrompt(output string) bool {
	output = strings.TrimRight(output, " \t\r\n")
	return IsPrompt(strings.TrimSpace(output[strings.LastIndexByte(output, '\n')+1:]))
}

// IsTimeSource tells the line above an output that has the switch's clock, in one of its two forms.
func IsTimeSource(text string) bool {
	return strings.HasPrefix(text, "Time source is ") || strings.HasPrefix(text, "No time source,")
}

// TimeSource is the switch's clock in such a line; nil if it cannot be read.
func TimeSource(text string) *localtime.Time {
	_, at, _ := strings.Cut(text, ",")
	return localtime.ParseClock(at)
}
