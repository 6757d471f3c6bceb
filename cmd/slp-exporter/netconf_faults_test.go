package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/go-kit/log"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

// netconfFault is one thing that may be wrong with a switch's NETCONF, and what its poll must say of it.
type netconfFault struct {
	name   string
	faults simulator.NetconfFaults
	reason device.Reason // empty: the poll succeeds
	says   string
}

func netconfFaults() []netconfFault {
	return []netconfFault{
		{name: "port closed", faults: simulator.NetconfFaults{Refuse: true}, reason: device.ReasonRefused, says: "netconf-yang"},
		{name: "accepts and stays silent", faults: simulator.NetconfFaults{Silent: true}, reason: device.ReasonTimeout, says: "waiting for the SSH banner"},
		{name: "subsystem refused", faults: simulator.NetconfFaults{NoSubsystem: true}, reason: device.ReasonUnsupported, says: "netconf-yang"},
		{name: "no hello", faults: simulator.NetconfFaults{NoHello: true}, reason: device.ReasonTimeout, says: "hello"},
		{name: "neither 1.0 nor 1.1", faults: simulator.NetconfFaults{Base: simulator.BaseNone}, reason: device.ReasonUnsupported, says: "neither NETCONF 1.0 nor 1.1"},
		{name: "closed in idle", faults: simulator.NetconfFaults{CloseAfterHello: true}, reason: device.ReasonDisconnected, says: "closed"},
		{name: "hangs", faults: simulator.NetconfFaults{Hang: true}, reason: device.ReasonTimeout, says: "waiting for the reply"},
		{name: "closed in mid-reply", faults: simulator.NetconfFaults{CloseInReply: true}, reason: device.ReasonDisconnected, says: "bytes of a message"},
		{name: "closed in mid-reply, 1.1", faults: simulator.NetconfFaults{CloseInReply: true, Base: simulator.Base11}, reason: device.ReasonDisconnected, says: "bytes of a message"},
		{name: "hangs in mid-reply", faults: simulator.NetconfFaults{HangInReply: true}, reason: device.ReasonTimeout, says: "waiting for the reply"},
		{name: "access denied", faults: simulator.NetconfFaults{Error: "access-denied"}, reason: device.ReasonPrivilege, says: "access-denied"},
		{name: "unknown namespace", faults: simulator.NetconfFaults{Error: "unknown-namespace", NoModel: true}, reason: device.ReasonUnsupported, says: "unknown-namespace"},
		{name: "hidden by NACM", faults: simulator.NetconfFaults{Hidden: true}, reason: device.ReasonPrivilege},
		{name: "no such model", faults: simulator.NetconfFaults{NoModel: true}, reason: device.ReasonUnsupported},
		{name: "carriage returns in chunks", faults: simulator.NetconfFaults{Base: simulator.Base11, Chunks: simulator.ChunksWithCR}, reason: device.ReasonParse, says: "framing"},
		{name: "chunks too short", faults: simulator.NetconfFaults{Base: simulator.Base11, Chunks: simulator.ChunksTooShort}, reason: device.ReasonParse, says: "framing"},
		{name: "chunks too long", faults: simulator.NetconfFaults{Base: simulator.Base11, Chunks: simulator.ChunksTooLong}, reason: device.ReasonTimeout, says: "waiting for the reply"},
		{name: "a chunk of nothing", faults: simulator.NetconfFaults{Base: simulator.Base11, Chunks: simulator.ChunksOfNothing}, reason: device.ReasonParse, says: "framing"},
		{name: "the end of chunks first", faults: simulator.NetconfFaults{Base: simulator.Base11, Chunks: simulator.ChunksEndFirst}, reason: device.ReasonParse, says: "framing"},
		{name: "]]>]]> in a text", faults: simulator.NetconfFaults{MarkerInText: true}, reason: device.ReasonParse},
		{name: "]]>]]> in a text, 1.1", faults: simulator.NetconfFaults{MarkerInText: true, Base: simulator.Base11}, reason: device.ReasonParse},
		{name: "XML bomb", faults: simulator.NetconfFaults{Bomb: true}, reason: device.ReasonParse, says: "document type"},
		{name: "no XML", faults: simulator.NetconfFaults{Garbage: true}, reason: device.ReasonParse, says: "no NETCONF message"},
		{name: "17 MB", faults: simulator.NetconfFaults{Bytes: 17 << 20}, reason: device.ReasonParse, says: "exceeds 16 MiB"},
		{name: "5 MB", faults: simulator.NetconfFaults{Bytes: 5 << 20}},
		{name: "5 MB, 1.1", faults: simulator.NetconfFaults{Bytes: 5 << 20, Base: simulator.Base11}},
		{name: "1.0 alone", faults: simulator.NetconfFaults{Base: simulator.Base10}},
		{name: "1.1 alone", faults: simulator.NetconfFaults{Base: simulator.Base11}},
		{name: "healthy"},
	}
}

// TestNetconfFaults: what is wrong with a switch's NETCONF has a clear reason, costs nothing of what its CLI
// says, and harms no other switch. Those that must time out do so soon; the others have all the time there is.
func TestNetconfFaults(t *testing.T) {
	var silent, others []netconfFault
	for _, row := range netconfFaults() {
		if row.reason == device.ReasonTimeout {
			silent = append(silent, row)
		} else {
			others = append(others, row)
		}
	}
	testNetconfFaults(t, silent, "polling: {timeout: 10s}")
	testNetconfFaults(t, others, "polling: {timeout: 5m}")
}

func testNetconfFaults(t *testing.T, rows []netconfFault, polling string) {
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
	for _, protocol := range []string{config.ProtocolNETCONF, config.ProtocolBoth} {
		polled := newFleet(configFor(t, switches, protocol, polling), log.NewNopLogger())
		for i, status := range polled.Collect(t.Context()) {
			t.Run(protocol+" "+rows[i].name, func(t *testing.T) { rows[i].check(t, status) })
		}
		if err := logOut(polled); err != nil {
			t.Error(err)
		}
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
	if err := r.Collectors[at].Err; f.reason == "" && err != nil || f.reason != "" && (device.ReasonOf(err) != f.reason || !strings.Contains(err.Error(), f.says)) {
		t.Errorf("the reason is %s: %v, want %s: %s", device.ReasonOf(err), err, f.reason, f.says)
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
