package parser_test

import (
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser"
)

const nexusLicence = `(LAN_ENTERPRISE_SERVICES_PKG):
  Description: LAN license for Nexus 9300-XF
  Count: 1
  Version: 1.0
  Status: IN USE
  Enforcement Type: NOT ENFORCED
  License Type: Generic
`

// TestNexusUsage: licences have no name in front, and there may be none. A switch that uses none makes no report.
func TestNexusUsage(t *testing.T) {
	const head = "\nLicense Authorization:\n  Status: Not Applicable\n\n"
	for name, c := range map[string]struct {
		text     string
		whole    bool
		licences int
	}{
		"one":                      {head + nexusLicence, false, 1},
		"without the last newline": {strings.TrimRight(head+nexusLicence, "\n"), false, 1},
		"unindented":               {strings.ReplaceAll(head+nexusLicence, "\n  ", "\n"), false, 1},
		"joined":                   {"License Authorization: Status: Not Applicable\n\n" + nexusLicence, false, 1},
		"two":                      {head + nexusLicence + "\n" + strings.Replace(nexusLicence, "LAN_ENTERPRISE_SERVICES_PKG", "VPN_FABRIC", 1), false, 2},
		"another after a blank":    {"leaf-1# sh license usage\n" + head + nexusLicence + "\n\nleaf-1# ", false, 1},
		"none, said":               {head + "No licenses in use\n", false, 0},
		"none, not said":           {head, true, 0},
	} {
		s, err := parser.ParseUsage(platform.Output{Text: c.text, Whole: c.whole, OS: platform.NXOS()})
		if err != nil || len(s.Licenses) != c.licences || len(s.Unread) > 0 || s.Authorization != nil {
			t.Errorf("%s: %+v, %v", name, s, err)
			continue
		}
		for _, l := range s.Licenses {
			if l.Name != "" || l.EntitlementTag == "" || *l.Count != 1 || l.Status != "IN USE" || l.Enforcement != "NOT ENFORCED" || l.Type != "Generic" {
				t.Errorf("%s: %+v", name, l)
			}
		}
	}
}

// TestNexusUsageCut: a licence that is cut is not shown.
func TestNexusUsageCut(t *testing.T) {
	for at := range len(nexusLicence) - len("\n") {
		s, err := parser.ParseUsage(platform.Output{Text: nexusLicence[:at], OS: platform.NXOS()})
		if err == nil || s != nil && len(s.Licenses) > 0 {
			t.Fatalf("after %q: %+v, %v", nexusLicence[:at], s, err)
		}
	}
}

// TestNexusSummary: the table is read from the ends of its rows, so that a missing name does not matter.
func TestNexusSummary(t *testing.T) {
	for name, text := range map[string]string{
		"no name": "License Usage:\n  License                 Entitlement Tag               Count Status\n  " + strings.Repeat("-", 77) +
			"\n                          (NXOS_ADVANTAGE_XF)               1 IN USE\n",
		"a name": "leaf-1# show license summary\nLicense Usage:\nLicense                 Entitlement tag              Count  Status\n" + strings.Repeat("-", 77) +
			"\nNX-OS Advantage fo...   (NXOS_ADVANTAGE_XF)              1  IN USE\n",
	} {
		s, err := parser.ParseSummary(platform.Output{Text: text, OS: platform.NXOS()})
		if err != nil || len(s.Licenses) != 1 || s.Licenses[0].EntitlementTag != "NXOS_ADVANTAGE_XF" || *s.Licenses[0].Count != 1 {
			t.Errorf("%s: %+v, %v", name, s, err)
		}
	}
}

// TestNexusLog: messages of the agent count, others of LICMGR do not, and the year comes first.
func TestNexusLog(t *testing.T) {
	const echo = "leaf-1# show logging logfile | include SMART_LIC\n"
	for line, want := range map[string]int{
		"2026 Jun 22 22:28:45 leaf-1 %LICMGR-3-LOG_SMART_LIC_COMM_FAILED: x":                    1,
		"2026 Jun 22 22:28:45 leaf-1 %$ VDC-1 %$ %LICMGR-3-LOG_SMART_LIC_COMM_FAILED: x":        1,
		"<187>: 2026 Jun 22 22:28:45 CEST: %LICMGR-3-LOG_SMART_LIC_COMM_FAILED: x":              1,
		"2026 Jun 22 22:28:45 leaf-1 %LICMGR-2-LOG_LIC_NO_LIC: No license(s) present":           0,
		"2026 Jun 22 22:28:45 leaf-1 %LICMGR-2-LOG_SMART_LICENSE: not the agent's":              0,
		"2026 Jun 22 22:28:45 leaf-1 %VSHD-5-VSHD_SYSLOG_CONFIG_I: show logging | in SMART_LIC": 0,
	} {
		s, err := parser.ParseSyslog(platform.Output{Text: echo + line + "\n", Whole: true, OS: platform.NXOS()})
		if err != nil || len(s.Syslog.Messages) != want {
			t.Errorf("%s: %+v, %v", line, s, err)
			continue
		}
		if want == 1 && (len(s.Syslog.Last) != 1 || s.Syslog.Last[0].At.Wall.Year() != 2026) {
			t.Errorf("%s: %+v", line, s.Syslog.Last)
		}
	}
	if s, err := parser.ParseSyslog(platform.Output{Text: "", Whole: true, OS: platform.NXOS()}); err != nil || s == nil {
		t.Errorf("nothing logged: %v", err)
	}
}
