package capture_test

import (
	"html"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser/capture"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
)

// wrappings are what pages, mails and Markdown make of a text.
var wrappings = map[string]func(string) string{
	"HTML":         html.EscapeString,
	"HTML twice":   func(s string) string { return strings.ReplaceAll(html.EscapeString(s), " ", "&#32;") },
	"spaces":       func(s string) string { return strings.ReplaceAll(html.EscapeString(s), "  ", "&nbsp; ") },
	"breaks":       func(s string) string { return strings.ReplaceAll(s, "\n", "<br>\n") },
	"breaks alone": func(s string) string { return strings.ReplaceAll(strings.TrimSuffix(s, "\n"), "\n", "<br />") },
	"pre":          func(s string) string { return "<pre>" + s + "</pre>\n" },
	"code":         func(s string) string { return "<pre><code class=\"x\">\n" + s + "</code></pre>\n" },
	"fence":        func(s string) string { return "```\n" + s + "```\n" },
	"fence, words": func(s string) string { return "```text\n" + s + "```\n\nWhat does it mean?\n" },
	"tildes":       func(s string) string { return "~~~\n" + s + "~~~\n" },
	"quotation": func(s string) string {
		return "> " + strings.ReplaceAll(strings.TrimSuffix(s, "\n"), "\n", "\n> ") + "\n"
	},
	"mail": func(s string) string {
		return ">" + strings.ReplaceAll(strings.TrimSuffix(s, "\n"), "\n", "\n>") + "\n"
	},
	"no line end": func(s string) string { return strings.TrimRight(s, "\n") },
}

// TestWrapped: what is around an output and within it, other than what the switch printed, changes nothing.
func TestWrapped(t *testing.T) {
	all := fixture.Fixtures(t)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		parts, _ := capture.Split(all[name], "")
		state, err := parts[0].Parse()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want := fixture.Dump(t, state)
		for how, wrap := range wrappings {
			parts, _ := capture.Split(wrap(all[name]), "")
			got, err := parts[0].Parse()
			if err != nil {
				t.Errorf("%s, %s: %v", name, how, err)
				continue
			}
			got.Unread = state.Unread
			if g := fixture.Dump(t, got); g != want {
				t.Errorf("%s, %s: %s", name, how, fixture.FirstDifference(g, want))
			}
		}
	}
}

// TestWrappedLog: so it is with what is around a log message.
func TestWrappedLog(t *testing.T) {
	const stamp, failed, text = "*Nov 17 18:05:09.580: ", "%SMART_LIC-3-COMM_FAILED: ",
		"Communications failure with the Cisco Smart Software Manager (CSSM) : Received empty response from server"
	for _, form := range []string{
		"S", "_S_", "__S__", "`S`", "``S``", "**S**", "~~S~~", "*S*", "- S", "+ S", "> S", "1. S", "12) `S`", "| S |", "| `S` |",
		"S<br>", "S<br/> ", "<p>S</p>", "<li>S</li>", "<code>S</code>", "It says `S` since yesterday.", "    S", "\u00a0\u00a0S",
	} {
		for _, message := range []string{failed + text, stamp + failed + text, strings.ReplaceAll(failed, "_", `\_`) + text} {
			line := strings.Replace(form, "S", message, 1)
			parts, _ := capture.Split("The log:\n\n"+line+"\n\nand so on\n", "")
			s, err := parts[0].Parse()
			if err != nil || s.Syslog == nil || len(s.Syslog.Messages) != 1 || s.Syslog.CommFailReason != "Received empty response from server" {
				t.Errorf("%q: %v", line, err)
				if s != nil && s.Syslog != nil {
					t.Errorf("%+v", *s.Syslog)
				}
			}
		}
	}
}
