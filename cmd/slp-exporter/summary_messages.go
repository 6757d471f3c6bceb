package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/parser"
)

// sumEventlog says how communication fares. A log without a restore may begin within the failures.
func sumEventlog(b *strings.Builder, s *collector.Sample) {
	e := s.Eventlog
	if e == nil {
		return
	}
	if e.Streak != nil {
		least, first := "", ", the first on "
		if e.Open && *e.Streak > 0 {
			least, first = "at least ", ", the first read on "
		}
		text := least + several(*e.Streak, "communication failure") + " since the last restore"
		if since := when(s, e.FailSince); since != "" {
			text += first + since
		}
		row(b, "Event log", text)
	}
	if last := when(s, e.LastFail); last != "" {
		row(b, "", strings.TrimRight("last failure "+last+" "+e.LastFailReason, " "))
	}
	if last := when(s, e.LastRestored); last != "" {
		row(b, "", "last restored "+last)
	}
}

// sumHistory says of each message type what became of its requests, the unanswered ones first.
func sumHistory(b *strings.Builder, s *collector.Sample) {
	h := s.History
	if h == nil {
		return
	}
	title := "History"
	messages := slices.SortedStableFunc(slices.Values(h.Messages), func(a, b parser.HistoryMessage) int {
		return cmp.Compare(b.Unanswered, a.Unanswered)
	})
	for _, m := range messages {
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
			text += ", last answered "
			if at := when(s, m.LastResponse); m.Unanswered > 0 && at != "" {
				text += "on " + at + " "
			}
			text += "with " + m.StatusCode
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

// sumSyslog says what the agent logged, the gravest messages first.
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
	messages := slices.SortedStableFunc(slices.Values(l.Messages), func(a, b parser.LogCount) int {
		return cmp.Compare(a.Severity, b.Severity)
	})
	for _, m := range messages {
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
