package parser_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/parser"
)

// in wraps lines of one section into a whole "show license status".
func in(heading string, lines ...string) string {
	const before = "Smart Licensing Using Policy:\n  Status: ENABLED\n\n"
	const after = "\nTrust Code Installed: <none>\n"
	return before + heading + "\n" + strings.Join(lines, "\n") + "\n" + after
}

func status(t *testing.T, text string) *parser.State {
	t.Helper()
	s, err := pasted(parser.ParseStatus)(text)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return s
}

func TestPushInterval(t *testing.T) {
	const day = 24 * time.Hour
	for line, want := range map[string]time.Duration{
		"  Reporting push interval: 30  days":                       30 * day,
		"  Reporting push interval: 30  days State(4) InPolicy(90)": 30 * day,
		"  Reporting push interval: 1 day":                          day,
		"  Reporting push interval: 0 (no reporting)":               0,
		"  Reporting push interval: 20 minutes":                     20 * time.Minute,
	} {
		got := status(t, in("Usage Reporting:", line)).Usage.PushInterval
		if got == nil || *got != want {
			t.Errorf("%s: %v", line, got)
		}
	}
	if got := status(t, in("Usage Reporting:", "  Reporting push interval: <none>")).Usage.PushInterval; got != nil {
		t.Errorf("<none> is %v", *got)
	}
}

func TestTransport(t *testing.T) {
	for _, c := range []struct {
		lines string
		want  parser.Transport
	}{
		{"  Type: Smart\n  URL: https://x.example/l\n  Proxy:\n    Not Configured\n  VRF: <empty>", parser.Transport{Type: "smart", URL: "https://x.example/l"}},
		{"  Type: Smart\n  Proxy:\n    Not Configured\n    VRF: Mgmt-vrf", parser.Transport{Type: "smart", VRF: "Mgmt-vrf"}},
		{"  Type: cslu\n  Cslu address: <empty>\n  Proxy:\n    Address: <empty>\n    Port: <empty>\n    Username: u\n    Password: p", parser.Transport{Type: "cslu"}},
		{"  Type: Smart\n  Proxy:\n    Address: proxy.example\n    Port: 8080\n    Username: u\n    Password: p", parser.Transport{Type: "smart", ProxyAddress: "proxy.example", ProxyPort: "8080"}},
		{"  Type: Callhome", parser.Transport{Type: "callhome"}},
		{"  Type: Transport Off", parser.Transport{Type: "off"}},
		{"  Type: Automatic\n  IP Mode: IPv4 ONLY\n  Trust Point: SLA-TrustPoint", parser.Transport{Type: "automatic", IPMode: "IPv4 ONLY", TrustPoint: "SLA-TrustPoint"}},
	} {
		if got := status(t, in("Transport:", c.lines)).Transport; *got != c.want {
			t.Errorf("%s\n%+v", c.lines, *got)
		}
	}
}

