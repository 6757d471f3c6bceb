package capture

import (
	"slices"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/netconf"
	"github.com/slp-exporter/slp-exporter/parser/syslog"
)

// splitting is a capture being split.
type splitting struct {
	collector string // if only its outputs are asked for
	parts     []Part
	passed    []Passed
}

// command takes what begins with a command.
func (s *splitting) command(c captured) {
	switch {
	case c.command == "":
		if c.foreign {
			s.pass(c.text, c.above)
		}
	case s.collector != "" && commandOf(c.command).Collector != s.collector:
	case !s.add(Part{Command: commandOf(c.command), Host: c.host, Text: c.text, above: c.above}):
		s.pass(c.text, c.above)
	}
}

// whole takes a capture of a single output. Log messages above it are one of their own.
func (s *splitting) whole(capture, host string) []Part {
	if log := logAbove(capture); log != "" && s.collector == "" {
		if c, ok := looksLike(capture[len(log):], ""); ok && c.Text != syslog.Command {
			return []Part{
				{Command: commandOf(syslog.Command), Host: host, Text: log},
				{Command: c, Host: host, Text: capture[len(log):], above: strings.Count(log, "\n")},
			}
		}
	}
	return []Part{{Command: Detect(capture, s.collector), Host: host, Text: capture}}
}

// logAbove returns the log messages at the beginning of a capture, if the agent's are among them.
func logAbove(capture string) string {
	end, agent := 0, false
	var log logWatch
	for line := range strings.Lines(capture) {
		if !log.has(line) && strings.TrimSpace(line) != "" {
			break
		}
		end += len(line)
		agent = agent || strings.Contains(line, "SMART_LIC-")
	}
	if !agent {
		return ""
	}
	return capture[:end]
}

// add adds a part; false if there is one of that command and switch.
func (s *splitting) add(p Part) bool {
	known := func(have Part) bool { return have.Command.Text == p.Command.Text && SameHost(have.Host, p.Host) }
	if slices.ContainsFunc(s.parts, known) {
		return false
	}
	s.parts = append(s.parts, p)
	return true
}

// other takes a text that no command precedes: it is a part if it looks like the output of a command, and can be read.
func (s *splitting) other(text, host string, above int) {
	if c, ok := looksLike(text, s.collector); ok {
		p := Part{Command: c, Host: host, Text: text, above: above}
		if _, err := p.Parse(); err == nil && s.add(p) {
			return
		}
	}
	s.pass(text, above)
}

// after takes the text after the prompt that ends an output.
func (s *splitting) after(p Part) {
	if p.Command.Collector == netconf.Command().Collector {
		return
	}
	if end := len(Output(p.Text).Text); end < len(p.Text) {
		s.other(p.Text[end:], p.Host, p.above+strings.Count(p.Text[:end], "\n"))
	}
}

// pass notes a text that is in no part, unless nothing but prompts and what was typed at them is in it.
func (s *splitting) pass(text string, above int) {
	os, p := platform.IOSXE(), Passed{}
	number := above
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimSpace(line)
		_, _, prompted := os.CutPrompt(line)
		if _, isHead := os.PartHead(line); line == "" || prompted || isHead {
			continue
		}
		if p.First == 0 {
			p.First, p.Text = number, scan.Quotable(line)
		}
		p.Last = number
	}
	if p.First > 0 {
		s.passed = append(s.passed, p)
	}
}
