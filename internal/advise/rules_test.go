package advise_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/advise/evidence"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/cause"
	"github.com/slp-exporter/slp-exporter/parser/eventlog"
	"github.com/slp-exporter/slp-exporter/parser/history"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// at is a time on the switches of these tests, whose clock is at 12:00 on 3 February 2026 and whose zone nobody knows.
func at(before time.Duration) *localtime.Time {
	return localtime.New(time.Date(2026, 2, 3, 12, 0, 0, 0, time.UTC).Add(-before), "lab")
}

const url = "https://smartreceiver.example.net/licservice/license"

// well is the state of a switch that is well.
func well() *parser.State {
	return &parser.State{
		Clock: at(0), NTPSynced: new(true), SmartLicensing: new(true), PolicyMode: new(true), OverallTrust: "INSTALLED",
		Transport: &parser.Transport{Type: "smart", URL: url},
		UDI:       &parser.Device{Role: "active", PID: "C9300-24T", SerialNumber: "FDO27294AB3"},
		Usage:     &parser.UsageReporting{LastAck: at(day), LastPush: at(day), NextPush: at(-29 * day), AckDeadline: at(-59 * day)},
		Messages:  []parser.Message{{Name: "trust_sync", Response: "OK", OngoingOverall: new(0.0), LastSuccess: at(time.Hour)}},
	}
}

const day = 24 * time.Hour

// failing is the state of a switch whose last 24 messages failed for that reason, which the event log knows.
func failing(reason string) *parser.State {
	s := well()
	s.Messages = []parser.Message{{Name: "trust_sync", Response: "NO REPLY", OngoingOverall: new(24.0), OngoingComm: new(24.0), LastSuccess: at(25 * time.Hour), LastFailure: at(time.Hour)}}
	s.Eventlog = &eventlog.Log{Streak: new(24), FailSince: at(24 * time.Hour), LastFail: at(time.Hour), LastFailReason: reason}
	return s
}

const (
	noName   = "Unable to resolve server hostname/domain name"
	timedOut = "Connection timed out"
)

// answers are commands and what the switch answers.
func answers(pairs ...string) (all evidence.Outputs) {
	for i := 0; i+1 < len(pairs); i += 2 {
		all = append(all, evidence.Answer(pairs[i], pairs[i+1], true))
	}
	return all
}

func ids(r advise.Report) (all []advise.ID) {
	for _, f := range r.Findings {
		all = append(all, f.ID)
	}
	return all
}

func stepOf(t *testing.T, r advise.Report, id advise.StepID) advise.Step {
	t.Helper()
	at := slices.IndexFunc(r.Steps, func(s advise.Step) bool { return s.ID == id })
	if at < 0 {
		t.Fatalf("there is no step %s", id)
	}
	return r.Steps[at]
}

// TestWell: nothing is found on a switch that is well, and a refused command changes nothing.
func TestWell(t *testing.T) {
	in := advise.Input{State: well()}
	in.Outputs = append(in.Outputs, evidence.Output{Command: "show clock detail", Refused: "% Invalid input detected at '^' marker."})
	r := advise.Diagnose(in)
	if r.Verdict != advise.OK || len(r.Findings) != 0 || r.Cause == nil || *r.Cause != cause.None {
		t.Errorf("%+v", r)
	}
	if !strings.HasPrefix(r.Headline, "Nothing is wrong: ") {
		t.Errorf("%q", r.Headline)
	}
}

