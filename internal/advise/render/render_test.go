package render_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/advise/render"
)

// report has all that a form may spoil: marks of Markdown and HTML, a fence, a masked token.
func report() advise.Report {
	return advise.Report{
		Target: "acc_1", Verdict: advise.Problem, Headline: "It fails: <blob> | *now*",
		Findings: []advise.Finding{{
			ID: "no_reply", Severity: advise.Critical, Summary: "No answer to <blob>",
			Evidence: []advise.Evidence{{Command: "show x", Line: "``` <blob>"}, {Command: "show x", Line: "more"}, {Command: "show y", Line: "|"}},
			Advice:   []string{"Type `license smart sync all`."}, Next: []string{"show z | include a"}, Runbook: "https://example.net/x",
		}},
		Steps: []advise.Step{
			{ID: advise.StepClock, Question: "Is it?", Answer: advise.NotKnown, Why: "a | b", Next: []string{"show clock detail"}, Evidence: []advise.Evidence{}},
			{ID: advise.StepTrust, Question: "Is it?", Answer: advise.Yes, Next: []string{"show never"}, Evidence: []advise.Evidence{}},
		},
	}
}

func TestText(t *testing.T) {
	for _, colour := range []bool{false, true} {
		var b strings.Builder
		if err := render.Text(&b, report(), "read from x", colour); err != nil {
			t.Fatal(err)
		}
		got := b.String()
		if strings.Contains(got, "\x1b") != colour {
			t.Errorf("colours: %v in %q", !colour, got)
		}
		for _, part := range []string{"PROBLEM", "It fails: <blob> | *now*", "| ``` <blob>", "1. Type license smart sync all.", "> show z | include a", "? ", "> show clock detail"} {
			if !colour && !strings.Contains(got, part) {
				t.Errorf("%q lacks %q", got, part)
			}
		}
		if strings.Contains(got, "show never") || strings.Count(got, "show x\n") != 1 && !colour {
			t.Errorf("%q", got)
		}
	}
}

func TestMarkdown(t *testing.T) {
	var b strings.Builder
	if err := render.Markdown(&b, report(), "read from x"); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	for _, part := range []string{
		"## acc\\_1: problem\n", "**It fails: \\<blob\\> \\| \\*now\\***", "````\n``` <blob>\nmore\n````\n", "1. Type `license smart sync all`.\n",
		"| `clock` | Is it? | unknown | a \\| b |\n", "```\nshow clock detail\n```\n",
	} {
		if !strings.Contains(got, part) {
			t.Errorf("%s\nlacks %q", got, part)
		}
	}
}

// TestJSONOfOne: one report is no array.
func TestJSONOfOne(t *testing.T) {
	var b strings.Builder
	if err := render.JSON(&b, []advise.Report{report()}); err != nil {
		t.Fatal(err)
	}
	var one map[string]any
	if err := json.Unmarshal([]byte(b.String()), &one); err != nil || one["verdict"] == nil {
		t.Errorf("%v: %s", err, b.String())
	}
}

// TestJSON: the form is the documented one, its lists are never null, and a mask can be read.
func TestJSON(t *testing.T) {
	var b strings.Builder
	if err := render.JSON(&b, []advise.Report{advise.Diagnose(advise.Input{Target: "x"}), report()}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "null,\n    \"findings\": null") || !strings.Contains(b.String(), "<blob>") {
		t.Errorf("%s", b.String())
	}
	var all []map[string]any
	if err := json.Unmarshal([]byte(b.String()), &all); err != nil || len(all) != 2 {
		t.Fatal(err)
	}
	for _, key := range []string{"target", "verdict", "cause", "findings", "steps"} {
		if _, ok := all[0][key]; !ok || len(all[0]) != 5 {
			t.Errorf("%v lacks %s, or has more", all[0], key)
		}
	}
	step := all[0]["steps"].([]any)[0].(map[string]any)
	for _, key := range []string{"id", "question", "answer", "why", "evidence", "next"} {
		if step[key] == nil {
			t.Errorf("%v lacks %s", step, key)
		}
	}
}

func TestList(t *testing.T) {
	var b strings.Builder
	if err := render.List(&b); err != nil || strings.Count(b.String(), "\n") != len(advise.Entries()) {
		t.Errorf("%v %s", err, b.String())
	}
}
