package advise_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/advise"
)

// TestDocs holds docs/findings.md against the table.
func TestDocs(t *testing.T) {
	const file = docs + "findings.md"
	want := page()
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if read(t, file) != want {
		t.Errorf("%s is not in step with the table; `make docs` writes it again", file)
	}
}

// page is docs/findings.md: all findings, what each rests on, and what to do.
func page() string {
	var b strings.Builder
	b.WriteString(`# What does diagnose find?

The findings of ` + "`slp-exporter diagnose`" + `, in the order of cause and effect: what comes first may be the reason for what comes
later. [diagnose.md](diagnose.md) says how to use it. This page is made from the program's table; ` + "`make docs`" + ` writes it.

| Finding | Severity | Alert |
| --- | --- | --- |
`)
	for _, e := range advise.Entries() {
		fmt.Fprintf(&b, "| [%s](#%s) | %s | %s |\n", e.ID, e.ID, urgency(e), runbooks(e))
	}
	b.WriteString(`
A finding is as severe as the worst that it explains. ` + "`critical`" + ` wants somebody today, ` + "`warning`" + ` this week, ` + "`info`" + ` nobody in
particular. A finding with an alert is raised where the alert is: the alert waits until it has lasted for a while, and some
alerts speak of a change within a day, which one look at a switch does not show. In commands, HOST, PORT, ADDRESS, VRF and
INTERFACE stand for those of the switch.
`)
	for _, e := range advise.Entries() {
		chapter(&b, e)
	}
	return b.String()
}

// urgency is the severity, and the other one it may have.
func urgency(e advise.Entry) string {
	other, _, found := strings.Cut(e.Unless, " ")
	if !found {
		return string(e.Severity)
	}
	return string(e.Severity) + ", " + other
}

// runbooks are links to the runbooks of the alerts.
func runbooks(e advise.Entry) string {
	links := make([]string, len(e.Alerts))
	for i, a := range e.Alerts {
		links[i] = fmt.Sprintf("[%s](runbooks/%s.md)", a, a)
	}
	return strings.Join(links, ", ")
}

// chapter writes what there is to know of a finding.
func chapter(b *strings.Builder, e advise.Entry) {
	fmt.Fprintf(b, "\n## %s\n\n%s\n\n", e.ID, e.Means)
	fmt.Fprintf(b, "- **Severity**: %s", e.Severity)
	if e.Unless != "" {
		b.WriteString("; " + e.Unless)
	}
	fmt.Fprintf(b, ".\n- **Rests on**: %s.\n", e.Rests)
	if len(e.Alerts) > 0 {
		fmt.Fprintf(b, "- **Alert**: %s.\n", runbooks(e))
	}
	if e.Cause != "" {
		fmt.Fprintf(b, "- **Cause**: [%s](causes.md#%s).\n", e.Cause, e.Cause)
	}
	b.WriteString("\nDo:\n\n")
	for i, a := range e.Advice {
		fmt.Fprintf(b, "%d. %s\n", i+1, a)
	}
	b.WriteString("\nLook:\n\n```\n" + strings.Join(e.Next, "\n") + "\n```\n")
}
