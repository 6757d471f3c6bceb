package collector

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
	"github.com/slp-exporter/slp-exporter/internal/testenv/race"
	"github.com/slp-exporter/slp-exporter/parser"
)

// rendering is a session on a simulated switch, without a network.
type rendering struct{ *simulator.Switch }

func (r rendering) Run(_ context.Context, command string, _ ...string) (platform.Output, error) {
	return platform.Output{Text: r.Render(command), Whole: true, Host: r.Name()}, nil
}
func (r rendering) Resume(_ context.Context, command string, _ time.Duration, _ ...string) (platform.Output, bool, error) {
	return platform.Output{Text: r.Render(command), Whole: true, Host: r.Name()}, true, nil
}
func (r rendering) CheckOutput(string, string) error         { return nil }
func (r rendering) Redacted(e *failure.Error) *failure.Error { return e }
func (r rendering) Alive(context.Context) error              { return nil }
func (r rendering) System() *platform.OS                     { return platform.IOSXE() }
func (r rendering) Close(context.Context) error              { return nil }

// mixedFleet is what polls of a fleet brought: every scenario, every fifth switch dead, a target
// never polled, labels from a target file that nobody would choose, and states that hold everything twice.
func mixedFleet(t *testing.T, labels func(i int) map[string]string) []fleet.Status {
	t.Helper()
	sim, err := simulator.New(simulator.Options{Switches: 3 * len(simulator.Scenarios()), Seed: 11})
	if err != nil {
		t.Fatal(err)
	}
	module := &config.Module{
		Name: "def\"ault", Protocol: "ssh", Collectors: config.CollectorsOf(config.ProtocolSSH), EventlogDays: 1, Session: config.SessionClose,
	}
	c := &config.Config{Polling: config.Polling{MaxConcurrent: 10_000, MinInterval: time.Hour, Timeout: time.Minute}}
	byName := map[string]*simulator.Switch{}
	for i, sw := range sim.Switches() {
		name := fmt.Sprintf("%s\\\"%d\n", sw.Name(), i)
		byName[name] = sw
		c.Targets = append(c.Targets, &config.Target{Name: name, Address: "192.0.2.1:22", Module: module, Labels: labels(i)})
	}
	f := fleet.New(c, fleet.Options{Open: func(_ context.Context, target *config.Target) (fleet.Session, error) {
		if i := slices.Index(c.Targets, target); i%5 == 3 {
			return nil, &failure.Error{Reason: failure.Refused, Target: target.Name, Err: errors.New("refused")}
		}
		return rendering{byName[target.Name]}, nil
	}})
	defer func() {
		if err := f.Close(context.Background()); err != nil {
			t.Error(err)
		}
	}()
	statuses := f.Collect(context.Background())
	for i := range statuses {
		if i%3 == 0 && statuses[i].Result != nil && statuses[i].Result.State != nil {
			statuses[i].Result = doubled(statuses[i].Result)
		}
	}
	never := *statuses[0].Target
	never.Name = "never polled"
	return append(statuses, fleet.Status{Target: &never, Failures: statuses[0].Failures})
}

// doubled is a result whose lists stand there twice, with text that no label should have.
func doubled(r *fleet.Result) *fleet.Result {
	out, state := *r, *r.State
	state.Licenses = slices.Concat(state.Licenses, state.Licenses)
	odd := parser.License{Name: "od\"d\\\n\xff\x00\x1b[31m", EntitlementTag: strings.Repeat("ü", 300), Status: "IN USE"}
	state.Licenses = append(state.Licenses, odd, odd)
	for i := range 3 * few { // more than are compared one by one, each twice
		many := parser.License{Name: fmt.Sprint("many", i), EntitlementTag: "t", Status: "IN USE"}
		state.Licenses = append(state.Licenses, many, many)
	}
	state.TrustCodes = append(slices.Clone(state.TrustCodes), state.TrustCodes...)
	state.Jobs = append(slices.Clone(state.Jobs), state.Jobs...)
	state.Authorizations = append(slices.Clone(state.Authorizations), state.Authorizations...)
	state.RUMStates = append(slices.Clone(state.RUMStates), state.RUMStates...)
	out.State = &state
	return &out
}

// checked hands the same statuses to a registry, by way of const metrics made from the table.
type checked struct {
	statuses []fleet.Status
	described
}

// described says before which metrics will come; nil says nothing, as when label names differ from
// target to target.
type described []string

func (c checked) Describe(ch chan<- *prometheus.Desc) {
	if c.described == nil {
		return
	}
	for _, m := range Table() {
		ch <- prometheus.NewDesc(m.Name, m.Help, slices.Concat(m.Labels, c.described), nil)
	}
}

func (c checked) Collect(ch chan<- prometheus.Metric) {
	for _, s := range c.statuses {
		var names, values []string
		for name, value := range s.Target.Labels {
			names, values = append(names, name), append(values, plain(value))
		}
		names, values = append(names, "target"), append(values, plain(s.Target.Name))
		for _, m := range Table() {
			desc := prometheus.NewDesc(m.Name, m.Help, slices.Concat(m.Labels, names), nil)
			seen := map[string]bool{}
			readStatus(m, s, func(value float64, labels ...string) {
				for i := range labels {
					labels[i] = plain(labels[i])
				}
				if key := fmt.Sprintf("%q", labels); !seen[key] {
					seen[key] = true
					ch <- prometheus.MustNewConstMetric(desc, kindOf(m.Type), value, slices.Concat(labels, values)...)
				}
			})
		}
	}
}

