package dossier_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-kit/log"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/dossier"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
	"github.com/slp-exporter/slp-exporter/internal/testenv/nowire"
)

// morning is when the lab lives.
var morning = time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)

// standing is a clock that stands still.
type standing struct{}

func (standing) Now() time.Time { return morning }

// lab is a fleet of one switch.
type lab struct {
	switches *simulator.Fleet
	fleet    *fleet.Fleet
}

// newLab makes a switch and a fleet that asks it with these collectors.
func newLab(t *testing.T, o simulator.Options, open fleet.OpenFunc, collectors ...string) *lab {
	t.Helper()
	o.Switches, o.Seed, o.Clock = 1, 1, standing{}
	switches, err := simulator.New(o)
	if err != nil {
		t.Fatal(err)
	}
	if open == nil {
		open = nowire.Open(map[string]*simulator.Switch{"lab": switches.Switches()[0]})
	}
	module := &config.Module{Name: "default", Protocol: config.ProtocolSSH, Collectors: collectors, EventlogDays: 1, Session: config.SessionClose}
	c := &config.Config{
		Polling: config.Polling{MaxConcurrent: 1, MinInterval: time.Minute, Timeout: time.Hour},
		Targets: []*config.Target{{Name: "lab", Address: "lab.example.net:22", Module: module}},
	}
	f := fleet.New(c, fleet.Options{Logger: log.NewNopLogger(), Now: standing{}.Now, Open: open})
	t.Cleanup(func() { _ = f.Close(context.Background()) })
	return &lab{switches, f}
}

// polled is the switch after a poll.
func (l *lab) polled(t *testing.T) fleet.Status { return l.fleet.Collect(t.Context())[0] }

func scenario(s simulator.Scenario) simulator.Options {
	return simulator.Options{Scenarios: []simulator.Scenario{s}}
}

// section returns the one with that ID.
func section(t *testing.T, s fleet.Status, id string) dossier.Section {
	t.Helper()
	all := dossier.Sections(s)
	at := slices.IndexFunc(all, func(s dossier.Section) bool { return s.ID == id })
	if at < 0 {
		t.Fatalf("no section %s", id)
	}
	return all[at]
}

// fact returns the value of a fact.
func fact(s dossier.Section, name string) dossier.Value {
	for _, f := range s.Facts {
		if f.Name == name {
			return f.Value
		}
	}
	return dossier.Value{}
}

// TestSections: whatever happens to a switch, each section has something to show or says why not, no fact is without a
// value, and no column without one.
func TestSections(t *testing.T) {
	for _, each := range simulator.Scenarios() {
		s := newLab(t, scenario(each), nil, config.CollectorsOf(config.ProtocolSSH)...).polled(t)
		seen := map[string]bool{}
		for _, section := range dossier.Sections(s) {
			if seen[section.ID] || section.Title == "" {
				t.Errorf("%s: section %q, %q", each, section.ID, section.Title)
			}
			seen[section.ID] = true
			if (len(section.Facts)+len(section.Tables) == 0) != (section.Unknown != "") {
				t.Errorf("%s: %s: %d facts, %d tables, unknown %q", each, section.ID, len(section.Facts), len(section.Tables), section.Unknown)
			}
			for _, f := range section.Facts {
				if !f.Known() || f.Name == "" {
					t.Errorf("%s: %s: %+v", each, section.ID, f)
				}
			}
			for _, table := range section.Tables {
				checkTable(t, string(each)+": "+section.ID, table)
			}
		}
	}
}

func checkTable(t *testing.T, where string, table dossier.Table) {
	t.Helper()
	if len(table.Rows) == 0 {
		t.Errorf("%s: %s: no rows", where, table.Title)
	}
	for column, title := range table.Columns {
		known := false
		for _, row := range table.Rows {
			if len(row) != len(table.Columns) {
				t.Fatalf("%s: %s: %d columns, %d cells", where, table.Title, len(table.Columns), len(row))
			}
			known = known || row[column].Known()
		}
		if !known {
			t.Errorf("%s: %s: nothing is known of %s", where, table.Title, title)
		}
	}
}

