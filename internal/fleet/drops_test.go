package fleet_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// listing is an output of a collector that lists n items of a kind, of which some are shown at most.
type listing struct {
	collector, kind string
	most            int
	text            func(n int) string
}

// listings have every list and every tally of an output that has a bound.
func listings() []listing {
	const lists, names, states = 500, 200, 50
	inTechSupport := func(text string) string { return text + "Clock sync-ed with NTP: True\n" }
	techSupportOf := func(kind, before, format string) listing {
		return listing{techSupport, kind, lists, func(n int) string { return inTechSupport(before + repeated(n, format)) }}
	}
	of := func(collector, kind string, most int, before, format, after string) listing {
		return listing{collector, kind, most, func(n int) string { return before + repeated(n, format) + after }}
	}
	return []listing{
		techSupportOf("licences", "License Usage\n===\n", "Handle: %d\n  License: licence-%[1]d\n  Count: 1\n"),
		techSupportOf("members", "Product Information\n===\nHA UDI List:\n", "    Member:PID:C9300,SN:FOC%08d\n"),
		techSupportOf("trust codes", "Trust Code Installed:\n", "  Member: PID:C9300,SN:FOC%08d\n    INSTALLED on Apr 20 13:26:18 2021 UTC\n"),
		techSupportOf("trust store", "", "P:C9300,S:FOC%08d: No Trust Data\n"),
		techSupportOf("jobs", "Upcoming Scheduled Jobs\n===\n", "Job %d: Expired Not Rescheduled\n"),
		techSupportOf("messages", "", "Message %s:\n  Attempts: Total=0, Success=0\n"),
		techSupportOf("authorizations", "Reservation Info\n===\n", "  Member: PID:C9300,SN:FOC%08d\n      Reservation status: NOT INSTALLED\n"),
		of(status, "trust codes", lists, "Trust Code Installed:\n", "  Member: PID:C9300,SN:FOC%08d\n    INSTALLED on Apr 20 13:26:18 2021 UTC\n", ""),
		of("usage", "licences", lists, "License Usage:\n", "licence-%d (Tag %[1]d):\n  Count: 1\n  Status: IN USE\n", ""),
		of("summary", "licences", lists, "License Usage:\n  License                 Entitlement Tag               Count Status\n"+
			"  -----------------------------------------------------------------------------\n",
			"  licence-%04d            (Tag %04[1]d)                    1 IN USE\n", ""),
		of("eventlog", "names", names, "**** Event Log ****\n\n", "2026-01-02 10:00:00.000 UTC SAEVT_NAME_%d\n", ""),
		of("rum", "states", states, "Report Id,          State,    Flag, Feature Name\n", "1745002871          STATE%s    N     network-advantage\n", ""),
		of("syslog", "mnemonics", names, "", "*Mar  9 14:21:07.042: %%SMART_LIC-3-NAME_%d: something\n", ""),
		of("history", "messages", lists, "Message History (oldest to newest):\n=====\n", "Section %s:\n  No past history\n",
			"\nImport Message History (oldest to newest):\n=====\nImport ACCOUNT INFO:\n  No past Import history\n"),
		of("history", "imports", lists, "Message History (oldest to newest):\n=====\nTrust Sync:\n  No past history\n"+
			"Import Message History (oldest to newest):\n=====\n", "Import %s:\nReceived on Feb 03 10:00:00 2026 UTC\n",
			"Import ACCOUNT INFO:\n  No past Import history\n"),
		netconfListing("licences", lists, "<usage><short-name>licence-%d</short-name></usage>"),
		netconfListing("trust codes", lists, "<trust-code><key_udi>PID:C9300,SN:FOC%08d</key_udi></trust-code>"),
		netconfListing("authorizations", lists,
			"<imported-authorizations><overall-status><key_udi>PID:C9300,SN:FOC%08d</key_udi></overall-status></imported-authorizations>"),
		netconfListing("states", states,
			"<rum-reports-closed-keys><report-state>rum-report-state-%s</report-state></rum-reports-closed-keys>"),
	}
}

