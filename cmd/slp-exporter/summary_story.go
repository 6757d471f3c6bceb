package main

import (
	"fmt"
	"strings"

	"github.com/slp-exporter/slp-exporter/collector"
)

// sumHistory says of each message type what became of its requests.
func sumHistory(b *strings.Builder, s *collector.Sample) {
	h := s.History
	if h == nil {
		return
	}
	title := "History"
	for _, m := range h.Messages {
		if m.Requests == 0 {
			continue
		}
		text := fmt.Sprintf("%s: %s", m.Name, several(m.Requests, "request"))
		if m.Unanswered > 0 {
			text += fmt.Sprintf(", %d unanswered", m.Unanswered)
		}
		if last := when(s, m.LastRequest); last != "" {
			text += ", the last on " + last
		}
		if m.StatusCode != "" {
			text += ", last answered with " + m.StatusCode
			if m.StatusMessage != m.StatusCode && m.StatusMessage != "" {
				text += " (" + m.StatusMessage + ")"
			}
		}
		row(b, title, text)
		title = ""
	}
	for _, i := range h.Imports {
		row(b, title, strings.TrimRight("imported "+i.Kind+" "+when(s, i.ReceivedOn), " "))
		title = ""
	}
	if len(h.Messages)+len(h.Imports) == 0 {
		row(b, title, "a filter left out which message is which")
	}
}

// sumSyslog says what the agent logged.
func sumSyslog(b *strings.Builder, s *collector.Sample) {
	l := s.Syslog
	if l == nil {
		return
	}
	last := map[string]string{}
	for _, m := range l.Last {
		last[m.Mnemonic] = when(s, m.At)
	}
	title := "Log buffer"
	for _, m := range l.Messages {
		text := fmt.Sprintf("%s %s", several(m.Count, "message"), m.Mnemonic)
		if at := last[m.Mnemonic]; at != "" {
			text += ", the last on " + at
		}
		if m.Mnemonic == "COMM_FAILED" && l.CommFailReason != "" {
			text += ": " + l.CommFailReason
		}
		row(b, title, text)
		title = ""
	}
}

func several(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
