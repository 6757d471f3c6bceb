package collector

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	"github.com/prometheus/common/expfmt"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/internal/testenv/race"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/capture"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
	"github.com/slp-exporter/slp-exporter/parser/netconf"
)

// TestNetconfCorpus holds the metrics of real trees, which were got by RESTCONF and are turned into
// XML here, against the facts beside them.
func TestNetconfCorpus(t *testing.T) {
	cases, err := filepath.Glob(filepath.Join(corpus, "restconf-state", "*"))
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) == 0 {
		t.Skipf("no real trees in %s", corpus)
	}
	for _, dir := range cases {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			tree := jsonFile(t, filepath.Join(dir, "output.txt"))
			state, err := netconf.Parse(platform.Output{Text: xmlOf(t, tree)})
			if err != nil || len(state.Unread) > 0 {
				t.Fatal(err, state)
			}
			f := jsonFile(t, filepath.Join(dir, "expected.json"))
			e := expected{facts: f, series: expectations(f)}
			e.netconf(t)
			compareSeries(t, netconfSeries(state), e.series)
			if p := f.in("privacy"); *state.Privacy.Hostname != p["hostname"] || *state.Privacy.Version != p["version"] {
				t.Errorf("privacy %v %v, want %v", *state.Privacy.Hostname, *state.Privacy.Version, p)
			}
		})
	}
}

func jsonFile(t *testing.T, name string) facts {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var f facts
	if err := json.Unmarshal(text, &f); err != nil {
		t.Fatal(err)
	}
	return f
}

// xmlOf writes a tree as NETCONF sends it: lists become elements of the same name.
func xmlOf(t *testing.T, tree facts) string {
	t.Helper()
	var b strings.Builder
	var write func(name string, value any)
	write = func(name string, value any) {
		switch v := value.(type) {
		case []any:
			for _, x := range v {
				write(name, x)
			}
			return
		case map[string]any:
			fmt.Fprintf(&b, "<%s>", name)
			for _, k := range slices.Sorted(maps.Keys(v)) {
				write(k, v[k])
			}
		default:
			fmt.Fprintf(&b, "<%s>", name)
			if err := xml.EscapeText(&b, []byte(fmt.Sprint(v))); err != nil {
				t.Fatal(err)
			}
		}
		fmt.Fprintf(&b, "</%s>", name)
	}
	write("state", tree["cisco-smart-license:state"])
	return `<rpc-reply xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><data><licensing xmlns="` + netconf.Namespace + `">` +
		b.String() + "</licensing></data></rpc-reply>"
}

// netconf adds what the facts of a tree say and those of the CLI do not, or otherwise.
func (e expected) netconf(t *testing.T) {
	for name := range e.series {
		if strings.HasPrefix(name, "slp_license_") {
			delete(e.series, name)
		}
	}
	for _, l := range e.list("licenses") { // with a short name beside the tag
		by := []string{"license", l.text("name"), "entitlement_tag", l.text("entitlement_tag")}
		e.number(l, "count", "slp_license_count", by...)
		e.add(1, "slp_license_info", append(by, "description", l.text("description"))...)
	}
	if e.in("policy").text("source") == "merged" {
		e.add(1, "slp_policy_info", "policy", e.in("policy").text("name"), "source", "Merged from multiple sources.")
	}
	for fact, name := range map[string]string{"last_ack": "last_ack", "next_ack_deadline": "ack_deadline"} {
		if text := e.in("usage_reporting").text(fact); text != "" {
			at, err := time.Parse(time.RFC3339, text)
			if err != nil {
				t.Fatal(err)
			}
			e.add(float64(at.Unix()), "slp_usage_reporting_"+name+"_timestamp_seconds")
		}
	}
	e.flag(e.facts, "eval_in_use", "slp_evaluation_in_use")
	e.flag(e.facts, "eval_expired", "slp_evaluation_expired")
	if n, ok := e.facts["rum_closed_reports"].(float64); ok {
		e.add(n, "slp_rum_report_states", "state", "closed")
		// The tree's oldest report began on a switch without a clock: 2015-01-01T00:02:16Z.
		e.add(1420070536, "slp_rum_report_oldest_unacknowledged_timestamp_seconds")
	}
}

func netconfSeries(state *parser.State) map[string]float64 {
	clock := localtime.NewClock(state.Clock, time.Time{}, nil)
	return series(NewBuilder().CaptureFamilies(Capture{Target: "t", State: state, Clock: clock}))
}

