package parser_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/capture"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// The usage of the first agents, which print no export status.
const firstUsage = `License Authorization:
  Status: AUTHORIZED on Jul 31 17:30:02 2018 UTC

C9200L Network Advantage, 48-port license (C9200L-NW-A-48):
  Description: C9200L Network Advantage, 48-port license
  Count: 1
  Version: 1.0
  Status: AUTHORIZED

`

// TestDetectWithoutEcho: outputs that lack what the others of their command have.
func TestDetectWithoutEcho(t *testing.T) {
	for name, c := range map[string]struct{ text, command string }{
		"summary without licences": {
			"Registration:\n  Status: UNREGISTERED\n\nLicense Usage:\n  No licenses in use\n", "show license summary",
		},
		"usage without licences":       {"License Authorization:\n  Status: Not Applicable\n\nNo licenses in use\n", "show license usage"},
		"usage without export status":  {firstUsage, "show license usage"},
		"the same, carriage returns":   {strings.ReplaceAll(firstUsage, "\n", "\r\n"), "show license usage"},
		"usage, blanks at line ends":   {strings.ReplaceAll(firstUsage, "\n", "  \n"), "show license usage"},
		"codes, blanks at line ends":   {"Overall status:  \nPurchased Licenses: \t\r\n", "show license authorization"},
		"slots of a router":            {"SlotID   PID                    SN                      UDI\n", "show license udi"},
		"slots of an older one":        {"Device#   PID\t\tSN\t\tUDI\r\n", "show license udi"},
		"a reservation is no usage":    {"  a (A):\n    Description: a\n    Total reserved count: 2\n", "show license status"},
		"what only looks like a usage": {"a (A):\n\n  License Usage: unknown\n", "show license status"},
	} {
		if got := capture.Detect(c.text, "").Text; got != c.command {
			t.Errorf("%s: %q, want %q", name, got, c.command)
		}
	}
}

// TestUsageOfFirstAgents: the empty line tells that the status is the last of the licence, unless
// there are empty lines everywhere.
func TestUsageOfFirstAgents(t *testing.T) {
	s, err := pasted(parser.ParseUsage)(firstUsage)
	if err != nil || licences(s) != "C9200L Network Advantage, 48-port license|C9200L-NW-A-48|1|AUTHORIZED" {
		t.Errorf("%v, %s", err, licences(s))
	}
	for how, text := range map[string]string{
		"no empty line":        strings.TrimSuffix(firstUsage, "\n"),
		"empty lines all over": strings.ReplaceAll(firstUsage, "\n", "\n\n"),
		"an export status cut": strings.TrimSuffix(firstUsage, "\n") + "  ",
		"of policy mode":       strings.ReplaceAll(firstUsage, "AUTHORIZED\n", "IN USE\n"),
		"no status":            strings.Replace(firstUsage, "  Status: AUTHORIZED\n", "", 1),
	} {
		var cut *reply.TruncatedError
		if s, err := pasted(parser.ParseUsage)(text); !errors.As(err, &cut) || s.Licenses != nil {
			t.Errorf("%s: %v, %s", how, err, licences(s))
		}
	}
}

// TestStatusOfFirstAgents: they print nothing below the authorization.
func TestStatusOfFirstAgents(t *testing.T) {
	const (
		top        = "sw#show license status\nSmart Licensing is ENABLED\n\nRegistration:\n  Status: REGISTERED\n\nLicense Authorization:\n"
		authorized = top + "  Status: AUTHORIZED on Jul 28 07:02:56 2018 UTC\n"
		deadline   = "  Communication Deadline: Oct 26 06:57:50 2018 UTC\n"
	)
	for name, c := range map[string]struct {
		text  string
		whole bool
	}{
		"up to the deadline":           {authorized + deadline, true},
		"the deadline is over":         {authorized + "  Communication Deadline: DEADLINE EXCEEDED\n", true},
		"evaluation":                   {top + "  Status: EVAL MODE\n  Evaluation Period Remaining: 8 days, 3 hours, 26 minutes, 3 seconds\n", true},
		"reserved, a prompt behind":    {top + "  Status: AUTHORIZED - RESERVED on Jul 28 07:02:56 2018 UTC\n\nsw#", true},
		"reserved, or cut":             {top + "  Status: AUTHORIZED - RESERVED on Jul 28 07:02:56 2018 UTC\n", false},
		"cut in front of the deadline": {authorized, false},
		"cut within the deadline":      {(authorized + deadline)[:len(authorized)+30], false},
		"no authorization, a prompt":   {strings.TrimSuffix(top, "\nLicense Authorization:\n") + "sw#", false},
	} {
		s, err := pasted(parser.ParseStatus)(c.text)
		if (err == nil) != c.whole || s == nil || s.Registration == nil || len(s.Unread) > 0 {
			t.Errorf("%s: %v, %+v", name, err, s)
		}
	}
}

