package parser_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

func TestRefusedOutput(t *testing.T) {
	for text, privilege := range map[string]bool{
		"                 ^\n% Invalid input detected at '^' marker.\n": false,
		"show license status\r\n% Incomplete command.\r\n":              false,
		"% Ambiguous command:  \"sh l\"\n":                              false,
		"% Authorization failed.\n":                                     true,
		"Command authorization failed.\n":                               true,
	} {
		state, err := pasted(parser.ParseStatus)(text)
		var refused *reply.RefusedError
		if state != nil || !errors.As(err, &refused) || refused.Privilege != privilege {
			t.Errorf("%q: %v, %v", text, state, err)
		}
	}
}

func TestNoOutput(t *testing.T) {
	for _, text := range []string{"", " \r\n \n"} {
		if state, err := pasted(parser.ParseTechSupport)(text); state != nil || !errors.Is(err, reply.ErrEmpty) {
			t.Errorf("%q: %v, %v", text, state, err)
		}
	}
}

func TestOtherOutput(t *testing.T) {
	state, err := pasted(parser.ParseTechSupport)("\nCisco IOS XE Software, Version 17.09.04a\nuptime is 3 weeks\n")
	var other *reply.UnrecognisedError
	if state != nil || !errors.As(err, &other) {
		t.Fatalf("%v, %v", state, err)
	}
	if want := `line 2: "Cisco IOS XE Software, Version 17.09.04a": this is not the output of "show license tech support"`; err.Error() != want {
		t.Errorf("%s\nwant %s", err, want)
	}
}

// TestTruncated: the error says where the output ends.
func TestTruncated(t *testing.T) {
	text := fixture.Fixtures(t)["testdata/techsupport-6.3.10-svl-healthy"]
	cut, _, _ := strings.Cut(text, "Product Information")
	state, err := pasted(parser.ParseTechSupport)(cut)
	var truncated *reply.TruncatedError
	if !errors.As(err, &truncated) || state == nil {
		t.Fatalf("%v, %v", state, err)
	}
	if truncated.Section != "License Usage" || truncated.Missing != "Other Info" || truncated.Line < 100 {
		t.Errorf("%+v", truncated)
	}
	if state.PolicyMode == nil || state.UDI != nil {
		t.Errorf("not the part in front of the cut: %+v", state)
	}
}

// TestUnreadLines: a line with a known key and a value that makes no sense is named, and counts
// as not reported.
func TestUnreadLines(t *testing.T) {
	text := fixture.Fixtures(t)["testdata/status-6.3.10-stack"]
	text = strings.Replace(text, "Next ACK deadline: ", "Next ACK deadline: someday ", 1)
	state, err := pasted(parser.ParseStatus)(text)
	if err != nil || state.Usage.AckDeadline != nil || len(state.Unread) != 1 {
		t.Fatalf("%+v, %v", state.Unread, err)
	}
	if got := state.Unread[0].Text; !strings.HasPrefix(got, "Next ACK deadline: someday ") {
		t.Error(got)
	}
}

// TestErrorsQuoteNoSecret: an output may end at any line.
func TestErrorsQuoteNoSecret(t *testing.T) {
	for _, text := range []string{
		"Utility:\n  Status: DISABLED\nTransport:\n  Type: Smart\n  Proxy:\n    Password: hunter2\n",
		"Utility:\n  Status: DISABLED\nReservation Info\n===\n      Reservation authorization code: hunter2\n",
		"Password: hunter2\n",
		"Utility:\n  Status: DISABLED\nTransport:\n  Type: Smart\n  URL: https://u:hunter2@cssm.example/x?token=hunter2\nTrust Code Installed: <none>\n",
	} {
		state, err := pasted(parser.ParseStatus)(text)
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%v", err)
		}
		if state != nil && state.Transport != nil && strings.Contains(state.Transport.URL, "hunter2") {
			t.Error(state.Transport.URL)
		}
	}
}

// TestForeignOutput: the outputs of other licence commands are not taken for a part of status.
func TestForeignOutput(t *testing.T) {
	for _, text := range []string{
		"Account Information:\n  Smart Account: A\n\nLicense Usage:\n  License   Entitlement Tag   Count Status\n  network-advantage   (C9300-48)   1 IN USE\n",
		"License Authorization:\n  Status: Not Applicable\n\nnetwork-advantage (C9300-24 Network Advantage):\n  Count: 2\n",
		"UDI: PID:C9300-24UX,SN:FCW2500X0AB\n\nHA UDI List:\n    Active:PID:C9300-24UX,SN:FCW2500X0AB\n",
	} {
		state, err := pasted(parser.ParseStatus)(text)
		var other *reply.UnrecognisedError
		if state != nil || !errors.As(err, &other) {
			t.Errorf("%v, %v", state, err)
		}
	}
}