// TestRoots: what explains a failure comes before it, is as severe, and is in the headline.
func TestRoots(t *testing.T) {
	const address = "198.51.100.7"
	resolved := []string{"ping smartreceiver.example.net", "Sending 5, 100-byte ICMP Echos to " + address + ", timeout is 2 seconds:\n.....\nSuccess rate is 0 percent (0/5)\n"}
	inVRF := failing(noName)
	inVRF.Transport.VRF = "mgmt"
	byProxy := failing(timedOut)
	byProxy.Transport.ProxyAddress, byProxy.Transport.ProxyPort = "192.0.2.8", "3129"
	tls := func(reason string) *parser.State { return failing("SSL certificate problem: " + reason) }
	for _, tt := range []struct {
		name  string
		state *parser.State
		asked []string
		first advise.ID
		then  advise.ID
	}{
		{"no name server", failing(noName), []string{"show hosts", "Name/address lookup uses domain service\nName servers are 255.255.255.255\n"}, "no_name_server", "name_resolution_failing"},
		{"no name server in the VRF", inVRF, []string{"show ip dns view vrf mgmt", "DNS View vrf mgmt parameters:\n  Domain lookup is enabled\n  Domain name-servers:\nDNS Server settings:\n"}, "no_name_server", "name_resolution_failing"},
		{"a name server in another VRF", inVRF, []string{"show running-config | include name-server|domain lookup|ip host", "ip name-server 192.0.2.53\n"}, "name_server_in_other_vrf", "name_resolution_failing"},
		{"look-ups switched off", failing(noName), []string{"show running-config | include name-server|domain lookup|ip host", "no ip domain lookup\n"}, "name_lookup_disabled", "name_resolution_failing"},
		{"static mappings only", failing(noName), []string{"show hosts", "Name/address lookup uses static mappings\nName servers are 192.0.2.53\n"}, "name_lookup_disabled", "name_resolution_failing"},
		{
			"the source interface is down", failing(timedOut), []string{
				"show running-config | include ^license smart|^ip http client", "ip http client source-interface Vlan10\n",
				"show ip interface brief | exclude unassigned", "Interface              IP-Address      OK? Method Status                Protocol\nVlan10                 192.0.2.10      YES NVRAM  down                  down\n",
			}, "source_interface_down", "connection_timeout",
		},
		{
			"the source interface has no address", failing(timedOut), []string{
				"show running-config | include ^license smart|^ip http client", "ip http client source-interface Vlan10\n",
				"show ip interface brief | exclude unassigned", "Interface              IP-Address      OK? Method Status                Protocol\nVlan20                 192.0.2.10      YES NVRAM  up                    up\n",
			}, "source_interface_down", "connection_timeout",
		},
		{"no route", failing(timedOut), append(slices.Clone(resolved), "show ip cef "+address, "0.0.0.0/0\n  no route\n"), "no_route", "connection_timeout"},
		{"the proxy's port is closed", byProxy, []string{"telnet 192.0.2.8 3129", "Trying 192.0.2.8, 3129 ... \n% Connection refused by remote host\n"}, "port_closed", "connection_timeout"},
		{"TLS is inspected", tls("self signed certificate in certificate chain"), nil, "tls_inspected", "tls_failing"},
		{"the trust point is missing", tls("unable to get local issuer certificate"), []string{"show crypto pki trustpoints SLA-TrustPoint status", "% Trustpoint SLA-TrustPoint does not exist\n"}, "trust_point_missing", "tls_failing"},
		{"the clock is not set", tls("certificate is not yet valid"), []string{"show ntp status", "Clock is unsynchronized, stratum 16, no reference clock\n"}, "ntp_unsynchronised", "tls_failing"},
	} {
		r := advise.Diagnose(advise.Input{State: tt.state, Outputs: answers(tt.asked...)})
		got := ids(r)
		if len(got) < 2 || got[0] != tt.first || got[1] != tt.then {
			t.Errorf("%s: %v, want %s, then %s", tt.name, got, tt.first, tt.then)
			continue
		}
		if r.Findings[0].Severity != r.Findings[1].Severity || len(r.Findings[0].Evidence) == 0 {
			t.Errorf("%s: %+v", tt.name, r.Findings[0])
		}
		failure, _, _ := strings.Cut(r.Findings[1].Summary, ": ")
		if !strings.HasPrefix(r.Headline, failure+": ") || !strings.Contains(r.Headline, r.Findings[0].Summary[1:]) {
			t.Errorf("%s: headline %q", tt.name, r.Headline)
		}
	}
}

// TestClock: the clock of a live switch explains why TLS fails; a capture has no other clock beside it.
func TestClock(t *testing.T) {
	s := failing("SSL certificate problem: certificate is not yet valid")
	live := localtime.NewClock(s.Clock, at(2*time.Hour).Wall, time.FixedZone("lab", 0))
	if got := ids(advise.Diagnose(advise.Input{State: s, Clock: live})); len(got) == 0 || got[0] != "clock_wrong" {
		t.Errorf("%v", got)
	}
	captured := localtime.NewClock(s.Clock, time.Time{}, nil)
	if got := ids(advise.Diagnose(advise.Input{State: s, Clock: captured})); slices.Contains(got, "clock_wrong") {
		t.Errorf("%v", got)
	}
}

