package advise_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-kit/log"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/advise/evidence"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
	"github.com/slp-exporter/slp-exporter/internal/testenv/nowire"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/cause"
)

// standing is a clock that stands still.
type standing struct{ now time.Time }

func (c standing) Now() time.Time { return c.now }

// polled is what the fleet knows of one simulated switch of a scenario after a poll, with the texts it was read from.
func polled(t *testing.T, scenario simulator.Scenario, seed uint64) (advise.Input, *simulator.Switch) {
	t.Helper()
	clock := standing{time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)}
	switches, err := simulator.New(simulator.Options{Switches: 1, Seed: seed, Clock: clock, Scenarios: []simulator.Scenario{scenario}})
	if err != nil {
		t.Fatal(err)
	}
	sw := switches.Switches()[0]
	module := &config.Module{
		Name: "default", Protocol: config.ProtocolSSH, EventlogDays: 1, Session: config.SessionKeep, IdleTimeout: time.Hour,
		Collectors: config.DefaultCollectors(config.ProtocolSSH),
	}
	c := &config.Config{
		Polling: config.Polling{MaxConcurrent: 1, MinInterval: time.Second, Timeout: time.Hour},
		Targets: []*config.Target{{Name: sw.Name(), Address: "192.0.2.1:22", Module: module}},
	}
	f := fleet.New(c, fleet.Options{Logger: log.NewNopLogger(), Now: clock.Now, Open: nowire.Open(map[string]*simulator.Switch{sw.Name(): sw})})
	t.Cleanup(func() { _ = f.Close(context.Background()) })
	result := f.Collect(t.Context())[0].Result
	if result == nil || result.State == nil {
		t.Fatalf("%s is not polled: %+v", scenario, result)
	}
	in := advise.Input{Target: sw.Name(), State: result.State, Clock: result.Clock}
	for _, c := range parser.Commands() {
		if slices.Contains(module.Collectors, c.Collector) {
			command := c.Over(module.EventlogDays).Text
			in.Outputs = append(in.Outputs, evidence.Answer(command, sw.Render(command), true))
		}
	}
	return in, sw
}

// ask types what is wanted, as long as it only shows something and anything is.
func ask(t *testing.T, in *advise.Input, sw *simulator.Switch) {
	t.Helper()
	for range 10 {
		asked := 0
		for _, w := range advise.Wants(*in) {
			if w.Effect == advise.Show {
				in.Outputs = append(in.Outputs, evidence.Answer(w.Command, sw.Render(w.Command), true))
				asked++
			}
		}
		if asked == 0 {
			return
		}
	}
	t.Errorf("%s is asked without end", in.Target)
}

// expectation is the finding that must come first for a scenario, and whether the switch is in trouble.
type expectation struct {
	ids     []advise.ID // of seeds 1, 2 and 3, or of all; nil for no finding at all
	verdict advise.Verdict
	asked   []advise.ID // the same once further commands are asked; nil if they change nothing
}

// of returns the finding of a seed; empty for none.
func of(ids []advise.ID, seed uint64) advise.ID {
	if len(ids) == 0 {
		return ""
	}
	return ids[int(seed)%len(ids)]
}

// first has what is expected of each scenario.
var first = map[simulator.Scenario]expectation{
	simulator.Healthy: {nil, advise.OK, nil},
	simulator.NeverTrusted: { // half of them get no answer, the others a refusal
		[]advise.ID{"connection_timeout", "trust_token_refused", "trust_token_refused"}, advise.Problem, nil,
	},
	simulator.DNSFailure:              {[]advise.ID{"name_resolution_failing"}, advise.Problem, nil},
	simulator.Timeout:                 {[]advise.ID{"connection_timeout"}, advise.Problem, nil},
	simulator.ProxyRefused:            {[]advise.ID{"proxy_failing"}, advise.Problem, nil},
	simulator.AckOverdue:              {[]advise.ID{"reports_unacknowledged"}, advise.Problem, nil},
	simulator.ReportBacklog:           {[]advise.ID{"reports_unacknowledged"}, advise.Problem, nil},
	simulator.LostTrust:               {[]advise.ID{"trust_lost"}, advise.Problem, nil},
	simulator.StackMemberWithoutTrust: {[]advise.ID{"trust_code_missing_on_member"}, advise.Problem, nil},
	simulator.Offline:                 {[]advise.ID{"offline_by_design"}, advise.OK, nil},
	simulator.PreSLP:                  {[]advise.ID{"before_slp"}, advise.OK, nil},
	simulator.SkewedClock:             {[]advise.ID{"clock_wrong"}, advise.Problem, nil},
	simulator.LongOutage:              {[]advise.ID{"connection_timeout"}, advise.Problem, nil},
	simulator.NeverRestored:           {[]advise.ID{"name_resolution_failing"}, advise.Problem, nil},
	simulator.WrongSourceInterface:    {[]advise.ID{"connection_timeout"}, advise.Problem, []advise.ID{"source_interface_down"}},
	simulator.VRFWithoutNameServer:    {[]advise.ID{"name_resolution_failing"}, advise.Problem, []advise.ID{"name_server_in_other_vrf"}},
	simulator.TLSInspection:           {[]advise.ID{"tls_inspected"}, advise.Problem, nil},
	simulator.WrongProxyPort:          {[]advise.ID{"connection_timeout"}, advise.Problem, nil},
	simulator.WrongClock:              {[]advise.ID{"clock_wrong"}, advise.Problem, nil},
	simulator.LostRoute:               {[]advise.ID{"server_unreachable"}, advise.Problem, []advise.ID{"no_route"}},
	simulator.TransportOff:            {[]advise.ID{"offline_by_design"}, advise.OK, nil}, // without a fleet to compare with
}