func compareSeries(t *testing.T, got, want map[string]float64) {
	t.Helper()
	for _, s := range slices.Sorted(maps.Keys(want)) {
		if v, ok := got[s]; !ok || v != want[s] {
			t.Errorf("%s is %v (there: %v), want %v", s, v, ok, want[s])
		}
	}
	for _, s := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[s]; !ok {
			t.Errorf("nothing says %s %v", s, got[s])
		}
	}
}

func netconfFixture(t *testing.T, name string) *parser.State {
	t.Helper()
	text, err := os.ReadFile("../parser/testdata/" + name + ".xml")
	if err != nil {
		t.Fatal(err)
	}
	state, err := netconf.Parse(platform.Output{Text: string(text)})
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// TestNetconfMetrics: the metrics that NETCONF alone has, and how members are labelled.
func TestNetconfMetrics(t *testing.T) {
	backlog := netconfSeries(netconfFixture(t, "netconf-2021-stack-backlog"))
	for name, want := range map[string]float64{
		`slp_rum_report_states{state="unack"}`:                     9,
		`slp_rum_report_states{state="closed"}`:                    6,
		`slp_rum_report_oldest_unacknowledged_timestamp_seconds{}`: 1770699600, // 2026-02-10T06:00:00+01:00
		`slp_usage_reporting_last_push_success{}`:                  0,
		`slp_usage_reporting_last_push_failure_info{cause="name_resolution",reason="Unable to resolve server hostname/domain name"}`: 1,
		`slp_trust_code_installed{pid="C9300X-24HX",role="active",serial_number="FJC9061M0A1"}`:                                      1,
		`slp_trust_code_installed{pid="C9300X-24HX",serial_number="FJC9061M0A2"}`:                                                    1,
		`slp_authorization_code_installed{pid="C9300X-24HX",role="active",serial_number="FJC9061M0A1"}`:                              1,
		`slp_authorization_code_installed{pid="C9300X-24HX",serial_number="FJC9061M0A2"}`:                                            0,
		`slp_evaluation_in_use{}`: 0,
	} {
		if v, ok := backlog[name]; !ok || v != want {
			t.Errorf("%s is %v (there: %v), want %v", name, v, ok, want)
		}
	}
	healthy := netconfSeries(netconfFixture(t, "netconf-2021-standalone"))
	for name := range healthy {
		for _, absent := range []string{"slp_rum_report_oldest", "slp_usage_reporting_last_push_failure", "slp_registration", "slp_authorization_authorized", "slp_license_in_use", "slp_policy_mode"} {
			if strings.HasPrefix(name, absent) {
				t.Errorf("%s, which nobody said", name)
			}
		}
	}
	if healthy["slp_usage_reporting_last_push_success{}"] != 1 {
		t.Error("the last push succeeded")
	}
	never := netconfSeries(netconfFixture(t, "netconf-2021-never-trusted"))
	for name := range never {
		if strings.HasPrefix(name, "slp_usage_reporting_last_push") || strings.HasPrefix(name, "slp_trust") {
			t.Errorf("%s of a switch that never pushed nor had trust", name)
		}
	}
}

// TestNetconfLint: what NETCONF yields, alone and joined with every output of the CLI, is sound.
func TestNetconfLint(t *testing.T) {
	race.Pointless(t)
	replies, err := filepath.Glob("../parser/testdata/*.xml")
	if err != nil || len(replies) == 0 {
		t.Fatal("no fixtures", err)
	}
	outputs := fixtures()
	for _, file := range replies {
		name := strings.TrimSuffix(filepath.Base(file), ".xml")
		for _, output := range append([]string{""}, outputs...) {
			state := netconfFixture(t, name)
			if c := capture.Detect(output, ""); output != "" && c.Collector != "netconf" {
				if cli, err := pasted(c.Parse)(output); err == nil {
					state.Merge(cli)
				}
			}
			lint(t, name, state)
		}
	}
}

func lint(t *testing.T, name string, state *parser.State) {
	t.Helper()
	clock := localtime.NewClock(state.Clock, time.Date(2026, time.March, 9, 12, 0, 0, 0, time.UTC), time.UTC)
	var text bytes.Buffer
	for _, f := range NewBuilder().CaptureFamilies(Capture{Target: "t", State: state, Clock: clock}) {
		seen := map[string]bool{}
		for _, m := range f.Metric {
			if key := fmt.Sprint(m.Label); seen[key] {
				t.Errorf("%s: %s %s twice", name, f.GetName(), key)
			} else {
				seen[key] = true
			}
		}
		if _, err := expfmt.MetricFamilyToText(&text, f); err != nil {
			t.Fatal(err)
		}
	}
	problems, err := promlint.New(&text).Lint()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s: %s", name, p.Metric, p.Text)
	}
}
