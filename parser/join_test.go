package parser_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
	"github.com/slp-exporter/slp-exporter/parser/reply"
	"github.com/slp-exporter/slp-exporter/parser/reports"
)

// netconfStack is what NETCONF says of a stack of two with licences, policy and reports.
func netconfStack(t *testing.T) *parser.State {
	t.Helper()
	return fixture.Read(t, fixture.RPCReply(`<version>5.11.4</version><state-info>
<transport><transport-type>transport-type-cslu</transport-type></transport>
<udi><pid>C9300-24T</pid><sn>FDO9000A001</sn></udi>
<usage><entitlement-tag>regid.a</entitlement-tag><short-name>A Short Name</short-name><license-name>advantage</license-name><count>7</count></usage>
<usage><entitlement-tag>regid.b</entitlement-tag><short-name>B Short Name That Is Long</short-name><license-name>dna</license-name><count>2</count></usage>
<policy><policy-type>policy-type-merged</policy-type><policy-perpetual><reporting-first-time>10</reporting-first-time></policy-perpetual></policy>
<trust-code><key_udi>PID:C9300-24T,SN:FDO9000A001</key_udi><is-installed>true</is-installed><time-installed>2026-01-02T03:04:05Z</time-installed></trust-code>
<trust-code><key_udi>PID:C9300-24T,SN:FDO9000A002</key_udi><is-installed>false</is-installed></trust-code>
<rum-reports-closed-keys><report-state>rum-report-state-closed</report-state></rum-reports-closed-keys>
<rum-ack><last-received-time>2026-02-01T00:00:00Z</last-received-time></rum-ack>
<imported-authorizations><overall-status><key_udi>PID:C9300-24T,SN:FDO9000A001</key_udi><installed-list><install-type>authorization-type-slr</install-type></installed-list></overall-status></imported-authorizations>
</state-info>`))
}

func yes() *bool           { v := true; return &v }
func no() *bool            { v := false; return &v }
func n(v float64) *float64 { return &v }
func days(d int) *time.Duration {
	v := time.Duration(d) * 24 * time.Hour
	return &v
}

func monthOf(month time.Month) *localtime.Time {
	return &localtime.Time{Wall: time.Date(2025, month, 1, 0, 0, 0, 0, time.UTC), Zone: "CET"}
}

func device(role, sn string) parser.Device {
	return parser.Device{Role: role, PID: "C9300-24T", SerialNumber: sn}
}

// techSupport is what the CLI says of the same switch, with other values wherever both say something.
func techSupport() *parser.State {
	active, member, third := device("active", "FDO9000A001"), device("member", "FDO9000A002"), device("standby", "FDO9000A003")
	return &parser.State{
		Hostname: "muc-acc-01", AgentVersion: "5.9", Clock: monthOf(time.March), PolicyMode: yes(),
		UDI:    &parser.Device{PID: "C9300-24T", SerialNumber: "FDO9000A001"},
		HAUDIs: []parser.Device{active, member, third},
		TrustCodes: []parser.TrustCode{
			{Device: active, Installed: no(), Type: "CSSM"},
			{Device: member, Installed: yes(), InstalledOn: monthOf(time.January), Expires: monthOf(time.June), Type: "CSSM"},
			{Device: third, Installed: yes(), InstalledOn: monthOf(time.February), Type: "CSSM"},
		},
		Transport: &parser.Transport{Type: "cslu", URL: "http://cslu.example.net", VRF: "Mgmt-vrf"},
		Policy: &parser.Policy{Name: "Custom", Source: "Installed On", AckRequired: yes(), Classes: []parser.PolicyClass{
			{Class: "enforced", FirstReport: days(1)},
			{Class: "unenforced_perpetual", FirstReport: days(20), ReportInterval: days(30)},
		}},
		Usage: &parser.UsageReporting{LastAck: monthOf(time.April), NextPush: monthOf(time.May), PushInterval: days(30)},
		Licenses: []parser.License{
			{Name: "advantage", EntitlementTag: "regid.a", Count: n(1), Status: "NOT IN USE", Type: "Perpetual"},
			{Name: "advantage", EntitlementTag: "regid.a", Count: n(1), Status: "IN USE", Type: "Perpetual"},
			{Name: "hsec", EntitlementTag: "regid.c", Count: n(0), Status: "NOT IN USE"},
		},
		RUMStates:      []reports.StateCount{{State: "closed", Reports: 5}, {State: "open", Reports: 2}},
		Authorizations: []parser.Authorization{{Device: active, Installed: no()}, {Device: member, Installed: no()}},
		Unread:         []reply.UnreadLine{{Line: 3, Text: "x"}},
	}
}