// TestAuthorizationEnds: where the switch was done behind the list of devices, there is no more of it.
func TestAuthorizationEnds(t *testing.T) {
	const text = "sw#show license authorization\nOverall status:\n  Active: PID:C9300-24UX,SN:FOC00000001\n      Status: NOT INSTALLED\n"
	var cut *reply.TruncatedError
	if _, err := pasted(parser.ParseAuthorization)(text); !errors.As(err, &cut) {
		t.Errorf("cut: %v", err)
	}
	if s, err := pasted(parser.ParseAuthorization)(text + "\nsw#"); err != nil || len(s.Authorizations) != 1 {
		t.Errorf("a prompt behind: %v, %+v", err, s)
	}
}

// TestReservedLicense: what is said of a reservation belongs to the licence, also in text that has
// lost its indentation, and may be the end of the text.
func TestReservedLicense(t *testing.T) {
	licence := func(heading string) string {
		return heading + ":\n  Description: d\n  Count: 2\n  Version: 1.0\n  Status: AUTHORIZED\n  Export status: NOT RESTRICTED\n" +
			"  Reservation:\n    Reservation status: SPECIFIC INSTALLED\n    Total reserved count: 2\n"
	}
	text := licence("a (A)") + "\n" + licence("b (B)")
	for how, text := range map[string]string{
		"as it is": text, "no newline": strings.TrimSpace(text), "flat": strings.ReplaceAll(strings.ReplaceAll(text, "\n  ", "\n"), "\n  ", "\n"),
	} {
		const want = "a|A|2|AUTHORIZED\nb|B|2|AUTHORIZED"
		if s, err := pasted(parser.ParseUsage)(text); err != nil || licences(s) != want {
			t.Errorf("usage, %s: %v, %s", how, err, licences(s))
		}
		all := "Registration:\n  Status: REGISTERED\n\nLicense Usage\n=====\n\n" + text + "\nAgent Version\n=====\nSmart Agent for Licensing: 4.9.6_rel/30\n"
		if s, err := pasted(parser.ParseAll)(all); err != nil || licences(s) != want {
			t.Errorf("all, %s: %v, %s", how, err, licences(s))
		}
	}
	if _, err := pasted(parser.ParseUsage)(licence("a (A)") + "b (B):\n  Count: 1\n  Status: IN USE\n  Export status: NOT RESTRICTED\n  Feature"); err == nil {
		t.Error("the end of a licence is missing")
	}
}

// TestTabs: editors put tabs in place of blanks.
func TestTabs(t *testing.T) {
	const row = "  dna-advantage\t\t  (C9300-24 DNA Advantage)\t    2\tIN USE\n"
	s, err := pasted(parser.ParseSummary)("License\t\t\tEntitlement Tag\t\tCount Status\n" + row + row)
	const want = "dna-advantage|C9300-24 DNA Advantage|2|IN USE"
	if err != nil || licences(s) != want+"\n"+want || len(s.Unread) > 0 {
		t.Errorf("%v, %s", err, licences(s))
	}
	s, err = pasted(parser.ParseReports)("Report Id,\tState,\tFlag, Feature Name\n1745002871\tCLOSED\tN\tnetwork-advantage\n")
	if err != nil || len(s.RUMStates) != 1 || s.RUMStates[0].State != "closed" {
		t.Errorf("%v, %+v", err, s)
	}
	if _, err := pasted(parser.ParseSummary)(strings.Repeat(strings.Repeat("\t", 500)+"\n", 20_000)); err == nil {
		t.Error("tabs are no summary")
	}
}