func netconfListing(kind string, most int, format string) listing {
	return listing{byNetconf, kind, most, func(n int) string {
		return `<rpc-reply xmlns="urn:ietf:params:xml:ns:netconf:base:1.0" message-id="101"><data>` +
			`<licensing xmlns="http://cisco.com/ns/yang/cisco-smart-license"><state><smart-enabled>true</smart-enabled><state-info>` +
			repeated(n, format) + `</state-info></state></licensing></data></rpc-reply>`
	}}
}

// repeated writes a format n times, with a number, or with letters that stand for it.
func repeated(n int, format string) string {
	digits := strings.NewReplacer("0", "a", "1", "b", "2", "c", "3", "d", "4", "e", "5", "f", "6", "g", "7", "h", "8", "i", "9", "j")
	var b strings.Builder
	for i := range n {
		if strings.Contains(format, "%s") {
			fmt.Fprintf(&b, format, digits.Replace(fmt.Sprint(i)))
		} else {
			fmt.Fprintf(&b, format, i)
		}
	}
	return b.String()
}

// TestDrops: whatever a switch lists more of than is shown, its result and the metric say how many items are missing, and
// the log has a line whenever that number changes.
func TestDrops(t *testing.T) {
	missing := config.CollectorsOf(config.ProtocolBoth)
	for _, l := range listings() {
		missing = slices.DeleteFunc(missing, func(name string) bool { return name == l.collector })
		t.Run(l.collector+"/"+l.kind, func(t *testing.T) { synctest.Test(t, func(t *testing.T) { testDrops(t, l) }) })
	}
	if !slices.Equal(missing, []string{"version"}) {
		t.Errorf("no output with too much for %q", missing)
	}
}

func testDrops(t *testing.T, from listing) {
	l := newLab(t, 1, func(s *setup) {
		s.Collectors, s.Protocol = []string{from.collector}, config.ProtocolSSH
		if from.collector == byNetconf {
			s.Protocol = config.ProtocolNETCONF
		}
	})
	lists := func(n int) {
		says := func(context.Context, string) (string, error) { return from.text(n), nil }
		l.switches[0].becomes(behaviour{run: says, netconf: netconfBehaviour{get: says}})
	}
	const more = "the switch lists more than is shown of it, see slp_collector_dropped_items"
	const all = "all that the switch lists is shown again"
	for _, step := range []struct {
		dropped int
		line    string
	}{
		{0, ""}, {1, " msg=" + more + " dropped=1"}, {1, ""}, {20, " msg=" + more + " dropped=20"},
		{-from.most + 3, " msg=" + all}, {-from.most + 3, ""},
	} {
		lists(from.most + step.dropped)
		s := l.scrape(forever)[0]
		want := max(step.dropped, 0)
		if r := s.Result; r.Err != nil || r.Collectors[0].Dropped != want {
			t.Fatalf("%+v: %v, %d dropped", step, r.Err, r.Collectors[0].Dropped)
		}
		if got := droppedMetric(s); got != float64(want) {
			t.Errorf("%+v: slp_collector_dropped_items is %g", step, got)
		}
		said := slices.DeleteFunc(l.log.take("msg", "dropped"), func(line string) bool {
			return !strings.Contains(line, more) && !strings.Contains(line, all)
		})
		if got := strings.Join(said, ";"); got != step.line {
			t.Errorf("%+v: the log says %q", step, got)
		}
		time.Sleep(time.Minute)
	}
}

// droppedMetric is the sum of slp_collector_dropped_items; it is absent at 0.
func droppedMetric(s fleet.Status) (sum float64) {
	for _, f := range collector.NewBuilder().Families(s) {
		if f.GetName() == "slp_collector_dropped_items" {
			for _, m := range f.GetMetric() {
				sum += m.GetGauge().GetValue()
			}
		}
	}
	return sum
}