// TestProvesNothing has outputs that would be misread: each of them must change nothing, or leave a step open.
func TestProvesNothing(t *testing.T) {
	const address = "198.51.100.7"
	for _, tt := range []struct {
		name   string
		state  *parser.State
		asked  []string
		step   advise.StepID
		answer advise.Answer
		no     advise.ID
	}{
		{"an empty configuration below privilege 15", failing(noName), []string{"show running-config | include name-server|domain lookup|ip host", ""}, advise.StepResolve, advise.No, "name_server_in_other_vrf"},
		{"cached names", failing("NO REPLY"), []string{"show hosts", "Name servers are 192.0.2.53\nsmartreceiver.example.net  None  (temp, OK)  0   IP    198.51.100.7\n"}, advise.StepResolve, advise.NotKnown, "no_name_server"},
		{"pings that are lost", failing("NO REPLY"), []string{"ping smartreceiver.example.net", "Sending 5, 100-byte ICMP Echos to " + address + ", timeout is 2 seconds:\n.....\nSuccess rate is 0 percent (0/5)\n"}, advise.StepReach, advise.NotKnown, "port_closed"},
		{"pings that are lost show that the name resolves", failing("NO REPLY"), []string{"ping smartreceiver.example.net", "Sending 5, 100-byte ICMP Echos to " + address + ", timeout is 2 seconds:\n.....\nSuccess rate is 0 percent (0/5)\n"}, advise.StepResolve, advise.Yes, "no_name_server"},
		{"a route that is not in the table, with a default route", failing("NO REPLY"), []string{"ping smartreceiver.example.net", "Sending 5, 100-byte ICMP Echos to " + address + "\n", "show ip route " + address, "% Network not in table\n"}, advise.StepReach, advise.NotKnown, "no_route"},
		{"an interface that is up", failing("NO REPLY"), []string{
			"show running-config | include ^license smart|^ip http client", "ip http client source-interface Vlan10\n",
			"show ip interface brief | exclude unassigned", "Interface  IP-Address      OK? Method Status                Protocol\nVlan10     192.0.2.10      YES NVRAM  up                    up\n",
		}, advise.StepSourceInterface, advise.Yes, "source_interface_down"},
		{"a root certificate that is there", failing("NO REPLY"), []string{"show crypto pki trustpoints SLA-TrustPoint status", "Trustpoint SLA-TrustPoint:\n  State:\n    Issuing CA authenticated ....... Yes\n"}, advise.StepTLS, advise.NotKnown, "trust_point_missing"},
		{"a clock that says nothing of NTP", well(), []string{"show clock detail", "12:00:00.000 lab Tue Feb 3 2026\nTime source is user configuration\n"}, advise.StepClock, advise.Yes, "ntp_unsynchronised"},
	} {
		r := advise.Diagnose(advise.Input{State: tt.state, Outputs: answers(tt.asked...)})
		if slices.Contains(ids(r), tt.no) {
			t.Errorf("%s proves %s", tt.name, tt.no)
		}
		if got := stepOf(t, r, tt.step); got.Answer != tt.answer {
			t.Errorf("%s: step %s is %s (%s), want %s", tt.name, tt.step, got.Answer, got.Why, tt.answer)
		}
	}
}