// TestTones: what is bad is what somebody would want to see; a trust code that nobody needs is not.
func TestTones(t *testing.T) {
	for _, row := range []struct {
		scenario simulator.Scenario
		want     map[dossier.Tone]bool
	}{
		{simulator.Healthy, map[dossier.Tone]bool{dossier.Good: true}},
		{simulator.NeverTrusted, map[dossier.Tone]bool{dossier.Bad: true}},
		{simulator.StackMemberWithoutTrust, map[dossier.Tone]bool{dossier.Good: true, dossier.Bad: true}},
		{simulator.Offline, map[dossier.Tone]bool{dossier.Plain: true}},
	} {
		status := newLab(t, scenario(row.scenario), nil, "tech_support").polled(t)
		if row.scenario == simulator.StackMemberWithoutTrust { // others have one: that is enough, whatever the transport
			status.Result.State.Transport = nil
		}
		trust := section(t, status, "trust")
		if len(trust.Tables) != 1 {
			t.Fatalf("%s: %+v", row.scenario, trust)
		}
		column := slices.Index(trust.Tables[0].Columns, "Trust code")
		for tone, want := range row.want {
			if got := slices.ContainsFunc(trust.Tables[0].Rows, func(cells []dossier.Value) bool { return cells[column].Tone == tone }); got != want {
				t.Errorf("%s: tone %d is %t in %+v", row.scenario, tone, got, trust.Tables[0].Rows)
			}
		}
	}
	for streak, tone := range map[simulator.Scenario]dossier.Tone{simulator.Healthy: dossier.Good, simulator.DNSFailure: dossier.Bad} {
		events := section(t, newLab(t, scenario(streak), nil, "tech_support", "eventlog").polled(t), "events")
		if got := fact(events, "Failures since the restore"); !got.Known() || got.Tone != tone {
			t.Errorf("%s: %+v", streak, got)
		}
	}
}

// TestUnknown: what is not known says why.
func TestUnknown(t *testing.T) {
	dead := func(context.Context, *config.Target) (fleet.Session, error) {
		return nil, &failure.Error{Reason: failure.Refused, Target: "lab", Err: errors.New("says the lab")}
	}
	fresh := newLab(t, scenario(simulator.Healthy), nil, "status").fleet.All().Peek()[0]
	old := fresh
	old.LastSuccess = morning.Add(-time.Hour)
	cut := newLab(t, scenario(simulator.Healthy), nil, "status", "eventlog").polled(t)
	refused := *cut.Result
	refused.Collectors = slices.Clone(refused.Collectors)
	refused.Collectors[1].Err = errors.New("lab: show license eventlog 1: not allowed")
	state := *refused.State
	state.Eventlog = nil
	refused.State, cut.Result = &state, &refused
	silent := cut
	answered := refused
	answered.Collectors = slices.Clone(refused.Collectors)
	answered.Collectors[1].Err = nil
	silent.Result = &answered
	nexus := newLab(t, simulator.Options{Nexus: 1}, nil, "usage", "version").polled(t)
	for name, row := range map[string]struct {
		status   fleet.Status
		id, want string
	}{
		"never polled":       {fresh, "trust", "Not known: the switch has not been polled yet."},
		"too old":            {old, "trust", "Not known: the last result is too old to be shown."},
		"down":               {newLab(t, scenario(simulator.Healthy), dead, "status").polled(t), "trust", "Not known: the last poll failed, "},
		"not asked":          {cut, "history", "Not asked: the collector history reports this, and the switch's module does not have it."},
		"none of several":    {cut, "licences", "Not asked: the collectors tech_support, usage, summary and netconf report this, "},
		"refused":            {cut, "events", "Not known: eventlog: show license eventlog 1: not allowed."},
		"nothing to be said": {silent, "events", "The switch was asked (eventlog) and says nothing of this."},
		"no such command":    {nexus, "communication", "Not asked: the exporter knows no command of NX-OS that shows this."},
	} {
		if got := section(t, row.status, row.id).Unknown; !strings.HasPrefix(got, row.want) {
			t.Errorf("%s: %q, want %q", name, got, row.want)
		}
	}
}

// TestHistory: moments are in order and each is there once, what is due lies ahead, and a run that has not ended has
// its beginning.
func TestHistory(t *testing.T) {
	for each, wanted := range map[simulator.Scenario][]dossier.Lane{
		simulator.Healthy:    {dossier.Reports, dossier.Trust},
		simulator.DNSFailure: {dossier.Failures, dossier.Reports, dossier.Trust},
		simulator.Offline:    {dossier.Reports},
	} {
		h := dossier.HistoryOf(newLab(t, scenario(each), nil, "tech_support", "status", "eventlog").polled(t))
		lanes, due := map[dossier.Lane]int{}, 0
		for i, m := range h.Moments {
			lanes[m.Lane]++
			if m.Text == "" || m.At.IsZero() || i > 0 && (m.At.Before(h.Moments[i-1].At) || m == h.Moments[i-1]) {
				t.Errorf("%s: %+v", each, m)
			}
			if m.At.After(morning) {
				due++
			}
		}
		for _, lane := range wanted {
			if lanes[lane] == 0 {
				t.Errorf("%s: nothing about %s in %v", each, lane, h.Moments)
			}
		}
		if due == 0 && each != simulator.Offline {
			t.Errorf("%s: nothing is due in %v", each, h.Moments)
		}
		if fails := each != simulator.Healthy; fails != !h.FailingFrom.IsZero() || h.FailingTo.Before(h.FailingFrom) {
			t.Errorf("%s: failing from %s to %s", each, h.FailingFrom, h.FailingTo)
		}
	}
	if h := dossier.HistoryOf(fleet.Status{}); len(h.Moments) > 0 {
		t.Errorf("of a switch that was not polled: %v", h.Moments)
	}
}
