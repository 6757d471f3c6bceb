package parser_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// members writes trust members in a line each: role serial installed date expiry id type.
func members(s *parser.State) string {
	var lines []string
	for _, m := range s.TrustMembers() {
		installed := "?"
		if m.Installed != nil {
			installed = fmt.Sprint(*m.Installed)
		}
		line := []string{m.Role, m.SerialNumber, installed}
		for _, at := range []*localtime.Time{m.InstalledOn, m.Expires} {
			if at != nil {
				line = append(line, at.Wall.Format("2006-01-02"))
			} else {
				line = append(line, "-")
			}
		}
		lines = append(lines, strings.Join(append(line, m.TrustID, m.Type), " "))
	}
	return strings.Join(lines, "\n")
}

func TestTrustMembers(t *testing.T) {
	const (
		product = "Product Information\n===\nUDI: PID:C9300,SN:AAA\n"
		stack   = product + "\nHA UDI List:\n    Active:PID:C9300,SN:AAA\n    Standby:PID:C9300,SN:BBB\n    Member:PID:C9300,SN:CCC\n"
		dual    = product + "\nHA UDI List:\n    Active:PID:C9300,SN:AAA\n    Standby:PID:C9300,SN:AAA\n"
	)
	for name, c := range map[string]struct{ text, want string }{
		"none, standalone": {"Trust Code Installed: <none>\n" + product, "active AAA false - -  "},
		"none, stack":      {"Trust Code Installed: <none>\n" + stack, "active AAA false - -  \nstandby BBB false - -  \nmember CCC false - -  "},
		"date, standalone": {"Trust Code Installed: Apr 20 13:26:18 2021 UTC\n" + product, "active AAA true 2021-04-20 -  "},
		"date without UDI": {"Trust Code Installed: Apr 20 13:26:18 2021 UTC\n", "active  true 2021-04-20 -  "},
		"date, with type":  {"Trust Code Installed: Apr 20 13:26:18 2021 UTC    Trust Code Type: CSSM\n    Attributes: <none>\n" + product, "active AAA true 2021-04-20 -  CSSM"},
		"dates below, no members": {
			"Trust Code Installed:    Trust Code Type: CSSM\n    Attributes: <none>\n\n    INSTALLED on Apr 22 05:01:33 2025 UTC    Valid on Apr 22 04:56:31 2025 UTC\n    Expired on Apr 25 02:55:41 2033 UTC\n    Trust Code Type: CSSM\n" + product,
			"active AAA true 2025-04-22 2033-04-25  CSSM",
		},
		"blank": {"Trust Code Installed:\n" + product, ""},
		"list": {
			"Trust Code Installed:\n  Active: PID:C9300,SN:AAA\n    INSTALLED on Apr 20 13:26:18 2021 UTC\n  Standby: PID:C9300,SN:BBB\n    NOT INSTALLED\n" + stack,
			"active AAA true 2021-04-20 -  \nstandby BBB false - -  \nmember CCC ? - -  ",
		},
		"equal serials": {
			"Trust Code Installed:\n  Active: PID:C9300,SN:AAA\n    INSTALLED on Apr 20 13:26:18 2021 UTC\n  Standby: PID:C9300,SN:AAA\n    INSTALLED on Apr 21 13:26:18 2021 UTC\n" + dual +
				"Other Info\n===\nP:C9300,S:AAA: P:C9300,S:AAA, state[2], Trust Data INSTALLED  TrustId:827\nP:C9300,S:AAA: P:C9300,S:AAA, state[2], Trust Data INSTALLED  TrustId:828\n",
			"active AAA true 2021-04-20 - 827 \nstandby AAA true 2021-04-21 - 828 ",
		},
		"validity, epoch": {
			"Trust Code Installed:    Trust Code Type: CSSM\n    Attributes: <none>\n\n  Active: PID:C9300,SN:AAA\n    INSTALLED on Apr 22 05:01:33 2025 UTC    Valid on Apr 22 04:56:31 2025 UTC\n    Expired on Jan 01 00:00:00 1970 UTC\n    Trust Code Type: CSSM\n    Attributes: <none>\n" + product,
			"active AAA true 2025-04-22 -  CSSM",
		},
		"validity, expiry": {
			"Trust Code Installed:\n  Active: PID:C9300,SN:AAA\n    INSTALLED on Apr 22 05:01:33 2025 IST    Valid on Apr 22 04:56:31 2025 IST\n    Expired on Apr 25 02:55:41 2033 IST\n" + product,
			"active AAA true 2025-04-22 2033-04-25  ",
		},
		"store only": {
			stack + "Other Info\n===\nP:C9300,S:AAA: P:C9300,S:AAA, state[2], Trust Data INSTALLED\nP:C9300,S:BBB: No Trust Data\n",
			"active AAA true - -  \nstandby BBB false - -  \nmember CCC ? - -  ",
		},
		"local device":                         {product + "Other Info\n===\nLocal Device: P:C9300,S:AAA, state[1], NOT INSTALLED TrustId:605\n", "active AAA false - - 605 "},
		"local device, serial made unreadable": {product + "Other Info\n===\nLocal Device: P:C9300,S:<SN>, state[2], Trust Data INSTALLED  TrustId:605\n", "active AAA true - - 605 "},
		"roles changed in between": {
			"Trust Code Installed:\n  Standby: PID:C9300,SN:AAA\n    INSTALLED on Apr 20 13:26:18 2021 UTC\n  Active: PID:C9300,SN:BBB\n    INSTALLED on Apr 21 13:26:18 2021 UTC\n" + stack,
			"active AAA true 2021-04-20 -  \nstandby BBB true 2021-04-21 -  \nmember CCC ? - -  ",
		},
		"no trust data": {product + "Other Info\n===\nLocal Device: No Trust Data\n", "active AAA false - -  "},
		"a peer's enforced licences are no trust": {product + "Enforced Licenses:\n  P:C9300,S:AAA:\n    No PD enforced licenses\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := pasted(parser.ParseTechSupport)(c.text + "Clock sync-ed with NTP: True\n")
			if err != nil {
				t.Fatal(err)
			}
			if got := members(s); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// TestMergedTrust: on older agents tech support knows the members, and status the dates.
func TestMergedTrust(t *testing.T) {
	s, err := pasted(parser.ParseTechSupport)("Product Information\n===\nUDI: PID:C9300,SN:AAA\nOther Info\n===\nLocal Device: P:C9300,S:AAA, state[2], Trust Data INSTALLED  TrustId:612\nOverall Trust: INSTALLED (2)\nClock sync-ed with NTP: True\n")
	if err != nil {
		t.Fatal(err)
	}
	other, err := pasted(parser.ParseStatus)("Trust Code Installed: Jan 24 23:19:05 2025 UTC\n")
	if err != nil {
		t.Fatal(err)
	}
	s.Merge(other)
	if got, want := members(s), "active AAA true 2025-01-24 - 612 "; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
