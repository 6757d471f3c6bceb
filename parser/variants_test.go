package parser_test

import (
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/capture"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
)

// TestSameStateHoweverItIsPrinted: terminals, captures and cut-and-paste change how an output
// looks, never what it says.
func TestSameStateHoweverItIsPrinted(t *testing.T) {
	variants := map[string]func(string) string{
		"carriage returns":         func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"doubled carriage returns": func(s string) string { return strings.ReplaceAll(s, "\n", "\r\r\n") },
		"trailing blanks":          func(s string) string { return strings.ReplaceAll(s, "\n", "   \n") },
		"wrapped at 80 columns":    fixture.Wrap,
		"paged":                    fixture.Paged,
		"closing prompt":           func(s string) string { return s + "\nacc-1.example#" },
		"blank lines doubled":      func(s string) string { return strings.ReplaceAll(s, "\n\n", "\n \n\n") },
		"log messages in between":  fixture.LogMessages,
		"indented as a whole":      func(s string) string { return "\n    " + strings.ReplaceAll(s, "\n", "\n    ") },
		"byte order mark":          func(s string) string { return "\ufeff" + s },
		"pager's word left over":   fixture.PagerWords,
		"twice":                    func(s string) string { return s + "sw#show license all\n" + s },
		"another command behind":   func(s string) string { return s + "sw#show license status\nTrust Code Installed: <none>\n" },
		"parts of a show tech":     func(s string) string { return s + "\n------------------ show version ------------------\nCount: 9\n" },
		"unknown lines":            unknownLines,
	}
	for name, text := range fixture.Fixtures(t) {
		command := capture.Detect(text, "")
		want, err := pasted(command.Parse)(text)
		if err != nil {
			t.Fatal(err)
		}
		for how, change := range variants {
			if how == "log messages in between" && strings.HasSuffix(name, "-wrapped") {
				continue // within an event they are an error: TestInterruptedEvent
			}
			got, err := pasted(command.Parse)(change(text))
			if err != nil {
				t.Errorf("%s, %s: %v", name, how, err)
				continue
			}
			got.Hostname = want.Hostname // a prompt may have come in
			if g, w := fixture.Dump(t, got), fixture.Dump(t, want); g != w {
				t.Errorf("%s, %s:\n%s", name, how, fixture.FirstDifference(g, w))
			}
		}
	}
}

// unknownLines adds what a later release might print in any section.
func unknownLines(s string) string {
	return strings.ReplaceAll(s, "\n  ", "\n  Quantum Entanglement: ESTABLISHED (7)\n  ")
}

// TestEcho: the prompt and the command of a capture give the host name, and a filter makes the
// output a deliberate part.
func TestEcho(t *testing.T) {
	text := fixture.Fixtures(t)["testdata/status-6.3.10-stack"]
	for echo, host := range map[string]string{
		"acc-1.example#show license status\n": "acc-1.example",
		"acc_2>sh lic stat\r\n":               "acc_2",
		"router# show license status   \n":    "router",
		"show license status\n":               "",
	} {
		state, err := pasted(parser.ParseStatus)(echo + text)
		if err != nil || state.Hostname != host {
			t.Errorf("%q: host %q, %v", echo, state.Hostname, err)
		}
	}
	state, err := pasted(parser.ParseTechSupport)("sw#show license tech support | include Overall Trust\nOverall Trust: INSTALLED (2)\n")
	if err != nil || state.OverallTrust != "INSTALLED" {
		t.Errorf("a filtered output: %+v, %v", state, err)
	}
}

