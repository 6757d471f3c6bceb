package parser_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
)

// TestSameStateHoweverItIsPrinted: terminals, captures and cut-and-paste change how an output
// looks, never what it says.
func TestSameStateHoweverItIsPrinted(t *testing.T) {
	variants := map[string]func(string) string{
		"carriage returns":         func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"doubled carriage returns": func(s string) string { return strings.ReplaceAll(s, "\n", "\r\r\n") },
		"trailing blanks":          func(s string) string { return strings.ReplaceAll(s, "\n", "   \n") },
		"wrapped at 80 columns":    wrap,
		"paged":                    paged,
		"closing prompt":           func(s string) string { return s + "\nacc-1.example#" },
		"blank lines doubled":      func(s string) string { return strings.ReplaceAll(s, "\n\n", "\n \n\n") },
		"log messages in between":  logMessages,
		"unknown lines":            unknownLines,
	}
	for name, text := range fixtures(t) {
		command := parser.Detect(text, "")
		want, err := command.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		for how, change := range variants {
			got, err := command.Parse(change(text))
			if err != nil {
				t.Errorf("%s, %s: %v", name, how, err)
				continue
			}
			if g, w := dump(t, got), dump(t, want); g != w {
				t.Errorf("%s, %s:\n%s", name, how, firstDifference(g, w))
			}
		}
	}
}

// wrap breaks lines as a terminal of 80 columns does.
func wrap(s string) string {
	var b strings.Builder
	for l := range strings.SplitSeq(s, "\n") {
		for len(l) > 80 {
			b.WriteString(l[:80] + "\r\n")
			l = l[80:]
		}
		b.WriteString(l + "\r\n")
	}
	return b.String()
}

// paged leaves in what the pager writes and erases.
func paged(s string) string {
	lines := strings.Split(s, "\n")
	for i := 23; i < len(lines); i += 24 {
		lines[i] = " --More-- " + strings.Repeat("\b", 9) + strings.Repeat(" ", 8) + strings.Repeat("\b", 8) + "\r" + lines[i] + pad(lines[i])
	}
	return strings.Join(lines, "\n")
}

// pad covers what is left of the pager's word on a short line.
func pad(l string) string { return strings.Repeat(" ", max(0, 10-len(l))) }

func logMessages(s string) string {
	lines := strings.Split(s, "\n")
	for i := 10; i < len(lines); i += 7 {
		lines[i] += fmt.Sprintf("\n*Mar  9 14:21:%02d.042: %%SYS-5-CONFIG_I: Configured from console by admin on vty0 (192.0.2.9)", i%60)
	}
	return strings.Join(lines, "\n")
}

// unknownLines adds what a later release might print in any section.
func unknownLines(s string) string {
	return strings.ReplaceAll(s, "\n  ", "\n  Quantum Entanglement: ESTABLISHED (7)\n  ")
}

// TestEcho: the prompt and the command of a capture give the host name, and a filter makes the
// output a deliberate part.
func TestEcho(t *testing.T) {
	text := fixtures(t)["testdata/status-6.3.10-stack"]
	for echo, host := range map[string]string{
		"acc-1.example#show license status\n": "acc-1.example",
		"acc_2>sh lic stat\r\n":               "acc_2",
		"router# show license status   \n":    "router",
		"show license status\n":               "",
	} {
		state, err := parser.ParseStatus(echo + text)
		if err != nil || state.Hostname != host {
			t.Errorf("%q: host %q, %v", echo, state.Hostname, err)
		}
	}
	state, err := parser.ParseTechSupport("sw#show license tech support | include Overall Trust\nOverall Trust: INSTALLED (2)\n")
	if err != nil || state.OverallTrust != "INSTALLED" {
		t.Errorf("a filtered output: %+v, %v", state, err)
	}
}