// TestJoin: one value of each thing, NETCONF's where both have it, whichever comes first.
func TestJoin(t *testing.T) {
	usage := &parser.State{Licenses: []parser.License{{Name: "dna", EntitlementTag: "B Short Name That Is Long", Count: n(9), Status: "IN USE", Type: "Subscription"}}}
	first := netconfStack(t)
	first.Merge(techSupport())
	first.Merge(usage) // lists of the CLI are believed from the first command that has them
	last := techSupport()
	last.Merge(usage)
	last.Merge(netconfStack(t))
	empty := &parser.State{}
	empty.Merge(netconfStack(t))
	empty.Merge(techSupport())
	for name, s := range map[string]*parser.State{"NETCONF first": first, "NETCONF last": last, "into nothing": empty} {
		t.Run(name, func(t *testing.T) { checkJoined(t, s) })
	}
}

func checkJoined(t *testing.T, s *parser.State) {
	t.Helper()
	exact := func(month time.Month, day, h, m, sec int) *localtime.Time {
		return &localtime.Time{Wall: time.Date(2026, month, day, h, m, sec, 0, time.UTC), Zone: "UTC"}
	}
	for what, pair := range map[string][2]any{
		"hostname":  {s.Hostname, "muc-acc-01"},
		"version":   {s.AgentVersion, "5.11.4"},
		"clock":     {s.Clock, monthOf(time.March)},
		"mode":      {s.PolicyMode, yes()},
		"transport": {s.Transport, &parser.Transport{Type: "cslu", URL: "http://cslu.example.net", VRF: "Mgmt-vrf"}},
		"policy": {s.Policy, &parser.Policy{Name: "Custom", Source: "Merged from multiple sources.", AckRequired: yes(), Classes: []parser.PolicyClass{
			{Class: "unenforced_perpetual", FirstReport: days(10), ReportInterval: days(30)},
			{Class: "enforced", FirstReport: days(1)},
		}}},
		"usage": {s.Usage, &parser.UsageReporting{LastAck: exact(2, 1, 0, 0, 0), NextPush: monthOf(time.May), PushInterval: days(30)}},
		"trust": {s.TrustMembers(), []parser.TrustCode{
			{Device: device("active", "FDO9000A001"), Installed: yes(), InstalledOn: exact(1, 2, 3, 4, 5), Type: "CSSM"},
			{Device: device("member", "FDO9000A002"), Installed: no()},
			{Device: device("standby", "FDO9000A003"), Installed: yes(), InstalledOn: monthOf(time.February), Type: "CSSM"},
		}},
		"reports": {s.RUMStates, []reports.StateCount{{State: "closed", Reports: 1}, {State: "open", Reports: 2}}},
		"authorizations": {s.Authorizations, []parser.Authorization{
			{Device: device("active", "FDO9000A001"), Installed: yes()}, {Device: device("member", "FDO9000A002"), Installed: no()},
		}},
		"unread": {s.Unread, []reply.UnreadLine{{Line: 3, Text: "x"}}},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s is %+v, want %+v", what, pair[0], pair[1])
		}
	}
	var licenses []string
	for _, l := range s.Licenses {
		licenses = append(licenses, l.Name+" "+l.EntitlementTag+" "+l.Status+" "+l.Type)
	}
	if want := []string{"advantage regid.a IN USE Perpetual", "dna regid.b  ", "hsec regid.c NOT IN USE "}; !reflect.DeepEqual(licenses, want) {
		t.Errorf("licences %q, want %q", licenses, want)
	}
	if *s.Licenses[0].Count != 7 || *s.Licenses[1].Count != 2 {
		t.Error("the counts are not NETCONF's")
	}
}

