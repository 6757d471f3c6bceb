package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/go-kit/log"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
	"github.com/slp-exporter/slp-exporter/internal/testenv/race"
)

// netconfFault is one thing that may be wrong with a switch's NETCONF, and what its poll must say of it.
type netconfFault struct {
	name   string
	faults simulator.NetconfFaults
	reason failure.Reason // empty: the poll succeeds
	says   string
}

func netconfFaults() []netconfFault {
	rows := []netconfFault{
		{name: "port closed", faults: simulator.NetconfFaults{Refuse: true}, reason: failure.Refused, says: "netconf-yang"},
		{name: "accepts and stays silent", faults: simulator.NetconfFaults{Silent: true}, reason: failure.Timeout, says: "waiting for the SSH banner"},
		{name: "subsystem refused", faults: simulator.NetconfFaults{NoSubsystem: true}, reason: failure.Unsupported, says: "netconf-yang"},
		{name: "no hello", faults: simulator.NetconfFaults{NoHello: true}, reason: failure.Timeout, says: "hello"},
		{name: "neither 1.0 nor 1.1", faults: simulator.NetconfFaults{Base: simulator.BaseNone}, reason: failure.Unsupported, says: "neither NETCONF 1.0 nor 1.1"},
		{name: "closed in idle", faults: simulator.NetconfFaults{CloseAfterHello: true}, reason: failure.Disconnected, says: "closed"},
		{name: "hangs", faults: simulator.NetconfFaults{Hang: true}, reason: failure.Timeout, says: "waiting for the reply"},
		{name: "closed in mid-reply", faults: simulator.NetconfFaults{CloseInReply: true}, reason: failure.Disconnected, says: "bytes of a message"},
		{name: "closed in mid-reply, 1.1", faults: simulator.NetconfFaults{CloseInReply: true, Base: simulator.Base11}, reason: failure.Disconnected, says: "bytes of a message"},
		{name: "hangs in mid-reply", faults: simulator.NetconfFaults{HangInReply: true}, reason: failure.Timeout, says: "waiting for the reply"},
		{name: "access denied", faults: simulator.NetconfFaults{Error: "access-denied"}, reason: failure.Privilege, says: "access-denied"},
		{name: "unknown namespace", faults: simulator.NetconfFaults{Error: "unknown-namespace", NoModel: true}, reason: failure.Unsupported, says: "unknown-namespace"},
		{name: "hidden by NACM", faults: simulator.NetconfFaults{Hidden: true}, reason: failure.Privilege},
		{name: "no such model", faults: simulator.NetconfFaults{NoModel: true}, reason: failure.Unsupported},
		{name: "carriage returns in chunks", faults: simulator.NetconfFaults{Base: simulator.Base11, Chunks: simulator.ChunksWithCR}, reason: failure.Parse, says: "framing"},
		{name: "chunks too short", faults: simulator.NetconfFaults{Base: simulator.Base11, Chunks: simulator.ChunksTooShort}, reason: failure.Parse, says: "framing"},
		{name: "chunks too long", faults: simulator.NetconfFaults{Base: simulator.Base11, Chunks: simulator.ChunksTooLong}, reason: failure.Timeout, says: "waiting for the reply"},
		{name: "a chunk of nothing", faults: simulator.NetconfFaults{Base: simulator.Base11, Chunks: simulator.ChunksOfNothing}, reason: failure.Parse, says: "framing"},
		{name: "the end of chunks first", faults: simulator.NetconfFaults{Base: simulator.Base11, Chunks: simulator.ChunksEndFirst}, reason: failure.Parse, says: "framing"},
		{name: "]]>]]> in a text", faults: simulator.NetconfFaults{MarkerInText: true}, reason: failure.Parse},
		{name: "]]>]]> in a text, 1.1", faults: simulator.NetconfFaults{MarkerInText: true, Base: simulator.Base11}, reason: failure.Parse},
		{name: "XML bomb", faults: simulator.NetconfFaults{Bomb: true}, reason: failure.Parse, says: "document type"},
		{name: "no XML", faults: simulator.NetconfFaults{Garbage: true}, reason: failure.Parse, says: "no NETCONF message"},
		{name: "1.0 alone", faults: simulator.NetconfFaults{Base: simulator.Base10}},
		{name: "1.1 alone", faults: simulator.NetconfFaults{Base: simulator.Base11}},
		{name: "healthy"},
	}
	if race.Enabled {
		return rows // large replies differ in their size alone, and take most of the time
	}
	return append(rows,
		netconfFault{name: "17 MB", faults: simulator.NetconfFaults{Bytes: 17 << 20}, reason: failure.Parse, says: "exceeds 16 MiB"},
		netconfFault{name: "5 MB", faults: simulator.NetconfFaults{Bytes: 5 << 20}},
		netconfFault{name: "5 MB, 1.1", faults: simulator.NetconfFaults{Bytes: 5 << 20, Base: simulator.Base11}},
	)
}