func readStatus(m Metric, s fleet.Status, emit Emit) {
	switch {
	case m.Poll != nil:
		m.Poll(s, emit)
	case s.Result != nil && s.Result.State != nil:
		m.State(NewSample(s.Result.State, s.Result.Clock), emit)
	}
}

func kindOf(t Type) prometheus.ValueType {
	switch t {
	case counter:
		return prometheus.CounterValue
	case untyped:
		return prometheus.UntypedValue
	}
	return prometheus.GaugeValue
}

// plain is the contract's rule for text in labels, written down a second time.
func plain(s string) string {
	var out []rune
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		if !unicode.IsControl(r) && len(out) < 200 {
			out = append(out, r)
		}
	}
	return string(out)
}

// TestSameAsPedanticRegistry: what scrapes are answered with, without a registry's checks, passes
// these checks, and is the same to the byte but for the order of a family's series.
func TestSameAsPedanticRegistry(t *testing.T) {
	race.Pointless(t)
	t.Run("same label names", func(t *testing.T) {
		compareWithRegistry(t, []string{"site", "target"}, func(i int) map[string]string {
			return map[string]string{"site": fmt.Sprintf("m\"u\\c\n%d", i%3)}
		})
	})
	t.Run("other labels each", func(t *testing.T) {
		compareWithRegistry(t, nil, func(i int) map[string]string {
			all := []string{"a", "zone", "Site", "_x", "state2", "m", "targets", "tar"}
			labels := map[string]string{}
			for _, name := range all[:i%len(all)] {
				labels[name] = fmt.Sprintf("\xfe%s \u202e%d\t", name, i)
			}
			return labels
		})
	})
}

func compareWithRegistry(t *testing.T, names []string, labels func(i int) map[string]string) {
	statuses := mixedFleet(t, labels)
	registry := prometheus.NewPedanticRegistry()
	registry.MustRegister(checked{statuses, names})
	want, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	cache := NewCache(NewBuilder())
	for range 2 { // built, and from the cache
		got := cache.Families(statuses)
		checkOrder(t, got)
		for _, format := range []expfmt.FormatType{expfmt.TypeTextPlain, expfmt.TypeOpenMetrics, expfmt.TypeProtoDelim} {
			gotText, wantText := encoded(t, got, format), encoded(t, want, format)
			if !slices.Equal(gotText, wantText) {
				t.Errorf("format %d: %d lines, the registry has %d%s", format, len(gotText), len(wantText), firstDifference(gotText, wantText))
			}
			if quick := cache.Text(format, statuses, nil); quick != nil {
				if text := written(quick); text != encodedText(t, got, format) {
					t.Errorf("format %d: %d bytes in one go, which are others than one by one", format, len(text))
				}
			}
			if len(gotText) < 3000 {
				t.Errorf("format %d: only %d lines", format, len(gotText))
			}
		}
	}
}

// written is the text of all families.
func written(f *FleetText) string {
	var out strings.Builder
	for f.Next() != "" {
		f.Write(&out)
	}
	return out.String()
}

// checkOrder: families by name, none empty, labels by name, as promhttp and the encoders expect.
func checkOrder(t *testing.T, families []*dto.MetricFamily) {
	t.Helper()
	byName := func(a, b *dto.LabelPair) int { return cmp.Compare(a.GetName(), b.GetName()) }
	for i, f := range families {
		if i > 0 && families[i-1].GetName() >= f.GetName() {
			t.Errorf("%s comes after %s", f.GetName(), families[i-1].GetName())
		}
		if len(f.Metric) == 0 {
			t.Errorf("%s is empty", f.GetName())
		}
		for _, m := range f.Metric {
			if !slices.IsSortedFunc(m.Label, byName) {
				t.Errorf("%s: labels out of order: %s", f.GetName(), m)
			}
		}
	}
}

// encoded are the sorted lines of the families as text, or their series one by one in another format.
func encoded(t *testing.T, families []*dto.MetricFamily, kind expfmt.FormatType) []string {
	t.Helper()
	if kind == expfmt.TypeProtoDelim { // binary: by series
		var all []string
		for _, f := range families {
			for _, m := range f.Metric {
				all = append(all, fmt.Sprint(f.GetName(), f.GetHelp(), f.GetType(), f.GetUnit(), m.String()))
			}
		}
		slices.Sort(all)
		return all
	}
	lines := slices.Collect(strings.Lines(encodedText(t, families, kind)))
	slices.Sort(lines)
	return lines
}

// encodedText are the families in a text format.
func encodedText(t *testing.T, families []*dto.MetricFamily, kind expfmt.FormatType) string {
	t.Helper()
	var out bytes.Buffer
	encoder := expfmt.NewEncoder(&out, expfmt.NewFormat(kind))
	for _, f := range families {
		if err := encoder.Encode(f); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

func firstDifference(got, want []string) string {
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			return fmt.Sprintf("\n got %q\nwant %q", got[i], want[i])
		}
	}
	return ""
}

// TestSharingIsBounded: labels with endless values do not fill the memory of the builder.
func TestSharingIsBounded(t *testing.T) {
	var shared sharedPairs
	m := &Metric{Labels: []string{"serial_number"}}
	for i := range 10 * maxShared {
		value := fmt.Sprint("FOC", i)
		if p := shared.of(nil, m, []string{value})[0]; p.GetValue() != value || p.GetName() != "serial_number" {
			t.Fatalf("%s: %s", value, p)
		}
	}
	if n := len(shared.byName["serial_number"].pairs); n != maxShared {
		t.Errorf("%d values kept", n)
	}
	if a, b := shared.of(nil, m, []string{"FOC1"})[0], shared.of(nil, m, []string{"FOC1"})[0]; a != b {
		t.Error("a value that stands there often is made again each time")
	}
}
