package capture_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser/capture"
)

// TestSplitProvesWhole: the prompt in front of the next command stands behind the output above it,
// which is therefore whole however it ends.
func TestSplitProvesWhole(t *testing.T) {
	const history = "acc-1#show license history message\nMessage History (oldest to newest):\n====\nTrust Sync:\n  No past history\n"
	for behind, whole := range map[string]bool{
		"":                        false,
		"acc-1#show version\n":    true,
		"acc-1#sh lic rum id a\n": true,
		"acc-1>show logging\n":    true,
		"------------------ show version ------------------\n": false,
	} {
		parts, _ := capture.Split(history+behind, "")
		state, err := parts[0].Parse()
		if (err == nil) != whole || state == nil {
			t.Errorf("%q: %v", behind, err)
		}
		if want := 1 + strings.Count(behind, "\n"); len(parts) != want {
			t.Errorf("%q: %d parts, want %d", behind, len(parts), want)
		}
	}
}

// TestSplitNamesWhatItPassesOver: nothing in a capture is dropped without a word.
func TestSplitNamesWhatItPassesOver(t *testing.T) {
	const (
		log = "*Oct 22 16:06:17.251: %SYS-5-RESTART: System restarted --\n" +
			"Cisco IOS Software [Amsterdam], Catalyst L3 Switch Software (CAT9K_IOSXE), Version 17.3.1, RELEASE SOFTWARE (fc5)\n" +
			"Copyright (c) 1986-2020 by Cisco Systems, Inc.\n" +
			"*Oct 22 16:06:48.263: %SMART_LIC-3-COMM_FAILED: Communications failure with the Cisco Smart License Utility (CSLU) : Connection timed out\n"
		version = "acc-1#show version | include IOS XE\nCisco IOS XE Software, Version 17.09.04a\n"
		usage   = "acc-1#show license usage\nLicense Authorization:\n  Status: Not Applicable\n\nNo licenses in use\n\n"
		summary = "License Usage:\n  License   Entitlement Tag   Count Status\n  ---------\n  network-advantage   (C9300-24 Network Advan...)   1 IN USE\n"
	)
	for name, c := range map[string]struct {
		text, parts, passed string
	}{
		"a log":                         {log, "syslog", ""},
		"a log before a version":        {log + version + "acc-1#\n", "version syslog", ""},
		"a log after a version":         {version + "acc-1#\n" + log, "version syslog", ""},
		"a table before a command":      {summary + usage + "acc-1#", "usage summary", ""},
		"words before a command":        {"It says:\n\n" + usage + "acc-1#", "usage", "1-1 It says:"},
		"another command":               {version + "acc-1#show clock\n10:00:00.123 UTC Mon Nov 10 2025\n" + usage + "acc-1#", "version usage", "4-4 10:00:00.123 UTC Mon Nov 10 2025"},
		"another licence command":       {usage + "acc-1#show license right-to-use\nLicense Name Type\nx\n" + version + "acc-1#", "usage version", "8-9 License Name Type"},
		"the same command twice":        {usage + usage + "acc-1#", "usage", "8-11 License Authorization:"},
		"words after the last prompt":   {usage + "acc-1#\n\nThat is all.\n", "usage", "9-9 That is all."},
		"only typed":                    {"acc-1#terminal length 0\n" + usage + "acc-1#exit\n", "usage", ""},
		"a summary with a log within":   {"acc-1#show license summary\n" + log + summary + "acc-1#", "summary", ""},
		"a banner that servers cut up":  {strings.ReplaceAll(log, "\nC", "\nOct 22 16:06:17 acc-1 C"), "syslog", ""},
		"a version alone":               {"Cisco IOS XE Software, Version 17.09.04a\nacc-1 uptime is 3 weeks\n", "version", ""},
		"a version with a log above it": {log + "Cisco IOS XE Software, Version 17.09.04a\nacc-1 uptime is 3 weeks\n", "syslog version", ""},
	} {
		parts, passed := capture.Split(c.text, "")
		var got, over []string
		for _, p := range parts {
			got = append(got, p.Command.Collector)
			if _, err := p.Parse(); err != nil {
				t.Errorf("%s: %s: %v", name, p.Command.Collector, err)
			}
		}
		for _, p := range passed {
			over = append(over, fmt.Sprintf("%d-%d %s", p.First, p.Last, p.Text))
		}
		if strings.Join(got, " ") != c.parts || strings.Join(over, "; ") != c.passed {
			t.Errorf("%s: %q, passed over %q", name, got, over)
		}
	}
}