// TestNetconfFaults: what is wrong with a switch's NETCONF has a clear reason, costs nothing of what its CLI
// says, and harms no other switch. Those that must time out do so soon; the others have all the time there is.
func TestNetconfFaults(t *testing.T) {
	var silent, others []netconfFault
	for _, row := range netconfFaults() {
		if row.reason == failure.Timeout {
			silent = append(silent, row)
		} else {
			others = append(others, row)
		}
	}
	for _, protocol := range []string{config.ProtocolNETCONF, config.ProtocolBoth} {
		t.Run(protocol+", silent", func(t *testing.T) {
			t.Parallel()
			testNetconfFaults(t, protocol, silent, "polling: {timeout: 10s}")
		})
		t.Run(protocol+", others", func(t *testing.T) {
			t.Parallel()
			testNetconfFaults(t, protocol, others, "polling: {timeout: 5m}")
		})
	}
}

func testNetconfFaults(t *testing.T, protocol string, rows []netconfFault, polling string) {
	t.Helper()
	switches, err := startFleet(simulator.Options{
		Switches: len(rows), Seed: 5, Netconf: true, Scenarios: []simulator.Scenario{simulator.Healthy, simulator.AckOverdue},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = switches.Close() }()
	for i, sw := range switches.Switches() {
		sw.SetFaults(simulator.Faults{Netconf: rows[i].faults})
	}
	polled := newFleet(configFor(t, switches, protocol, polling), log.NewNopLogger(), nil)
	for i, status := range polled.Collect(t.Context()) {
		t.Run(rows[i].name, func(t *testing.T) { rows[i].check(t, status) })
	}
	if err := logOut(polled); err != nil {
		t.Error(err)
	}
	for _, sw := range switches.Switches() {
		if open := sw.Sessions(); open != 0 {
			t.Errorf("%s has %d sessions of the CLI left", sw.Name(), open)
		}
	}
}

func (f netconfFault) check(t *testing.T, status fleet.Status) {
	r := status.Result
	at := slices.IndexFunc(r.Collectors, func(c fleet.CollectorResult) bool { return c.Name == config.NetconfCollector })
	if at < 0 {
		t.Fatalf("no collector netconf in %+v", r)
	}
	if err := r.Collectors[at].Err; f.reason == "" && err != nil || f.reason != "" && (failure.ReasonOf(err) != f.reason || !strings.Contains(err.Error(), f.says)) {
		t.Errorf("the reason is %s: %v, want %s: %s", failure.ReasonOf(err), err, f.reason, f.says)
	}
	cli := status.Target.Module.CLI()
	if up := f.reason == "" || cli; r.Up() != up {
		t.Errorf("up is %t", r.Up())
	}
	names := map[string]bool{}
	for _, family := range collector.NewBuilder().Families(status) {
		names[family.GetName()] = true
	}
	if got := names["slp_evaluation_in_use"]; got != (f.reason == "") {
		t.Errorf("a metric of NETCONF is there: %t", got)
	}
	if got := names["slp_comm_attempts"]; got != cli {
		t.Errorf("a metric of the CLI is there: %t", got)
	}
}
