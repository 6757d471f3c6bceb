package screen

import (
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
)

// NexusVersion is "show version" of NX-OS.
func NexusVersion(pg *Page) {
	release := pg.p.Nexus.Release()
	pg.lines("Cisco Nexus Operating System (NX-OS) Software", "TAC support: http://www.cisco.com/tac",
		"Copyright (C) 2002-2024, Cisco and/or its affiliates.", "All rights reserved.", "", "Software", "  BIOS: version 05.47")
	hardware := "  cisco Nexus9000 C93180YC-FX Chassis "
	if pg.p.Nexus == agent.NexusACI {
		pg.line("  kickstart: version %s [build %[1]s]", release)
		pg.line("  system:    version %s [build %[1]s]", release)
		pg.line("  PE:        version %s", strings.TrimPrefix(release, "1"))
		hardware = `  cisco N9K-C93180YC-FX ("supervisor")`
	} else {
		pg.line(" NXOS: version %s", release)
	}
	pg.lines("  BIOS compile time:  04/28/2022", "", "Hardware", hardware,
		"  Intel(R) Xeon(R) CPU D-1528 @ 1.90GHz with 24571880 kB of memory.")
	pg.line("  Processor Board ID %s", pg.p.Members[0].Serial)
	pg.line("  Device name: %s", pg.host)
	pg.lines("  bootflash:  115805708 kB", "", "Kernel uptime is 49 day(s), 10 hour(s), 45 minute(s), 34 second(s)", "",
		"Last reset", "  Reason: Unknown", "", "plugin", "  Core Plugin, Ethernet Plugin")
}

// nexusPackages are the licences that a Nexus uses, with their descriptions.
func (pg *Page) nexusPackages() [][2]string {
	if pg.p.Nexus == agent.NexusUnused {
		return nil
	}
	return [][2]string{
		{"NXOS_ADVANTAGE_XF", "NX-OS Advantage license for Nexus 9300-XF"},
		{"VPN_FABRIC", "VPN Fabric license for Nexus 9300-XF"},
	}
}

// NexusUsage is "show license usage" of NX-OS.
func NexusUsage(pg *Page) {
	switch pg.p.Nexus {
	case agent.NexusNodeLocked:
		pg.nodeLocked("Yes   -   In use never       -", "No    -   In use             Grace 119D 22H")
	case agent.NexusHonor:
		pg.nodeLocked("No    -   In use             Honor Start 3M 12D", "No    -   In use             Honor Start 1M 2D")
	default:
		pg.lines("", "License Authorization:", "  Status: Not Applicable", "")
		for _, l := range pg.nexusPackages() {
			pg.line("(%s):", l[0])
			pg.line("  Description: %s", l[1])
			pg.lines("  Count: 1", "  Version: 1.0", "  Status: IN USE", "  Enforcement Type: NOT ENFORCED", "  License Type: Generic", "")
		}
	}
}

// nodeLocked prints the table of the releases before.
func (pg *Page) nodeLocked(states ...string) {
	ruler := strings.Repeat("-", 80)
	pg.lines("Feature                      Ins  Lic   Status Expiry Date Comments", "                                 Count", ruler)
	for i, l := range pg.nexusPackages() {
		pg.line("%-29s %s", l[0], states[i])
	}
	pg.lines("SECURITY_PKG                  No    0   Unused             -", ruler)
}

// NexusSummary is "show license summary" of NX-OS. The table is that of IOS-XE: no output of a Nexus is known.
func NexusSummary(pg *Page) {
	pg.lines("License Usage:", "  License                 Entitlement Tag               Count Status", "  "+strings.Repeat("-", 77))
	for _, l := range pg.nexusPackages() {
		pg.line("  %-24s%-30s%5d IN USE", "", "("+l[0]+")", 1)
	}
	if len(pg.nexusPackages()) == 0 {
		pg.line("  No licenses in use")
	}
	pg.line("")
}

// NexusLog is "show logging logfile" of NX-OS: a failure of the agent at the last midnight, among messages of others.
func NexusLog(pg *Page) {
	const form = "2006 Jan _2 15:04:05 "
	midnight := pg.local(pg.a.Now).Truncate(24 * time.Hour)
	if pg.p.Nexus == agent.NexusPolicy {
		pg.line("%s%s %%LICMGR-3-LOG_SMART_LIC_COMM_FAILED: Communications failure with the Cisco Smart License Utility (CSLU) : Connection timed out",
			midnight.Format(form), pg.host)
	}
	pg.line("%s%s %%ETHPORT-5-IF_UP: Interface Ethernet1/1 is up in mode trunk", midnight.Add(time.Minute).Format(form), pg.host)
}
