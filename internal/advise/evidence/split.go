package evidence

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
)

// Split finds the outputs of the commands that are read here in a text that somebody pasted: after the echo
// of each such command, up to the next prompt, and in the parts of "show tech-support". A text without any
// echo is taken for what it looks like. Host is the name in the first prompt; empty without one.
func Split(text string) (all Outputs, host string) {
	s := splitter{os: platform.IOSXE()}
	for line := range strings.Lines(text) {
		s.take(strings.TrimRight(line, "\r\n"), line)
	}
	s.end(false)
	if s.host == "" && !s.headed {
		if k := looksLike(text); k != "" {
			s.all = append(s.all, Answer(k, text, false))
		}
	}
	return s.all, s.host
}

// splitter is a text while it is cut.
type splitter struct {
	os   *platform.OS
	all  Outputs
	host string
	// command is the one whose output follows; empty if no reader knows it.
	command string
	text    strings.Builder
	// headed is true once there was the head of a part of "show tech-support".
	headed bool
}

// take takes a line; raw is the same with its line end.
func (s *splitter) take(line, raw string) {
	if command, ok := s.os.PartHead(line); ok {
		s.end(false)
		s.begin(command)
		s.headed = true
		return
	}
	if p, typed, ok := s.os.CutPrompt(line); ok && (s.host == "" && typed != "" || p.Host == s.host) {
		s.host = p.Host
		s.end(true)
		s.begin(strings.TrimPrefix(typed, "do "))
		return
	}
	if s.command != "" {
		s.text.WriteString(raw)
	}
}

func (s *splitter) begin(command string) {
	if KindOf(command) != Unknown {
		s.command = command
	}
}

// end keeps the output in hand; whole says that a prompt follows it.
func (s *splitter) end(whole bool) {
	if s.command != "" {
		s.all = append(s.all, Answer(s.command, s.text.String(), whole))
	}
	s.command = ""
	s.text.Reset()
}

// looksLike is the command whose output a text without an echo looks like; empty if it looks like none of these.
func looksLike(text string) string {
	first := ""
	for line := range (Output{Text: text}).Lines() {
		first = line
		break
	}
	for _, look := range []struct{ begin, command string }{
		{"Clock is ", "show ntp status"},
		{"%NTP is not enabled", "show ntp status"},
		{"Interface ", "show ip interface brief"},
		{"Trustpoint ", "show crypto pki trustpoints"},
		{"DNS View ", "show ip dns view"},
		{"Name lookup view", "show hosts"},
		{"Default domain is", "show hosts"},
		{"Routing entry for", "show ip route"},
		{"Building configuration", "show running-config"},
	} {
		if strings.HasPrefix(first, look.begin) {
			return look.command
		}
	}
	if _, ok := ReadClock(Output{Text: text}); ok && strings.Count(strings.TrimSpace(text), "\n") < 3 {
		return "show clock detail"
	}
	return ""
}