// TestWithoutFinalNewline: a capture that ends in a line that cannot go on is whole; one that
// ends in a number may not be.
func TestWithoutFinalNewline(t *testing.T) {
	for text, whole := range map[string]bool{
		"Trust Code Installed: Apr 05 21:07:11 2023 UTC":                     true,
		"Trust Code Installed: <none>":                                       true,
		"Trust Code Installed:\n  Active: PID:C9300,SN:A\n    NOT INSTALLED": true,
		"Policy:\n  Policy in use: Installed On Apr 05 21:07:11 2023 pacific\nUsage Reporting:\n  Last ACK received: Apr 05 21:07:11 2023 pacific\nTrust Code Installed: Apr 05 21:07:11 2023 pacific": true,
		"Trust Code Installed: Apr 05 21:07:11 2023 UT":                                       false,
		"Trust Code Installed: Apr 05 21:07:11 2023 pacif":                                    false,
		"Trust Code Installed: Apr 05 21:07":                                                  false,
		"sw#show license status\nTrust Code Installed: Apr 05 21:07:11 2023 UTC\nsw#exit":     true,
		"Trust Code Installed: Apr 05 21:07:11 2023 UTC\nsw.example>":                         true,
		"Switch#show license status | include Trust\nTrust Code Installed: <none>\nSwitch#sh": true,
	} {
		_, err := pasted(parser.ParseStatus)(text)
		if (err == nil) != whole {
			t.Errorf("%q: %v", text, err)
		}
	}
	const summary = "Usage Report Summary:\n=====\nAvailable to Report: 5  Collecting Data: 2"
	if _, err := pasted(parser.ParseAll)(summary + "  "); err != nil {
		t.Errorf("a blank behind the number: %v", err)
	}
	if s, err := pasted(parser.ParseAll)(summary); err == nil || s.RUM != nil && s.RUM.Collecting != nil {
		t.Errorf("a number that may go on: %v", err)
	}
}

// TestLinesOfEightyColumns are not broken ones if the next line starts with a label.
func TestLinesOfEightyColumns(t *testing.T) {
	s, err := pasted(parser.ParseTechSupport)(`sw#show license tech support | include Trust
Trust Sync:
Attempts: Total=11, Success=0, Fail=1  Ongoing Failure: Overall=1 Communication=2
Last Response: NO REPLY on Jan 24 23:19:05 2025 UTC
Local Device: P:C9407R,S:FXS2419Q2U7, state[2], Trust Data INSTALLED  TrustId:69
Overall Trust: INSTALLED (2)
`)
	if err != nil {
		t.Fatal(err)
	}
	if m := s.Messages[0]; *m.OngoingComm != 2 || m.Response != "NO REPLY" {
		t.Errorf("%+v", m)
	}
	if s.TrustStore[0].TrustID != "69" || s.OverallTrust != "INSTALLED" {
		t.Errorf("%+v %s", s.TrustStore, s.OverallTrust)
	}
}

// TestFiltered: what a filter lets through is read by its key, without the heading above.
func TestFiltered(t *testing.T) {
	s, err := pasted(parser.ParseTechSupport)(`sw#show license tech support | include ACK|report|Attempts|Usage
  Reporting ACK required: yes (Customer Policy)
Usage Reporting:
  Last ACK received: Oct 08 13:56:07 2021 UTC
  Next report push: <none>
  Attempts: Total=9, Success=0, Fail=9  Ongoing Failure: Overall=9 Communication=9
Total: 7,  Purged: 0(3)
`)
	if err != nil {
		t.Fatal(err)
	}
	if !*s.Policy.AckRequired || s.Usage.LastAck == nil || *s.RUM.Total != 7 || len(s.Messages) != 0 {
		t.Errorf("%+v %+v %+v %+v", s.Policy, s.Usage, s.RUM, s.Messages)
	}
}

// TestLongLineBrokenTwice: the terminal breaks a long line as often as it must.
func TestLongLineBrokenTwice(t *testing.T) {
	url := "https://cssm.example/" + strings.Repeat("0123456789/", 25)
	text := fixture.Wrap("Utility:\n  Status: DISABLED\nTransport:\n  Type: Smart\n  URL: " + url + "\n  VRF: <empty>\nTrust Code Installed: <none>\n")
	s, err := pasted(parser.ParseStatus)(text)
	if err != nil || s.Transport.URL != url {
		t.Errorf("%v, %+v", err, s.Transport)
	}
}