// TestScenarios: the first finding is the cause, before further commands are asked and after, and each line of
// evidence is in the output that it names.
func TestScenarios(t *testing.T) {
	for _, scenario := range simulator.Scenarios() {
		want, ok := first[scenario]
		if !ok {
			t.Errorf("what is wrong in scenario %s?", scenario)
		}
		for seed := range uint64(3) {
			in, sw := polled(t, scenario, seed+1)
			id := of(want.ids, seed)
			name := fmt.Sprintf("%s, seed %d", scenario, seed+1)
			judge(t, name, in, judgement{want.verdict, id})
			ask(t, &in, sw)
			if want.asked != nil {
				id = of(want.asked, seed)
			}
			judge(t, name+", asked", in, judgement{want.verdict, id})
		}
	}
}

// judge compares a report with the verdict and the finding that must come first, if any.
func judge(t *testing.T, name string, in advise.Input, want judgement) {
	t.Helper()
	r := advise.Diagnose(in)
	got := judgement{verdict: r.Verdict}
	if len(r.Findings) > 0 {
		got.first = r.Findings[0].ID
	}
	if got != want {
		t.Errorf("%s: %+v, want %+v: %s", name, got, want, r.Headline)
	}
	checkReport(t, name, in, r)
}

// checkReport checks what holds for each report.
func checkReport(t *testing.T, name string, in advise.Input, r advise.Report) {
	t.Helper()
	var quoted []advise.Evidence
	for i, f := range r.Findings {
		if i > 0 && f.Severity.AtLeast(r.Findings[i-1].Severity) && f.Severity != r.Findings[i-1].Severity {
			t.Errorf("%s: %s is worse than the finding before it", name, f.ID)
		}
		if f.Summary == "" || len(f.Evidence) == 0 || len(f.Advice) == 0 || f.Runbook == "" {
			t.Errorf("%s: %+v lacks something", name, f)
		}
		quoted = append(quoted, f.Evidence...)
	}
	for _, s := range r.Steps {
		if s.Question == "" || s.Answer == "" || s.Answer != advise.Yes && s.Why == "" || s.Next == nil {
			t.Errorf("%s: %+v lacks something", name, s)
		}
		quoted = append(quoted, s.Evidence...)
	}
	for _, e := range quoted {
		if !isQuoted(in, e) {
			t.Errorf("%s: %q is not in the output of %q", name, e.Line, e.Command)
		}
	}
}

// isQuoted reports whether a line is in the output of its command, but for what is masked and cut.
func isQuoted(in advise.Input, e advise.Evidence) bool {
	begin, _, _ := strings.Cut(strings.TrimSuffix(e.Line, "…"), "<")
	for _, o := range in.Outputs {
		if o.Command == e.Command && begin != "" && strings.Contains(o.Text, begin) {
			return true
		}
	}
	return false
}

// TestGlance: a glance says what a diagnosis says, without the steps that the verdict does not need. A run of failures
// is there exactly where a cause is.
func TestGlance(t *testing.T) {
	adviser := advise.New()
	for _, scenario := range simulator.Scenarios() {
		in, _ := polled(t, scenario, 1)
		want, got := adviser.Diagnose(in), adviser.Glance(in)
		if len(got.Steps) != 2 {
			t.Errorf("%s: steps %+v", scenario, got.Steps)
		}
		if got.Steps = want.Steps; !reflect.DeepEqual(got, want) {
			t.Errorf("%s: a glance finds %+v, a diagnosis %+v", scenario, got, want)
		}
		fails := want.Cause != nil && *want.Cause != cause.None && *want.Cause != cause.Offline
		if f := want.Failing; (f != nil) != fails || f != nil && f.Times == 0 {
			t.Errorf("%s: cause %v, failing %+v", scenario, want.Cause, f)
		}
	}
}
