package platform_test

import (
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/platform"
)

// TestIsLog: what is a log message on a line of its own, and what only looks like one.
func TestIsLog(t *testing.T) {
	for line, want := range map[string]bool{
		"*Nov 23 10:00:00.123: %SYS-5-CONFIG_I: Configured":                   true,
		".Mar  9 14:21:07.042: %SYS-5-CONFIG_I: Configured":                   true,
		"000123: Nov 23 2023 10:00:00 CET: %SMART_LIC-3-COMM_FAILED: x":       true,
		"000123: *Mar  9 14:21:07.042: %SYS-5-CONFIG_I: Configured":           true,
		".Nov 23 10:00:00: %LINEPROTO-5-UPDOWN: x":                            true,
		"1w2d: %LINK-3-UPDOWN: Interface":                                     true,
		"*Nov 23 10:00:00.1: %CRYPTO_ENGINE-SW1-4-CSDL: x":                    true,
		"%SYS-5-RESTART: System restarted":                                    true,
		"sw-1: %SYS-5-RESTART: System restarted":                              true,
		"*Nov 23 10:00:00.1: %SYS-9-X: no such severity":                      false,
		"*Nov 23 10:00:00.1: %SYS-X: no severity":                             false,
		"CPU utilization 5% -5-":                                              false,
		"% Invalid input detected at '^' marker.":                             false,
		"  Description: 100%SYS-5: sure":                                      false,
		"Load for five secs: 1%/0%; one minute: 0%; five minutes: 0%":         false,
		strings.Repeat("x", 70) + ": %SYS-5-RESTART: too much in front of it": false,
		"***":                                     true,
		"*** --- SHUTDOWN in 0:05:00 ---":         true,
		"*** --- SHUTDOWN NOW ---":                true,
		"*** --- SHUTDOWN ABORTED ---":            true,
		"*** Message from tty1 to all terminals:": true,
		"**** Event Log ****":                     false,
		"*** a heading ***":                       false,
		"****":                                    false,
		"":                                        false,
	} {
		if got := platform.IOSXE().IsLog(line); got != want {
			t.Errorf("%q: %v", line, got)
		}
		if want && !platform.IOSXE().HasLog(line) && line[0] != '%' && line != "***" {
			t.Errorf("%q: the text has no log message", line)
		}
	}
}

// TestLogStart: "|" marks where a log message begins within a line.
func TestLogStart(t *testing.T) {
	for _, marked := range []string{
		"|*Mar  9 14:21:07.042: %SYS-5-CONFIG_I: Configured",
		"  Attempts: Total=3, Suc|*Mar  9 14:21:07.042: %SYS-5-CONFIG_I: Configured",
		"  Smart Account: Acme|Mar  9 2026 14:21:07.042 CET: %SYS-5-CONFIG_I: Configured",
		"  Count: 1|.Mar  9 14:21:07: %SYS-5-CONFIG_I: Configured",
		"|000123: *Mar  9 14:21:07.042: %SYS-5-CONFIG_I: Configured",
		"|3w2d: %SYS-5-CONFIG_I: Configured",
		"|%SYS-5-CONFIG_I: Configured",
		"  Attempts: Total=3, Suc|*** --- SHUTDOWN in 0:05:00 ---",
		"|*** --- SHUTDOWN in 0:05:00 ---",
		"|***",
		"  Description: 100%SYS-5: sure",
		"  Description: sw-1: %SYS-5-CONFIG_I: no time before it",
		"**** Event Log ****",
	} {
		want := strings.IndexByte(marked, '|')
		if got := platform.IOSXE().LogStart(strings.Replace(marked, "|", "", 1)); got != want {
			t.Errorf("%s: %d, want %d", marked, got, want)
		}
	}
}

func TestIsBroadcast(t *testing.T) {
	for line, want := range map[string]bool{
		"***\r": true, "*** --- SHUTDOWN in 0:05:00 ---\r": true,
		"*Mar  9 14:21:07.042: %SYS-5-CONFIG_I: Configured": false, "": false, "Status: *** --- SHUTDOWN in 0:05:00 ---": false,
	} {
		if got := platform.IOSXE().IsBroadcast(line); got != want {
			t.Errorf("%q: %v", line, got)
		}
	}
}
