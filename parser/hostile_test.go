package parser_test

import (
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
)

// TestEndlessLists: no list of a state grows with what a switch prints, and so neither does the
// time to join them.
func TestEndlessLists(t *testing.T) {
	const many = 100_000
	for name, text := range map[string]string{
		"HA list":     "Product Information\n===\n" + strings.Repeat("    Member:PID:C9300,SN:AAA\n", many),
		"trust list":  "Trust Code Installed:\n" + strings.Repeat("  Member: PID:C9300,SN:AAA\n    INSTALLED on Apr 20 13:26:18 2021 UTC\n", many),
		"trust store": strings.Repeat("P:C9300,S:AAA: No Trust Data\n", many),
		"licences":    "License Usage\n===\n" + strings.Repeat("Handle: 1\n  Count: 1\n", many),
		"jobs":        "Upcoming Scheduled Jobs\n===\n" + strings.Repeat("Daily: Expired Not Rescheduled\n", many),
		"messages":    strings.Repeat("X:\n  Attempts: Total=0, Success=0\n", many),
		"devices":     "Reservation Info\n===\n" + strings.Repeat("  Member: PID:C9300,SN:AAA\n      Reservation status: NOT INSTALLED\n", many),
		"unread":      "Usage Reporting:\n" + strings.Repeat("  Next report push: soon\n", many),
		"broken line": "X: 1" + strings.Repeat("a*Mar  9 14:21:07.042: %SYS-5-CONFIG_I: x\n", many),
		"wrapped":     strings.Repeat(strings.Repeat("x", 80)+"\n", many),
		"JSON":        "X:\n  Attempts: Total=0\n    Failure Reason: {\n" + strings.Repeat("{\n", many),
	} {
		s, err := pasted(parser.ParseTechSupport)(text + "License Certificates\n===\nAgent Version\n===\nClock sync-ed with NTP: True\n")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, n := range []int{
			len(s.HAUDIs), len(s.TrustCodes), len(s.TrustStore), len(s.Licenses), len(s.Jobs), len(s.Messages),
			len(s.Authorizations), len(s.Unread), len(s.TrustMembers()),
		} {
			if n > 1000 {
				t.Errorf("%s: a list of %d", name, n)
			}
		}
		for _, m := range s.Messages {
			if len(m.Reason) > 10_000 {
				t.Errorf("%s: a reason of %d bytes", name, len(m.Reason))
			}
		}
	}
}