// TestRestored: COMM_RESTORED is logged at each start. Only statistics, or a restore without a start, show that
// communication works.
func TestRestored(t *testing.T) {
	const start = "2026-02-03 11:30:00.000 lab SAEVT_INIT_START version=\"5.11.4_rel/20\"\n"
	const fail = "2026-02-03 10:00:00.000 lab SAEVT_COMM_FAIL error=\"Connection timed out\"\n"
	const restored = "2026-02-03 11:31:00.000 lab SAEVT_COMM_RESTORED\n"
	log := &eventlog.Log{Streak: new(0), LastFail: at(2 * time.Hour), LastFailReason: timedOut, LastRestored: at(29 * time.Minute), Events: []eventlog.Count{{Name: "SAEVT_COMM_FAIL", Count: 1}}}
	alone := advise.Input{State: &parser.State{PolicyMode: new(true), Eventlog: log}}

	alone.Outputs = answers("show license eventlog 1", fail+restored)
	if got := stepOf(t, advise.Diagnose(alone), advise.StepExchange); got.Answer != advise.Yes {
		t.Errorf("restored: %+v", got)
	}
	alone.Outputs = answers("show license eventlog 1", fail+start+restored)
	if got := stepOf(t, advise.Diagnose(alone), advise.StepExchange); got.Answer != advise.NotKnown {
		t.Errorf("restored by a start: %+v", got)
	}

	s := failing(timedOut)
	s.Eventlog = log
	r := advise.Diagnose(advise.Input{State: s, Outputs: alone.Outputs})
	if got := stepOf(t, r, advise.StepExchange); got.Answer != advise.No || !slices.Contains(ids(r), "connection_timeout") {
		t.Errorf("the statistics still fail, and nothing was answered since the log's failure: %+v %v", got, ids(r))
	}

	s.Messages = append(s.Messages, parser.Message{Name: "usage_reporting", Response: "OK", OngoingOverall: new(0.0), LastSuccess: at(90 * time.Minute)})
	if r := advise.Diagnose(advise.Input{State: s, Outputs: alone.Outputs}); !slices.Contains(ids(r), "no_reply") {
		t.Errorf("a message was answered after the log's failure, another one fails: %v", ids(r))
	}
}

// TestNeedsTrust: a switch that reports to CSSM itself needs a trust code, by Smart Transport and by Call Home.
func TestNeedsTrust(t *testing.T) {
	for transport, want := range map[string][]advise.ID{
		"smart": {"trust_code_missing"}, "callhome": {"trust_code_missing"}, "cslu": nil,
	} {
		s := well()
		s.OverallTrust, s.Transport.Type = "No ID", transport
		if got := ids(advise.Diagnose(advise.Input{State: s})); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", transport, got, want)
		}
	}
}

// TestNoNetworkFault: the agent that failed to make a message is no failure of communication.
func TestNoNetworkFault(t *testing.T) {
	s := well()
	s.Messages = append(s.Messages, parser.Message{Name: "authorization_request", Failure: new(0.0), OngoingOverall: new(0.0), Response: "BUILD REQUEST ERROR", Reason: "Null pointer Error", LastFailure: at(time.Minute)})
	r := advise.Diagnose(advise.Input{State: s})
	if r.Verdict != advise.OK || !slices.Equal(ids(r), []advise.ID{"agent_error"}) {
		t.Errorf("%s %v", r.Verdict, ids(r))
	}
}

// TestHistory: an empty RESPONSE counts as no response.
func TestHistory(t *testing.T) {
	s := &parser.State{History: &history.History{Messages: []history.Message{{Name: "usage_reporting", Requests: 2, Unanswered: 1, LastRequest: at(time.Hour), LastResponse: at(day), StatusCode: "OK"}}}}
	if r := advise.Diagnose(advise.Input{State: s}); !slices.Equal(ids(r), []advise.ID{"message_unanswered"}) || r.Findings[0].Severity != advise.Info {
		t.Errorf("%+v", r.Findings)
	}
}

// TestFleet: what differs from nine tenths of the fleet is told, and is the reason where communication fails.
func TestFleet(t *testing.T) {
	const proxy, wrong = "3128", "3129"
	by := func(port string) parser.Transport {
		return parser.Transport{Type: "smart", URL: url, ProxyAddress: "192.0.2.8", ProxyPort: port}
	}
	s := failing("Proxy connection refused")
	own := by(wrong)
	s.Transport = &own
	fleet := advise.Fleet{by(proxy): 19, own: 1}
	if r := advise.Diagnose(advise.Input{State: s, Fleet: fleet}); len(r.Findings) != 2 || r.Findings[0].ID != "proxy_differs" || r.Findings[0].Severity != advise.Warning {
		t.Errorf("%+v", r.Findings)
	}
	if r := advise.Diagnose(advise.Input{State: s, Fleet: advise.Fleet{by(proxy): 8, own: 2}}); ids(r)[0] != "proxy_failing" {
		t.Errorf("two of ten are no mistake: %v", ids(r))
	}

	off := well()
	off.Transport = &parser.Transport{Type: "off"}
	fleet = advise.Fleet{}
	for range 19 {
		fleet.Add(well())
	}
	fleet.Add(off)
	if r := advise.Diagnose(advise.Input{State: off, Fleet: fleet}); r.Verdict != advise.Problem || r.Findings[0].ID != "transport_off_by_mistake" {
		t.Errorf("%+v", r)
	}
	if r := advise.Diagnose(advise.Input{State: off}); r.Verdict != advise.OK || r.Findings[0].ID != "offline_by_design" || *r.Cause != cause.Offline {
		t.Errorf("%+v", r)
	}
}

