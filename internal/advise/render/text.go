package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/advise"
)

// The colours of a terminal.
const (
	red    = "31"
	yellow = "33"
	green  = "32"
	grey   = "90"
	bold   = "1"
)

// text is a report while it is written.
type text struct {
	b      strings.Builder
	colour bool
}

// Text writes a report for a terminal; title says where it comes from. colour is true if the terminal shows colours.
func Text(w io.Writer, r advise.Report, title string, colour bool) error {
	t := &text{colour: colour}
	fmt.Fprintf(&t.b, "%s  (%s)\n", t.in(bold, r.Target), title)
	t.line(1, t.in(verdictColour(r.Verdict), strings.ToUpper(string(r.Verdict)))+"  "+r.Headline)
	for _, f := range r.Findings {
		t.finding(f, r.Headline)
	}
	t.b.WriteString("\n")
	for _, s := range r.Steps {
		t.step(s)
	}
	t.b.WriteString("\n")
	_, err := io.WriteString(w, t.b.String())
	return err
}

// in is a text in a colour, if the terminal shows it.
func (t *text) in(colour, s string) string {
	if !t.colour {
		return s
	}
	return "\x1b[" + colour + "m" + s + "\x1b[0m"
}

func (t *text) line(depth int, s string) {
	fmt.Fprintf(&t.b, "%s%s\n", strings.Repeat("  ", depth), s)
}

func verdictColour(v advise.Verdict) string {
	switch v {
	case advise.OK:
		return green
	case advise.Problem:
		return red
	}
	return yellow
}

func severityColour(s advise.Severity) string {
	switch s {
	case advise.Critical:
		return red
	case advise.Warning:
		return yellow
	}
	return grey
}

// finding writes a finding, without its summary if that is the headline already.
func (t *text) finding(f advise.Finding, headline string) {
	t.b.WriteString("\n")
	t.line(1, t.in(severityColour(f.Severity), string(f.Severity))+"  "+t.in(bold, string(f.ID)))
	if f.Summary != headline {
		t.line(1, f.Summary)
	}
	t.evidence(2, f.Evidence)
	for i, a := range f.Advice {
		t.line(2, fmt.Sprintf("%d. %s", i+1, plain(a)))
	}
	for _, command := range f.Next {
		t.line(2, "> "+command)
	}
	t.line(2, t.in(grey, f.Runbook))
}

func (t *text) evidence(depth int, lines []advise.Evidence) {
	byCommand(lines, func(command string, lines []string) {
		t.line(depth, t.in(grey, command))
		for _, line := range lines {
			t.line(depth, "| "+line)
		}
	})
}

// tick stands before an answer.
func (t *text) tick(a advise.Answer) string {
	switch a {
	case advise.Yes:
		return t.in(green, "✓")
	case advise.No:
		return t.in(red, "✗")
	case advise.Skipped:
		return t.in(grey, "–")
	}
	return t.in(yellow, "?")
}

// step writes a question with its answer; the commands to type follow where it is open.
func (t *text) step(s advise.Step) {
	const column = 17
	why := plain(s.Why)
	if why == "" {
		why = string(s.Answer)
	}
	t.line(1, fmt.Sprintf("%s %-*s %s", t.tick(s.Answer), column, s.ID, s.Question+" "+t.in(grey, why)))
	if s.Answer == advise.Yes || s.Answer == advise.Skipped {
		return
	}
	for _, command := range s.Next {
		t.line(2, "> "+command)
	}
}
