package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/advise"
)

// Markdown writes a report to paste into a ticket; title says where it comes from.
func Markdown(w io.Writer, r advise.Report, title string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s: %s\n\n**%s**\n\n%s\n", escaped(r.Target), r.Verdict, escaped(r.Headline), escaped(title))
	for _, f := range r.Findings {
		markFinding(&b, f)
	}
	b.WriteString("\n### Steps\n\n| Step | Question | Answer | Why |\n| --- | --- | --- | --- |\n")
	for _, s := range r.Steps {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", s.ID, escaped(s.Question), s.Answer, escaped(plain(s.Why)))
	}
	open := openCommands(r)
	if len(open) > 0 {
		b.WriteString("\nWhat would answer the open questions:\n\n")
		fence(&b, open)
	}
	b.WriteString("\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func markFinding(b *strings.Builder, f advise.Finding) {
	fmt.Fprintf(b, "\n### `%s` (%s)\n\n%s\n\n", f.ID, f.Severity, escaped(f.Summary))
	byCommand(f.Evidence, func(command string, lines []string) {
		fmt.Fprintf(b, "`%s`:\n\n", command)
		fence(b, lines)
		b.WriteString("\n")
	})
	for i, a := range f.Advice {
		fmt.Fprintf(b, "%d. %s\n", i+1, a)
	}
	if len(f.Next) > 0 {
		b.WriteString("\nNext:\n\n")
		fence(b, f.Next)
	}
	fmt.Fprintf(b, "\n<%s>\n", f.Runbook)
}

// openCommands are the commands that would answer the questions that are open, each once.
func openCommands(r advise.Report) []string {
	var all []string
	seen := map[string]bool{}
	for _, s := range r.Steps {
		if s.Answer != advise.NotKnown {
			continue
		}
		for _, command := range s.Next {
			if !seen[command] {
				seen[command] = true
				all = append(all, command)
			}
		}
	}
	return all
}

// fence writes lines as they are, whatever is in them.
func fence(b *strings.Builder, lines []string) {
	text := strings.Join(lines, "\n")
	marks := "```"
	for strings.Contains(text, marks) {
		marks += "`"
	}
	b.WriteString(marks + "\n" + text + "\n" + marks + "\n")
}

// escaped is a text in which nothing is a mark of Markdown or of HTML.
func escaped(text string) string {
	var b strings.Builder
	for _, r := range text {
		if strings.ContainsRune("\\`*_[]<>|#~", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