// TestJoinShortNames: commands that print the short name, or the part of it that fits a column, tell
// of the same licence.
func TestJoinShortNames(t *testing.T) {
	for _, tag := range []string{"B Short Name That Is Long", "B Short Name That..."} {
		s := netconfStack(t)
		s.Merge(&parser.State{Licenses: []parser.License{{Name: "dna", EntitlementTag: tag, Count: n(9), Status: "IN USE"}}})
		if len(s.Licenses) != 2 || s.Licenses[1].Status != "IN USE" || *s.Licenses[1].Count != 2 || s.Licenses[1].EntitlementTag != "regid.b" {
			t.Errorf("%s: %+v", tag, s.Licenses)
		}
	}
}

// TestJoinTrust: how members are told apart where the CLI says little, or the same twice.
func TestJoinTrust(t *testing.T) {
	chassis := fixture.Read(t, fixture.RPCReply(`<state-info><udi><pid>C9300-24T</pid><sn>FDO9000A001</sn></udi><trust-code><key_udi>PID:C9300-24T,SN:FDO9000A001</key_udi><is-installed>true</is-installed></trust-code></state-info>`))
	active, standby := device("active", "FDO9000A001"), device("standby", "FDO9000A001")
	for name, test := range map[string]struct {
		cli  *parser.State
		want []parser.TrustCode
	}{
		"two supervisors, one serial number": {
			&parser.State{HAUDIs: []parser.Device{active, standby}, TrustCodes: []parser.TrustCode{{Device: active, Installed: no()}, {Device: standby, Installed: no()}}},
			[]parser.TrustCode{{Device: active, Installed: yes()}, {Device: standby, Installed: no()}},
		},
		"a date for the switch as a whole": {
			&parser.State{TrustCodes: []parser.TrustCode{{Installed: yes(), InstalledOn: monthOf(time.May), Type: "CSSM"}}},
			[]parser.TrustCode{{Device: active, Installed: yes(), InstalledOn: monthOf(time.May), Type: "CSSM"}},
		},
		"nothing": {&parser.State{Hostname: "x"}, []parser.TrustCode{{Device: active, Installed: yes()}}},
		"members without trust": {
			&parser.State{HAUDIs: []parser.Device{active, device("member", "FDO9000A002")}},
			[]parser.TrustCode{{Device: active, Installed: yes()}, {Device: device("member", "FDO9000A002")}},
		},
	} {
		s := *chassis
		s.Merge(test.cli)
		if got := s.TrustMembers(); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
	}
	// No trust list in the model: what the CLI says stands.
	s := fixture.Read(t, fixture.RPCReply("<state-info><udi><pid>C9300-24T</pid><sn>FDO9000A001</sn></udi></state-info>"))
	s.Merge(&parser.State{TrustCodes: []parser.TrustCode{{Installed: no()}}})
	if got, want := s.TrustMembers(), []parser.TrustCode{{Device: active, Installed: no()}}; !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// TestJoinLeavesBothAlone: what was joined is not changed, for a poll keeps it.
func TestJoinLeavesBothAlone(t *testing.T) {
	netconf, cli := netconfStack(t), techSupport()
	whole := *netconf
	whole.Merge(cli)
	whole.Merge(&parser.State{Policy: &parser.Policy{Name: "x"}, OverallTrust: "INSTALLED"})
	if want := netconfStack(t); !reflect.DeepEqual(netconf, want) {
		t.Errorf("NETCONF's state became %+v", netconf)
	}
	if want := techSupport(); !reflect.DeepEqual(cli, want) {
		t.Errorf("the CLI's state became %+v", cli)
	}
}