func TestRUMSummary(t *testing.T) {
	s, err := pasted(parser.ParseAll)("Usage Report Summary:\n=====================\n" +
		"Total: 707,  Purged: 390(344)\nTotal Acknowledged Received: 12,  Waiting for Ack: 0(349)\n" +
		"Available to Report: 300  Collecting Data: 2  \nMaximum Display: 300  In Storage: 31,  MIA: 96(105)\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		got  *float64
		want float64
	}{
		"total": {s.RUM.Total, 707}, "purged": {s.RUM.Purged, 390}, "acknowledged": {s.RUM.Acknowledged, 12},
		"waiting": {s.RUM.WaitingAck, 0}, "unacknowledged": {s.RUM.Unacknowledged, 349},
		"available": {s.RUM.Available, 300}, "collecting": {s.RUM.Collecting, 2}, "storage": {s.RUM.InStorage, 31},
		"missing": {s.RUM.Missing, 96},
	} {
		if c.got == nil || *c.got != c.want {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
}

func tech(t *testing.T, body string) *parser.State {
	t.Helper()
	s, err := pasted(parser.ParseTechSupport)(body + "\nClock sync-ed with NTP: True\n")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestMessages(t *testing.T) {
	s := tech(t, `Communication Statistics:
=======================
Communication Level Allowed: DIRECT
Overall State: <empty>
Trust Establishment:
  Attempts: Total=4, Success=1, Fail=3 Ongoing Failure: Overall=3 Communication=2
  Last Response: INVALID STATUS CODE on Jan 10 20:31:24 2022 UTC
    Failure Reason: {"product_instance_identifier":["The identity for the device {is} unknown"]}
  Last Success Time: <none>
  Last Failure Time: Jan 10 20:31:24 2022 UTC
Usage Reporting:
  Attempts: Total=0, Success=0, Fail=0  Ongoing Failure: Overall=0 Communication=0
  Last Response: <none>
    Failure Reason: <none>
Authorization Request:
  Attempts: Total=3, Success=3, Fail=0  Ongoing Failure: Overall=0 Communication=0
  Last Response: NO DATA TO PROCESS
Quantum Message:
  Attempts: Total=1, Success=x, Fail=0  Ongoing Failure: Overall=0 Communication=0
`)
	if len(s.Messages) != 4 || s.Usage != nil && s.Usage.PushInterval != nil {
		t.Fatalf("%+v", s.Messages)
	}
	m := s.Messages[0]
	if m.Name != "trust_establishment" || *m.Success != 1 || *m.Failure != 3 || *m.OngoingOverall != 3 || *m.OngoingComm != 2 {
		t.Errorf("%+v", m)
	}
	if m.Response != "INVALID STATUS CODE" || m.ResponseTime == nil || m.LastSuccess != nil || m.LastFailure == nil ||
		m.Reason != `{"product_instance_identifier":["The identity for the device {is} unknown"]}` {
		t.Errorf("%+v", m)
	}
	if m := s.Messages[1]; m.Response != "" || m.Reason != "" || m.ResponseTime != nil {
		t.Errorf("%+v", m)
	}
	if m := s.Messages[2]; m.Response != "NO DATA TO PROCESS" || m.ResponseTime != nil {
		t.Errorf("%+v", m)
	}
	if m := s.Messages[3]; m.Name != "quantum_message" || m.Success != nil || *m.Failure != 0 || len(s.Unread) != 1 {
		t.Errorf("a number that is none must be absent: %+v, %v", m, s.Unread)
	}
	if s.CommLevel != "DIRECT" || s.CommState != "" {
		t.Error(s.CommLevel, s.CommState)
	}
}

func TestJSONReasonOverSeveralLines(t *testing.T) {
	s := tech(t, "Trust Sync:\n  Attempts: Total=1, Success=0, Fail=1  Ongoing Failure: Overall=1 Communication=1\n"+
		"  Last Response: INVALID STATUS CODE on Jan 10 20:31:24 2022 UTC\n    Failure Reason: {\"error\":\n\"not found\"}\n  Last Success Time: <none>\n")
	if got := s.Messages[0].Reason; got != `{"error": "not found"}` {
		t.Error(got)
	}
}

func TestJobs(t *testing.T) {
	s := tech(t, `Upcoming Scheduled Jobs
=======================
Current time: .Jan 11 13:28:08 2022 pacific
Daily: Jan 11 20:21:12 2022 pacific (1 hours, 1 seconds remaining)
Init Flag Check: Expired Not Rescheduled
Ack Expiration Check: Not Available
Operational Model: Mar 15 21:13:41 2024 pacific  (Expired)
`)
	if s.Clock == nil || s.Clock.Zone != "pacific" || len(s.Jobs) != 4 {
		t.Fatalf("%+v %+v", s.Clock, s.Jobs)
	}
	if j := s.Jobs[0]; j.Name != "daily" || j.At == nil || *j.At.Remaining != time.Hour+time.Second {
		t.Errorf("%+v", j)
	}
	for _, j := range s.Jobs[1:3] {
		if j.At != nil {
			t.Errorf("%+v", j)
		}
	}
	if j := s.Jobs[3]; j.At == nil || j.At.Remaining != nil {
		t.Errorf("%+v", j)
	}
}

func TestLicences(t *testing.T) {
	s, err := pasted(parser.ParseAll)(`License Usage
=============
network-advantage (C9300-24 Network (Advantage)):
  Description: C9300-24 Network Advantage
  Count: 2
  Status: IN USE
  Application HA Info:
    Peer Info:
      UDI: P:C8200L-1N-4T,S:FGL2400INVT
dna-advantage (C9300-24 DNA Advantage):
  Count: 1
  Status: NOT IN USE

Usage Report Summary:
=====================
Available to Report: 1  Collecting Data: 2
`)
	if err != nil || len(s.Licenses) != 2 || s.UDI != nil {
		t.Fatalf("%+v, %v", s, err)
	}
	first, second := s.Licenses[0], s.Licenses[1]
	if first.Name != "network-advantage" || first.EntitlementTag != "C9300-24 Network (Advantage)" || *first.Count != 2 || !*first.InUse() {
		t.Errorf("%+v", first)
	}
	if second.Name != "dna-advantage" || *second.InUse() {
		t.Errorf("%+v", second)
	}
	if (parser.License{Status: "AUTHORIZED"}).InUse() != nil {
		t.Error("a status of agents before SLP says nothing of use")
	}
}

// TestLicencesWithoutIndentation, and those without a name, keep their own numbers.
func TestLicencesWithoutIndentation(t *testing.T) {
	s, err := pasted(parser.ParseAll)(`License Usage
=============
Handle: 1
License: network-advantage
Entitlement Tag: regid.x
Count: 2
Measurements:
ENTITLEMENT:
Current Value: 2
UDI: P:C8200L-1N-4T,S:FGL2400INVT
Handle: 2
License: <empty>
Entitlement tag: regid.y
Count: 3
 (C9200L-NW-E-48):
  Count: 4
Product Information
===================
UDI: PID:C9300,SN:A
Usage Report Summary:
=====================
Available to Report: 1  Collecting Data: 2
`)
	if err != nil || len(s.Licenses) != 3 || s.UDI == nil || s.UDI.PID != "C9300" {
		t.Fatalf("%+v, %v", s, err)
	}
	for i, want := range []struct {
		name, tag string
		count     float64
	}{{"network-advantage", "regid.x", 2}, {"", "regid.y", 3}, {"", "C9200L-NW-E-48", 4}} {
		if l := s.Licenses[i]; l.Name != want.name || l.EntitlementTag != want.tag || *l.Count != want.count {
			t.Errorf("%+v, want %+v", l, want)
		}
	}
}

func TestRegistrationStates(t *testing.T) {
	for line, want := range map[string]bool{
		"AUTHORIZED on Dec 06 23:14:52 2022 UTC":            true,
		"AUTHORIZED - RESERVED on Dec 06 23:14:52 2022 UTC": true,
		"OUT OF COMPLIANCE on Aug 22 18:58:17 2022 UTC":     false,
		"AUTHORIZATION EXPIRED on Aug 22 18:58:17 2022 UTC": false,
		"No Licenses in Use":                                false,
	} {
		s := status(t, "Registration:\n  Status: REGISTERED\nLicense Authorization: \n  Status: "+line+"\nExport Authorization Key:\n  Features Authorized:\n    <none>\n")
		if got := s.Authorization.Authorized; got == nil || *got != want {
			t.Errorf("%s: %v", line, got)
		}
	}
}