// TestDeadlines: each has its time, and none counts where no ACK is required or nothing is sent.
func TestDeadlines(t *testing.T) {
	for _, tt := range []struct {
		left, since time.Duration
		want        advise.ID
	}{
		{-time.Hour, 60 * day, "ack_deadline_passed"},
		{6 * day, 54 * day, "ack_deadline_very_near"},
		{20 * day, 40 * day, "ack_deadline_near"},
		{20 * day, 10 * day, ""}, // of a month, as short intervals have it
		{31 * day, 60 * day, ""},
	} {
		s := well()
		s.Usage.AckDeadline, s.Usage.LastAck = at(-tt.left), at(tt.since)
		var want []advise.ID
		if tt.want != "" {
			want = []advise.ID{tt.want}
		}
		if got := ids(advise.Diagnose(advise.Input{State: s})); !slices.Equal(got, want) {
			t.Errorf("%v left, %v since: %v, want %v", tt.left, tt.since, got, want)
		}
		s.Policy = &parser.Policy{AckRequired: new(false)}
		if got := ids(advise.Diagnose(advise.Input{State: s})); len(got) != 0 {
			t.Errorf("no ACK is required: %v", got)
		}
	}
}

// TestZones: times of the same zone are compared as printed, those of others not at all, unless they can be resolved.
func TestZones(t *testing.T) {
	s := well()
	s.Usage.AckDeadline = localtime.New(at(day).Wall, "summer")
	if got := ids(advise.Diagnose(advise.Input{State: s})); len(got) != 0 {
		t.Errorf("%v", got)
	}
	s.Usage.AckDeadline = localtime.New(at(day).Wall, "UTC")
	s.Clock = localtime.New(at(0).Wall, "GMT")
	if got := ids(advise.Diagnose(advise.Input{State: s, Clock: localtime.NewClock(s.Clock, time.Time{}, nil)})); !slices.Equal(got, []advise.ID{"ack_deadline_passed"}) {
		t.Errorf("%v", got)
	}
}

// TestSecrets: no output shows a token, a signature or credentials, wherever the switch printed them.
func TestSecrets(t *testing.T) {
	token := strings.Repeat("Zm9vYmFy", 12)
	s := failing("LS_INVALID_DATA: token " + token)
	s.Messages[0].Reason = `{"signature":"` + token + `"}`
	s.Transport.URL = "https://lab:hunter2@smart.example.net/x"
	texts := answers(
		"show license tech support", "Transport:\n  Type: Smart\n  URL: https://lab:hunter2@smart.example.net/x\nTrust Sync:\n  Attempts: Total=24\n  Last Response: LS_INVALID_DATA\n    Failure Reason: {\"signature\":\""+token+"\"}\n",
		"show license eventlog 1", "2026-02-03 11:00:00.000 lab SAEVT_COMM_FAIL error=\"token "+token+"\"\n",
	)
	r := advise.Diagnose(advise.Input{State: s, Outputs: texts})
	var said strings.Builder
	said.WriteString(r.Headline)
	for _, f := range r.Findings {
		said.WriteString(f.Summary)
		for _, e := range f.Evidence {
			said.WriteString(e.Line)
		}
	}
	for _, step := range r.Steps {
		said.WriteString(step.Why + strings.Join(step.Next, ""))
		for _, e := range step.Evidence {
			said.WriteString(e.Line)
		}
	}
	for _, secret := range []string{token, token[:40], "hunter2"} {
		if strings.Contains(said.String(), secret) {
			t.Errorf("%q is shown", secret)
		}
	}
	if !strings.Contains(said.String(), "<blob>") {
		t.Error("nothing was masked")
	}
}

