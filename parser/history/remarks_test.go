package history_test

import (
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
)

// TestHistoryRemarks: what an author or an editor adds to a history is no answer of the server.
func TestHistoryRemarks(t *testing.T) {
	const unanswered = "trust_sync 1/1 10:00:01UTC - |"
	for below, want := range map[string]string{
		"<<<< no answer from CSSM": unanswered, "  <- empty": unanswered, "← empty": unanswered, "  ^^^^ empty": unanswered,
		"!!! empty": unanswered, "(no answer)": unanswered, "--> nothing came": unanswered, "⇒ nothing": unanswered,
		`""`: unanswered, "null": unanswered, "(null)": unanswered, "<none>": unanswered, "<empty>": unanswered,
		"<html>\n<h1>407 Proxy Authentication Required</h1>": "trust_sync 1/0 10:00:01UTC 10:00:02UTC |",
		"<-- here\n" + answer("OK", ""):                      "trust_sync 1/0 10:00:01UTC 10:00:02UTC OK|",
		`{"status_code":"A","status_message":"x <- y"}`:      "trust_sync 1/0 10:00:01UTC 10:00:02UTC A|x <- y",
		`{“status_code”:“FAILED”,“status_message”:“No”}`:     "trust_sync 1/0 10:00:01UTC 10:00:02UTC FAILED|No",
		`{"status_code":1.5}`:                                "trust_sync 1/0 10:00:01UTC 10:00:02UTC 1.5|",
	} {
		s, err := fixture.Pasted(parser.ParseHistory)(messages("Trust Sync:\n" + exchange(1, below)))
		if err != nil || told(s) != want {
			t.Errorf("%q: %v, %s", below, err, told(s))
		}
	}
}

// TestHistoryLines: remarks after a line, and newlines that got lost.
func TestHistoryLines(t *testing.T) {
	const request = "REQUEST: Feb 03 10:00:01 2026 UTC"
	const response = "RESPONSE: Feb 03 10:00:02 2026 UTC"
	long := `{"request":"` + strings.Repeat("x", 400) + `"}`
	for section, want := range map[string]string{
		"Trust Sync: <<< see below\n" + request + " <<< sent\n{}\n" + response + " ← nothing\n":  "trust_sync 1/1 10:00:01UTC - |",
		"Usage Reporting:\n  No past history\nTrust Sync: (the new one)\n" + request + "\n":      "usage_reporting 0/0 - - |; trust_sync 1/0 10:00:01UTC - |",
		"Trust Sync:\n" + request + " " + long + "\n" + response + " " + answer("OK", "") + "\n": "trust_sync 1/0 10:00:01UTC 10:00:02UTC OK|",
		"Trust Sync:\n" + request + " {}\n" + response + "\n":                                    "trust_sync 1/1 10:00:01UTC - |",
	} {
		for how, change := range map[string]func(string) string{"": strings.Clone, "wrapped": fixture.Wrap} {
			s, err := fixture.Pasted(parser.ParseHistory)(change(messages(section)))
			if err != nil || told(s) != want {
				t.Errorf("%q %s: %v, %s", section, how, err, told(s))
			}
		}
	}
}

// TestHistoryOmittedWithin: what was left out of a payload does not excuse an output that ends
// later.
func TestHistoryOmittedWithin(t *testing.T) {
	s, err := fixture.Pasted(parser.ParseHistory)("Message History (oldest to newest):\n=====\nTrust Sync:\n" +
		"REQUEST: Feb 03 10:00:01 2026 UTC\n<snip>\n\"}\n")
	if err == nil || told(s) != "" {
		t.Errorf("%v, %s", err, told(s))
	}
}