// TestBlanksOfPages: text copied from a page has blanks of other kinds.
func TestBlanksOfPages(t *testing.T) {
	page := strings.NewReplacer("  ", " \u00a0", " 2", "\u202f2", "IN", "I\u200bN").Replace(block("a (A)", "2", "IN USE"))
	parts, _ := capture.Split(page, "")
	s, err := parts[0].Parse()
	if err != nil || licences(s) != "a|A|2|IN USE" {
		t.Errorf("%v, %s", err, licences(s))
	}
}

// TestExportLicense: the type of an export controlled licence may be the end of the text.
func TestExportLicense(t *testing.T) {
	text := strings.Replace(block("hseck9 (DNA_HSEC)", "1", "IN USE"), "License type: Perpetual\n", "License type: Export", 1)
	s, err := pasted(parser.ParseUsage)(text)
	if err != nil || len(s.Licenses) != 1 || s.Licenses[0].Type != "Export" {
		t.Errorf("%v, %+v", err, s.Licenses)
	}
}

// TestSlots: routers and switches from before Smart Licensing print their UDI in a table, whose
// active row has a star, with the slot's number behind it or without.
func TestSlots(t *testing.T) {
	const rule = "\n--------------------------------------------------------------------------------\n"
	for name, c := range map[string]struct{ text, udi, host string }{
		"no number": {"SlotID   PID    \t\tSN      \t\tUDI" + rule + "*\t ASR1006  NWG00000001  ASR1006:NWG00000001", "ASR1006 NWG00000001", ""},
		"a number":  {"SlotID   PID   SN   UDI" + rule + "*0   ISR4331/K9  FDO00000001  ISR4331/K9:FDO00000001\n", "ISR4331/K9 FDO00000001", ""},
		"of an older one": {
			"old-1#show license udi\nDevice#   PID   SN   UDI" + rule + "*0   CISCO2911/K9  FGL00000001  CISCO2911/K9:FGL00000001\nold-1#",
			"CISCO2911/K9 FGL00000001", "old-1",
		},
		"the active one is not the first": {
			"Switch# PID SN UDI" + rule + "1  WS-A  FOC1  WS-A:FOC1\n*2  WS-B  FOC2  WS-B:FOC2\n", "WS-B FOC2", "",
		},
	} {
		s, err := pasted(capture.Detect(c.text, "").Parse)(c.text)
		if err != nil || s.UDI == nil || s.UDI.PID+" "+s.UDI.SerialNumber != c.udi || s.Hostname != c.host {
			t.Errorf("%s: %v, %+v", name, err, s)
		}
		var cut *reply.TruncatedError
		at := strings.LastIndexByte(c.text, ':') + 2
		if s, err := pasted(parser.ParseUDI)(c.text[:at]); !errors.As(err, &cut) || s.UDI != nil {
			t.Errorf("%s, cut: %v, %+v", name, err, s)
		}
	}
}

// TestAllDisabled: where Smart Licensing is disabled there is no usage report summary.
func TestAllDisabled(t *testing.T) {
	const text = "Smart Licensing Status\n======================\n\nSmart Licensing is DISABLED\n\nLicense Usage\n=============\n\nNo licenses in use\n\n" +
		"Product Information\n===================\nUDI: PID:ISR4331/K9,SN:FDO00000001\n\n"
	s, err := pasted(parser.ParseAll)(text + "Agent Version\n=============\nSmart Agent for Licensing: 2.1.0_dev/27\n")
	if err != nil || *s.SmartLicensing || s.UDI == nil || s.AgentVersion != "2.1.0_dev/27" {
		t.Errorf("%v, %+v", err, s)
	}
	var cut *reply.TruncatedError
	if _, err := pasted(parser.ParseAll)(text); !errors.As(err, &cut) || cut.Missing != "Agent Version" {
		t.Error(err)
	}
}
