package capture_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser/capture"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
)

// behind are texts that people, pages and programs put after an output.
var behind = []string{
	"Any idea what this means?",
	"Is that (still) okay, or do we have to act?",
	"Thanks in advance!\nBest regards,\nJane",
	"```",
	"~~~",
	"</pre>",
	"</code></pre>",
	"Connection to 192.0.2.1 closed by remote host.\nConnection to 192.0.2.1 closed.",
	"Connection to sw1 closed.",
	"===== sw2: show clock =====",
	"=== sw2 ===",
	"--- show clock ---",
	"### sw2 show clock",
	"# show clock",
	"[jane@host ~]$ exit",
	"$",
	"EOF",
	"%",
	"---",
	"logout",
}

// TestTextAfterOutput: text after an output ends it, and costs nothing of what was read.
func TestTextAfterOutput(t *testing.T) {
	all := fixture.Fixtures(t)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		text := strings.TrimRight(all[name], "\n")
		if last := text[strings.LastIndexByte(text, '\n')+1:]; strings.HasSuffix(last, "#") || strings.HasSuffix(last, ">") && !strings.Contains(last, "<") {
			text = strings.TrimRight(strings.TrimSuffix(text, last), "\n") // without the prompt, which proves everything
		}
		command := capture.Detect(text, "")
		state, err := command.Parse(capture.Output(text + "\n"))
		if err != nil {
			continue
		}
		want := fixture.Dump(t, state)
		for _, b := range behind {
			for _, gap := range []string{"\n", "\n\n"} {
				for _, end := range []string{"", "\n"} {
					parts, _ := capture.Split(text+gap+b+end, "")
					got, err := parts[0].Parse()
					if err != nil {
						t.Errorf("%s, %q: %v", name, gap+b+end, err)
						continue
					}
					if len(got.Unread) > len(state.Unread)+1 {
						t.Errorf("%s, %q: unread %+v", name, gap+b+end, got.Unread)
					}
					got.Unread = state.Unread
					if g := fixture.Dump(t, got); g != want {
						t.Errorf("%s, %q: %s", name, gap+b+end, fixture.FirstDifference(g, want))
					}
				}
			}
		}
	}
}
