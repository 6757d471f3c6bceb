package overview_test

import (
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/overview"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

// TestStates: each scenario is in its state. What needs nobody is no alarm.
func TestStates(t *testing.T) {
	want := map[simulator.Scenario]overview.State{
		simulator.DNSFailure: overview.Failing, simulator.Timeout: overview.Failing, simulator.ProxyRefused: overview.Failing,
		simulator.LongOutage: overview.Failing, simulator.NeverRestored: overview.Failing,
		simulator.LostTrust: overview.NoTrust, simulator.StackMemberWithoutTrust: overview.NoTrust,
		simulator.AckOverdue: overview.Overdue, simulator.ReportBacklog: overview.Overdue,
		simulator.Healthy: overview.OK, simulator.Offline: overview.OK, simulator.PreSLP: overview.OK, simulator.SkewedClock: overview.OK,
	}
	for scenario, row := range scenarioLab(t, 3) {
		if state, ok := want[scenario]; ok && row.State != state {
			t.Errorf("%s is %s, want %s: %+v", scenario, row.State, state, row.Findings)
		}
		alarm := row.Severity.AtLeast(advise.Warning)
		switch row.State {
		case overview.Failing, overview.NoTrust, overview.Overdue, overview.Down:
			if !alarm {
				t.Errorf("%s is %s with severity %q", scenario, row.State, row.Severity)
			}
		case overview.Unknown:
			if alarm {
				t.Errorf("%s is unknown with severity %q", scenario, row.Severity)
			}
		}
	}
}

// TestEachAlarmingFindingHasOneState: a finding puts a switch into one state at most, and each finding of which an alert
// about trust, communication or reports speaks has one.
func TestEachAlarmingFindingHasOneState(t *testing.T) {
	seen := map[advise.ID]overview.State{}
	for _, r := range overview.Rules() {
		for _, id := range overview.FindingsOf(r) {
			if seen[id] != "" {
				t.Errorf("%s puts a switch into %s and %s", id, seen[id], r.State)
			}
			seen[id] = r.State
		}
	}
	// Those that say nothing about messages, trust or deadlines.
	others := map[advise.ID]bool{"clock_wrong": true, "ntp_unsynchronised": true, "transport_differs": true, "transport_off_by_mistake": true, "reports_purged": true, "reports_missing": true}
	known := map[advise.ID]bool{}
	for _, e := range advise.Entries() {
		known[e.ID] = true
		if len(e.Alerts) > 0 && (seen[e.ID] == "") != others[e.ID] {
			t.Errorf("%s, of %v, has state %q", e.ID, e.Alerts, seen[e.ID])
		}
	}
	for id := range seen {
		if !known[id] {
			t.Errorf("there is no finding %s", id)
		}
	}
}

// TestWithoutStatistics: a switch of which neither trust nor communication is read is unknown and no alarm.
func TestWithoutStatistics(t *testing.T) {
	rows := scenarioLab(t, 3, "summary", "version")
	for _, scenario := range []simulator.Scenario{simulator.Healthy, simulator.LostTrust, simulator.Timeout} {
		if r := rows[scenario]; r.State != overview.Unknown || r.Severity.AtLeast(advise.Warning) || r.Trust != "" || r.Streak != nil || r.Cause != "" {
			t.Errorf("%s: %+v", scenario, r)
		}
	}
}

// TestPolls: a switch that was never polled is unknown, one whose poll failed is down; another host key is critical, as
// its alert is.
func TestPolls(t *testing.T) {
	for reason, severity := range map[failure.Reason]advise.Severity{failure.Refused: advise.Warning, failure.HostKey: advise.Critical} {
		board, f := overview.NewBoard(), fleetOf(t, nil, dead(reason), "muc-acc-01")
		r := board.Row(f.All().Peek()[0], morning)
		if r.State != overview.Unknown || r.Severity != "" || r.Age != 0 || r.Reason != "" || r.Summary != "" {
			t.Errorf("before the first poll: %+v", r)
		}
		r = board.Row(f.Collect(t.Context())[0], morning)
		if r.State != overview.Down || r.Severity != severity || r.Reason != reason || r.Summary != "says the lab" || r.Age != 0 {
			t.Errorf("%s: %+v", reason, r)
		}
	}
}
