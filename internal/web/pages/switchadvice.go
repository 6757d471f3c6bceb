package pages

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/config"
)

// findingView is a finding as the template shows it.
type findingView struct {
	ID, Class, Shape, Severity, Runbook string
	// Title says it in a line; empty if the headline has said it.
	Title    string
	Evidence []proof
	Advice   [][]piece
	// Next are commands to copy.
	Next []string
}

// proof is what a command printed.
type proof struct {
	Command string
	Lines   []string
}

// piece is a part of a sentence; Code is true for a command.
type piece struct {
	Text string
	Code bool
}

// stepView is a question and its answer.
type stepView struct {
	Question, Answer, Class, Shape string
	Why                            []piece
	Evidence                       []proof
	Next                           []string
}

func findingViews(r advise.Report, links config.Links) []findingView {
	var all []findingView
	for _, f := range r.Findings {
		title := f.Summary
		if strings.Contains(r.Headline, title) {
			title = ""
		}
		shape := map[advise.Severity]string{advise.Critical: "✖", advise.Warning: "▲", advise.Info: "●"}[f.Severity]
		v := findingView{
			ID: string(f.ID), Class: string(f.Severity), Shape: shape, Severity: string(f.Severity), Title: title, Runbook: links.RunbookOf(f.Alert, f.Runbook),
			Evidence: proofs(f.Evidence), Next: f.Next,
		}
		for _, sentence := range f.Advice {
			v.Advice = append(v.Advice, pieces(sentence))
		}
		all = append(all, v)
	}
	return all
}

func stepViews(steps []advise.Step) []stepView {
	var all []stepView
	for _, s := range steps {
		v := stepView{Question: s.Question, Why: pieces(s.Why), Evidence: proofs(s.Evidence), Next: s.Next}
		switch s.Answer {
		case advise.Yes:
			v.Answer, v.Class, v.Shape = "yes", "good", "✓"
		case advise.No:
			v.Answer, v.Class, v.Shape = "no", "bad", "✗"
		case advise.Skipped:
			v.Answer, v.Class, v.Shape = "does not apply", "plain", "–"
		default:
			v.Answer, v.Class, v.Shape = "not known", "plain", "?"
		}
		all = append(all, v)
	}
	return all
}

// proofs puts the lines of each command together, in their order.
func proofs(lines []advise.Evidence) []proof {
	var all []proof
	for _, e := range lines {
		if n := len(all); n == 0 || all[n-1].Command != e.Command {
			all = append(all, proof{Command: e.Command})
		}
		last := &all[len(all)-1]
		last.Lines = append(last.Lines, e.Line)
	}
	return all
}

// pieces splits a sentence of Markdown at its commands, which are between backticks. Emphasis is left out.
func pieces(sentence string) []piece {
	var all []piece
	for i, text := range strings.Split(sentence, "`") {
		code := i%2 == 1
		if !code {
			text = strings.ReplaceAll(text, "*", "")
		}
		if text != "" {
			all = append(all, piece{text, code})
		}
	}
	return all
}
