package parser

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// echo looks for "host#show license status | include Trust": what a capture starts with.
func (r *reading) echo(l line) {
	host, command, ok := splitEcho(l.text)
	if !ok {
		return
	}
	if host != "" {
		r.Hostname = strings.Clone(host)
	}
	r.filtered = strings.Contains(command, "|")
}

// splitEcho cuts an echoed show command off its prompt, which may be missing.
func splitEcho(text string) (host, command string, ok bool) {
	command = text
	if i := strings.IndexAny(text, "#>"); i > 0 && isHostname(text[:i]) {
		host, _, _ = strings.Cut(text[:i], "(") // "switch(config)#do show …"
		command = strings.TrimPrefix(strings.TrimSpace(text[i+1:]), "do ")
	}
	first, rest := scan.NextWord(command)
	second, _ := scan.NextWord(rest)
	return host, command, abbreviates(first, "show", 2) && (abbreviates(second, "license", 3) ||
		abbreviates(second, "logging", 3) || abbreviates(second, "version", 3))
}

// abbreviates tells whether word is short for full, as IOS takes it.
func abbreviates(word, full string, least int) bool {
	return len(word) >= least && strings.HasPrefix(full, strings.ToLower(word))
}

// isNextCommand tells whether a line behind the output belongs to another command: the prompt of
// this switch with whatever was typed there, any prompt with a show command, or the line that
// "show tech-support" writes between two of them.
func (r *reading) isNextCommand(l line) bool {
	if rest, ok := strings.CutPrefix(l.text, r.Hostname); ok && r.Hostname != "" && rest != "" && strings.ContainsRune("#>(", rune(rest[0])) {
		return true
	}
	if strings.HasPrefix(l.text, "------------------ show ") {
		return true
	}
	if l.indent > 0 || strings.IndexByte(l.text, '#') < 0 && strings.IndexByte(l.text, '>') < 0 {
		return false
	}
	host, _, ok := splitEcho(l.text)
	return ok && host != ""
}

// isPrompt tells whether a line is nothing but a prompt: host# or host>.
func isPrompt(text string) bool {
	end := len(text) - 1
	return end > 0 && (text[end] == '#' || text[end] == '>') && isHostname(text[:end])
}

// isHostname tells whether a word can stand in front of # or >: no blanks, no colon, and none of
// what the agent prints in angle brackets.
func isHostname(word string) bool {
	for i := 0; i < len(word); i++ {
		c := word[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && !strings.ContainsRune("-_./()@~+", rune(c)) && c < 0x80 {
			return false
		}
	}
	return word != ""
}

// endsInPrompt tells whether a prompt stands behind an output: then the switch was done with it.
func endsInPrompt(output string) bool {
	output = strings.TrimRight(output, " \t\r\n")
	return isPrompt(strings.TrimSpace(output[strings.LastIndexByte(output, '\n')+1:]))
}
