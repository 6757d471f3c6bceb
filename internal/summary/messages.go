package summary

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/plural"
	"github.com/slp-exporter/slp-exporter/parser/cause"
	"github.com/slp-exporter/slp-exporter/parser/history"
	"github.com/slp-exporter/slp-exporter/parser/syslog"
)

// comm says how each message to the server last went.
func (t *writing) comm() {
	t.line("Communication", strings.TrimSpace(t.CommLevel+" "+t.CommState))
	for _, m := range t.Messages {
		if m.Response == "" {
			continue
		}
		text := m.Name + ": " + m.Response
		if m.Reason != "" {
			text += ", " + m.Reason
		}
		if at := t.when(m.ResponseTime); at != "" {
			text += " on " + at
		}
		if m.OngoingComm != nil && *m.OngoingComm > 0 {
			text += fmt.Sprintf(", %v failures in a row (%s)", *m.OngoingComm, cause.Of(m.Response, m.Reason))
		}
		t.line("", text)
	}
}

// eventlog says how communication goes. A log without a restore may begin within the failures.
func (t *writing) eventlog() {
	e := t.Eventlog
	if e == nil {
		return
	}
	if e.Streak != nil {
		least, first := "", ", the first on "
		if e.Open && *e.Streak > 0 {
			least, first = "at least ", ", the first read on "
		}
		text := least + plural.Of(*e.Streak, "communication failure") + " since the last restore"
		if since := t.when(e.FailSince); since != "" {
			text += first + since
		}
		t.line("Event log", text)
	}
	if last := t.when(e.LastFail); last != "" {
		t.line("", strings.TrimRight("last failure "+last+" "+e.LastFailReason, " "))
	}
	if last := t.when(e.LastRestored); last != "" {
		t.line("", "last restored "+last)
	}
}

// history says of each message what became of its requests, the unanswered ones first.
func (t *writing) history() {
	h := t.History
	if h == nil {
		return
	}
	line := t.section("History")
	messages := slices.SortedStableFunc(slices.Values(h.Messages), func(a, b history.Message) int {
		return cmp.Compare(b.Unanswered, a.Unanswered)
	})
	for _, m := range messages {
		if m.Requests > 0 {
			line(t.requests(m))
		}
	}
	for _, i := range h.Imports {
		line(strings.TrimRight("imported "+i.Kind+" "+t.when(i.ReceivedOn), " "))
	}
	if len(h.Messages)+len(h.Imports) == 0 {
		line("a filter left out which message is which")
	}
}

// requests says how many requests of a message there are, and how they were answered.
func (t *writing) requests(m history.Message) string {
	text := fmt.Sprintf("%s: %s", m.Name, plural.Of(m.Requests, "request"))
	if m.Unanswered > 0 {
		text += fmt.Sprintf(", %d unanswered", m.Unanswered)
	}
	if last := t.when(m.LastRequest); last != "" {
		text += ", the last on " + last
	}
	if m.StatusCode == "" {
		return text
	}
	text += ", last answered "
	if at := t.when(m.LastResponse); m.Unanswered > 0 && at != "" {
		text += "on " + at + " "
	}
	text += "with " + m.StatusCode
	if m.StatusMessage != m.StatusCode && m.StatusMessage != "" {
		text += " (" + m.StatusMessage + ")"
	}
	return text
}

// syslog says what the agent logged, the gravest messages first.
func (t *writing) syslog() {
	l := t.Syslog
	if l == nil {
		return
	}
	last := map[string]string{}
	for _, m := range l.Last {
		last[m.Mnemonic] = t.when(m.At)
	}
	line := t.section("Log buffer")
	messages := slices.SortedStableFunc(slices.Values(l.Messages), func(a, b syslog.Count) int {
		return cmp.Compare(a.Severity, b.Severity)
	})
	for _, m := range messages {
		text := fmt.Sprintf("%s %s", plural.Of(m.Count, "message"), m.Mnemonic)
		if at := last[m.Mnemonic]; at != "" {
			text += ", the last on " + at
		}
		if m.Mnemonic == "COMM_FAILED" && l.CommFailReason != "" {
			text += ": " + l.CommFailReason
		}
		line(text)
	}
}
