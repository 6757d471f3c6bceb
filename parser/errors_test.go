package parser_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
)

func TestRefusedOutput(t *testing.T) {
	for text, privilege := range map[string]bool{
		"                 ^\n% Invalid input detected at '^' marker.\n": false,
		"show license status\r\n% Incomplete command.\r\n":              false,
		"% Ambiguous command:  \"sh l\"\n":                              false,
		"% Authorization failed.\n":                                     true,
		"Command authorization failed.\n":                               true,
	} {
		state, err := parser.ParseStatus(text)
		var refused *parser.RefusedError
		if state != nil || !errors.As(err, &refused) || refused.Privilege != privilege {
			t.Errorf("%q: %v, %v", text, state, err)
		}
	}
}

func TestNoOutput(t *testing.T) {
	for _, text := range []string{"", " \r\n \n"} {
		if state, err := parser.ParseTechSupport(text); state != nil || !errors.Is(err, parser.ErrEmpty) {
			t.Errorf("%q: %v, %v", text, state, err)
		}
	}
}

func TestOtherOutput(t *testing.T) {
	state, err := parser.ParseTechSupport("\nCisco IOS XE Software, Version 17.09.04a\nuptime is 3 weeks\n")
	var other *parser.UnrecognisedError
	if state != nil || !errors.As(err, &other) {
		t.Fatalf("%v, %v", state, err)
	}
	if want := `line 2: "Cisco IOS XE Software, Version 17.09.04a": this is not the output of "show license tech support"`; err.Error() != want {
		t.Errorf("%s\nwant %s", err, want)
	}
}

// TestTruncated: the error says where the output ends.
func TestTruncated(t *testing.T) {
	text := fixtures(t)["testdata/techsupport-6.3.10-svl-healthy"]
	cut, _, _ := strings.Cut(text, "Product Information")
	state, err := parser.ParseTechSupport(cut)
	var truncated *parser.TruncatedError
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
	text := fixtures(t)["testdata/status-6.3.10-stack"]
	text = strings.Replace(text, "Next ACK deadline: ", "Next ACK deadline: someday ", 1)
	state, err := parser.ParseStatus(text)
	if err != nil || state.Usage.AckDeadline != nil || len(state.Unread) != 1 {
		t.Fatalf("%+v, %v", state.Unread, err)
	}
	if got := state.Unread[0].Text; !strings.HasPrefix(got, "Next ACK deadline: someday ") {
		t.Error(got)
	}
}