// TestWants: what is asked next follows from what is known, each command once, and only --active and --sync do more
// than show.
func TestWants(t *testing.T) {
	in := advise.Input{}
	var all []string
	for range 20 {
		wants := advise.Wants(in)
		wants = slices.DeleteFunc(wants, func(w advise.Want) bool { return w.Effect != advise.Show })
		if len(wants) == 0 {
			break
		}
		for _, w := range wants {
			if slices.Contains(all, w.Command) || strings.HasPrefix(w.Command, "license") || w.Step == "" {
				t.Fatalf("%+v is wanted after %q", w, all)
			}
			all = append(all, w.Command)
			in.Outputs = append(in.Outputs, evidence.Output{Command: w.Command, Refused: "% Invalid input detected at '^' marker."})
		}
		in.State = failing(timedOut)
	}
	if !slices.Contains(all, "show license tech support") || !slices.Contains(all, "show clock detail") || !slices.Contains(all, "show hosts") {
		t.Errorf("%q", all)
	}

	in.Outputs = answers("ping smartreceiver.example.net", "Sending 5, 100-byte ICMP Echos to 198.51.100.7, timeout\n", "show ip cef 198.51.100.7", "0.0.0.0/0\n  nexthop 192.0.2.1 Vlan10\n", "show ip arp 192.0.2.1", "Internet  192.0.2.1  1  aabb.cc00.0100  ARPA  Vlan10\n")
	var commands []string
	effects := map[advise.Effect]bool{}
	for _, w := range advise.Wants(in) {
		commands = append(commands, w.Command)
		effects[w.Effect] = true
	}
	for _, want := range []string{"show ip route 198.51.100.7", "telnet smartreceiver.example.net 443", "show mac address-table address aabb.cc00.0100", "license smart sync all"} {
		if !slices.Contains(commands, want) {
			t.Errorf("%q is not among %q", want, commands)
		}
	}
	if !effects[advise.Send] || !effects[advise.Sync] {
		t.Errorf("%v", effects)
	}
}

// TestCapture: where nothing else says why, the capture is written out for the port that leads to the server.
func TestCapture(t *testing.T) {
	in := advise.Input{State: failing("NO REPLY"), Outputs: answers(
		"ping smartreceiver.example.net", "Sending 5, 100-byte ICMP Echos to 198.51.100.7, timeout\n",
		"show ip cef 198.51.100.7", "0.0.0.0/0\n  nexthop 192.0.2.1 Vlan10\n",
		"show ip arp 192.0.2.1", "Internet  192.0.2.1  1  aabb.cc00.0100  ARPA  Vlan10\n",
		"show mac address-table address aabb.cc00.0100", "  10    aabb.cc00.0100    DYNAMIC     Gi1/0/48\n",
	)}
	got := stepOf(t, advise.Diagnose(in), advise.StepCapture)
	if got.Answer != advise.No || !slices.Contains(got.Next, "monitor capture SLP interface Gi1/0/48 both") || !slices.Contains(got.Next, "undebug all") {
		t.Errorf("%+v", got)
	}
	known := stepOf(t, advise.Diagnose(advise.Input{State: failing(noName)}), advise.StepCapture)
	if known.Answer != advise.Yes || len(known.Next) != 0 {
		t.Errorf("%+v", known)
	}
}

// TestRefused: what an account may not run leaves its step open, and says so.
func TestRefused(t *testing.T) {
	in := advise.Input{State: failing("NO REPLY"), Outputs: evidence.Outputs{
		{Command: "show crypto pki trustpoints SLA-TrustPoint status", Refused: "% Authorization failed."},
		{Command: "show hosts", Failed: "no answer within 30s"},
	}}
	r := advise.Diagnose(in)
	if got := stepOf(t, r, advise.StepTLS); got.Answer != advise.NotKnown || !strings.Contains(got.Why, "% Authorization failed.") || slices.Contains(got.Next, "show crypto pki trustpoints SLA-TrustPoint status") {
		t.Errorf("%+v", got)
	}
	if got := stepOf(t, r, advise.StepResolve); !strings.Contains(got.Why, "no answer within 30s") {
		t.Errorf("%+v", got)
	}
}
