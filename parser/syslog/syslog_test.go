package syslog_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
	"github.com/slp-exporter/slp-exporter/parser/reply"
	"github.com/slp-exporter/slp-exporter/parser/syslog"
)

const (
	stamped = "*Nov 17 18:05:09.580: "
	failed  = "%SMART_LIC-3-COMM_FAILED: Communications failure with the Cisco Smart License Utility (CSLU) : Connection timed out"
	enabled = "%SMART_LIC-6-AGENT_ENABLED: Smart Agent for Licensing is enabled"
)

func syslogOf(t *testing.T, text string) *syslog.Log {
	t.Helper()
	s, err := fixture.Pasted(parser.ParseSyslog)(text)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return s.Syslog
}

// tally writes a log in a line: how often what, when last, and the reason.
func tally(l *syslog.Log) string {
	var parts []string
	for _, m := range l.Messages {
		part := fmt.Sprintf("%d×%s-%s", m.Count, m.Severity, m.Mnemonic)
		for _, last := range l.Last {
			if last.Mnemonic == m.Mnemonic {
				part += " " + stampText(last.At)
			}
		}
		parts = append(parts, part)
	}
	return strings.TrimSuffix(strings.Join(parts, ", ")+"; "+l.CommFailReason, "; ")
}

func stampText(at *localtime.Time) string {
	layout := "2006-01-02 15:04:05.999"
	if at.NoYear {
		layout = "01-02 15:04:05.999"
	}
	out := at.Wall.Format(layout) + " " + at.Zone
	if at.NoZone {
		out += "?"
	}
	return out
}

// TestSyslogForms: one message, in every form in which it is written.
func TestSyslogForms(t *testing.T) {
	for line, want := range map[string]string{
		stamped + enabled:                                                                     "1×6-AGENT_ENABLED 11-17 18:05:09.58 ?",
		".Mar 24 20:17:03.508: %SMART_LIC-3-X: y":                                             "1×3-X 03-24 20:17:03.508 ?",
		"Mar  4 20:17:03: %SMART_LIC-3-X: y":                                                  "1×3-X 03-04 20:17:03 ?",
		"*Mar  7 2026 23:38:41.985: %SMART_LIC-3-X: y":                                        "1×3-X 2026-03-07 23:38:41.985 ?",
		"Mar 31 17:29:43.447 CST: %SMART_LIC-3-X: y":                                          "1×3-X 03-31 17:29:43.447 CST",
		"Mar 31 2026 17:29:43 UTC+1: %SMART_LIC-3-X: y":                                       "1×3-X 2026-03-31 17:29:43 UTC+1",
		"Mar 31 2026 17:29:43 -03: %SMART_LIC-3-X: y":                                         "1×3-X 2026-03-31 17:29:43 -03",
		"Feb 29 17:29:43 pacific: %SMART_LIC-3-X: y":                                          "1×3-X 02-29 17:29:43 pacific",
		"00:01:07: %SMART_LIC-3-X: y":                                                         "1×3-X",
		"5d03h: %SMART_LIC-3-X: y":                                                            "1×3-X",
		"1w2d: %SMART_LIC-3-X: y":                                                             "1×3-X",
		"%SMART_LIC-3-X: y":                                                                   "1×3-X",
		"000123: *Nov 17 18:05:09.580: %SMART_LIC-3-X: y":                                     "1×3-X 11-17 18:05:09.58 ?",
		"000123: %SMART_LIC-3-X: y":                                                           "1×3-X",
		"000123: 00:01:07: %SMART_LIC-3-X: y":                                                 "1×3-X",
		"<189>123: *Nov 17 18:05:09.580: %SMART_LIC-3-X: y":                                   "1×3-X 11-17 18:05:09.58 ?",
		"Nov 17 19:05:10 sw-1.example 123: *Nov 17 18:05:09.580 UTC: %SMART_LIC-3-X: y":       "1×3-X 11-17 18:05:09.58 UTC",
		"2026-11-17T19:05:10+01:00 192.0.2.1 123: sw: Nov 17 18:05:09 UTC: %SMART_LIC-3-X: y": "1×3-X 11-17 18:05:09 UTC",
		"Nov 17 19:05:10 192.0.2.1 123: %SMART_LIC-3-X: y":                                    "1×3-X", // the server's time
		"Nov 17 19:05:10 192.0.2.1 %SMART_LIC-3-X: y":                                         "1×3-X",
		"Nov 17 19:05:10 192.0.2.1: %SMART_LIC-3-X: y":                                        "1×3-X",
		"Nov 17 19:05:10 192.0.2.1 123: sw: 5d03h: %SMART_LIC-3-X: y":                         "1×3-X",
		"RP/0/RP0/CPU0:Aug 20 18:41:28.381 UTC: smartlicserver[266]: %LICENSE-SMART_LIC-3-COMM_FAILED : Communications failure with the Cisco Smart Software Manager (CSSM) : Communications init failure": "1×3-COMM_FAILED 08-20 18:41:28.381 UTC; Communications init failure",
		"RP/0/RP0/CPU0:2026 Aug 20 18:41:28.381 UTC: smartlicserver[266]: %LICENSE-SMART_LIC-6-X : y":                                                                                                      "1×6-X 2026-08-20 18:41:28.381 UTC",
		stamped + "%SMART_LIC-STBY-6-X: y":                             "1×6-X 11-17 18:05:09.58 ?",
		stamped + "%SMART_LIC-SW2-6-X: y":                              "1×6-X 11-17 18:05:09.58 ?",
		stamped + "%SMART_LIC-SW1_STBY-6-X: y":                         "1×6-X 11-17 18:05:09.58 ?",
		"*Nov 17 18:05:09.580:%SMART_LIC-6-X:y":                        "1×6-X 11-17 18:05:09.58 ?",
		"*Nov 17 18:05:09.580 : %SMART_LIC-6-X  :y":                    "1×6-X 11-17 18:05:09.58 ?",
		"acc-9#" + stamped + "%SMART_LIC-6-X: y":                       "1×6-X 11-17 18:05:09.58 ?",
		"   Layer 1 Status:Mar 31 17:29:43.447 CST: %SMART_LIC-6-X: y": "1×6-X 03-31 17:29:43.447 CST",
		// no such moment, and clocks that were not set
		"Feb 30 17:29:43 UTC: %SMART_LIC-3-X: y":         "1×3-X",
		"Nov 17 25:29:43 UTC: %SMART_LIC-3-X: y":         "1×3-X",
		"*Jan  1 1970 00:00:12.1 UTC: %SMART_LIC-3-X: y": "1×3-X",
		"*Dec 31 1969 16:00:12 PST: %SMART_LIC-3-X: y":   "1×3-X",
		// what a wrapped buffer leaves of the first message
		"580: %SMART_LIC-3-X: y":                   "1×3-X",
		"7 18:05:09.580: %SMART_LIC-3-X: y":        "1×3-X",
		"SMART_LIC-3-X: y\n" + stamped + enabled:   "1×6-AGENT_ENABLED 11-17 18:05:09.58 ?",
		"with SMART_LIC\n" + stamped + "%A-1-B: c": "",
	} {
		echo := "sw#show logging | include SMART_LIC\n"
		if got := tally(syslogOf(t, echo+line+"\n")); got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
}

// TestSyslogFacility: only the agent's own messages count, not those in which it is named.
func TestSyslogFacility(t *testing.T) {
	for _, line := range []string{
		"%PARSER-5-CFGLOG_LOGGEDCMD: User:admin  logged command:show logging | include SMART_LIC",
		"%PARSER-5-CFGLOG_LOGGEDCMD: User:admin  logged command:event syslog pattern %SMART_LIC-3-COMM_FAILED: x",
		"%HA_EM-6-LOG: watch: *Nov 17 18:05:09.580: " + failed,
		"%CALL_HOME-6-CALL_HOME_ENABLED: Call-home is enabled by SMART_LIC.",
		"%IOSXE_SMART_AGENT-6-NOTIFY_NO_SNAPSHOT: SMART_LIC",
		"%NOT_SMART_LIC-3-X: y", "%SMART_LICENSE-3-X: y", "%X-SMART_LIC-3-X: y",
		"%SMART_LIC-8-X: y", "%SMART_LIC-3-x: y", "%SMART_LIC-3-X y", "%SMART_LIC-3-EVAL_EXPIRED", "%SMART_LIC--3-X: y",
		`pattern "%SMART_LIC-3-X: y"`, "100%SMART_LIC-3-X: y", "%SMART_LIC-A-B-C-3-X: y",
	} {
		if l := syslogOf(t, "sw#show logging | include SMART_LIC\n"+stamped+line+"\n"); len(l.Messages) != 0 {
			t.Errorf("%s: %s", line, tally(l))
		}
	}
}

func TestSyslogReason(t *testing.T) {
	const peer = "Communications failure with the Cisco Smart Software Manager (CSSM)"
	for said, want := range map[string]string{
		peer + " : Connection timed out":      "Connection timed out",
		peer + " : Connection timed out    ":  "Connection timed out",
		peer + ": Connection timed out":       "Connection timed out",
		peer + " :Connection timed out":       "Connection timed out",
		peer + " : server : https://a.b:8443": "server : https://a.b:8443",
		peer + ": a : b":                      "a : b",
		peer + " : <none>":                    "",
		peer + " : ":                          "",
		peer:                                  "",
		"with CSSM: Connection timed out":     "Connection timed out",
	} {
		log := "sw#sh log\n" + stamped + failed + "\n" + stamped + "%SMART_LIC-3-COMM_FAILED: " + said + "\n" + stamped + enabled + "\n"
		if got := syslogOf(t, log).CommFailReason; got != want {
			t.Errorf("%q: %q, want %q", said, got, want)
		}
	}
}

// TestSyslogLast: the last message of a mnemonic tells its time, or nothing does.
func TestSyslogLast(t *testing.T) {
	const first, second = "Nov 17 18:05:09 UTC: ", "Nov 17 19:05:09 UTC: "
	for log, want := range map[string]string{
		first + "%SMART_LIC-3-A: x\n" + second + "%SMART_LIC-3-A: x\n":                                  "2×3-A 11-17 19:05:09 UTC",
		second + "%SMART_LIC-3-A: x\n" + first + "%SMART_LIC-3-A: x\n":                                  "2×3-A 11-17 18:05:09 UTC",
		first + "%SMART_LIC-3-A: x\n5d03h: %SMART_LIC-3-A: x\n":                                         "2×3-A",
		first + "%SMART_LIC-3-A: x\n" + second + "%SMART_LIC-5-A: x\n" + second + "%SMART_LIC-6-B: x\n": "1×3-A 11-17 19:05:09 UTC, 1×5-A 11-17 19:05:09 UTC, 1×6-B 11-17 19:05:09 UTC",
	} {
		if got := tally(syslogOf(t, log)); got != want {
			t.Errorf("%q: %s, want %s", log, got, want)
		}
	}
}

// TestSyslogGlued: newlines get lost, and messages break into each other.
func TestSyslogGlued(t *testing.T) {
	const other = "*Nov 17 18:06:00.000: %SYS-5-CONFIG_I: Configured"
	const two = "1×6-AGENT_ENABLED 11-17 18:05:09.58 ?, 1×3-COMM_FAILED 11-17 18:05:09.58 ?; Connection timed out"
	for log, want := range map[string]string{
		stamped + enabled + "ESG-PM-ACL:[subsys-init] Init\n" + stamped + failed + "\n":                     two,
		stamped + enabled + stamped + failed + "\n":                                                         two,
		stamped + enabled + strings.TrimPrefix(stamped, "*") + failed + "\n":                                two,
		stamped + enabled + other + "\n" + stamped + failed + other + "\n":                                  two,
		stamped + enabled + "\n" + other + stamped + failed + "\n":                                          two,
		stamped + enabled + "\n" + stamped + failed[:90] + other + "\n" + failed[90:] + "\n" + other + "\n": two,
		stamped + enabled + "\n" + stamped + failed[:16] + other + "\n" + failed[16:] + "\n" + other + "\n": two,
	} {
		if got := tally(syslogOf(t, log)); got != want {
			t.Errorf("%q:\n%s, want\n%s", log, got, want)
		}
	}
}

// TestSyslogWrapped: wherever the terminal breaks the lines, they say the same.
func TestSyslogWrapped(t *testing.T) {
	const want = "2×3-COMM_FAILED 03-09 00:10:01.02 CET, 1×6-AGENT_ENABLED 03-09 00:10:01.02 CET; Connection timed out"
	forms := map[string]func(string) string{
		"wrapped":     fixture.Wrap,
		"blanks lost": func(s string) string { return strings.ReplaceAll(fixture.Wrap(s), " \r\n", "\r\n") },
		"paged":       func(s string) string { return fixture.Paged(strings.ReplaceAll(fixture.Wrap(s), "\r", "")) },
		"whole":       func(s string) string { return s },
	}
	for n := range 90 {
		front := "2026-03-09T00:10:02+01:00 " + strings.Repeat("h", n+1) + " 174: Mar  9 00:10:01.020 CET: "
		log := strings.Repeat(front+"%LINK-3-UPDOWN: Interface TenGigabitEthernet1/0/4, changed state to up\n", 30) +
			front + failed + "\n" + front + enabled + "\n" + front + failed + "\n" + front + "%LINK-3-UPDOWN: x\n"
		for name, form := range forms {
			if got := tally(syslogOf(t, form(log))); got != want {
				t.Fatalf("%s, %d: %s, want %s", name, n, got, want)
			}
		}
	}
}

func TestSyslogEmpty(t *testing.T) {
	const header = "Syslog logging: enabled (0 messages dropped)\n    Buffer logging:  level debugging, 3 messages logged\n\nLog Buffer (4096 bytes):\n"
	for _, text := range []string{
		"", "\r\n", "sw#", "sw#\n", // the session's output of the filtered command
		"sw#show logging | include SMART_LIC\n", "sw#sh logg | i SMART_LIC\nsw#\n", "sw#show clock\n1:2\nsw#show logging | count SMART\nNumber of lines which match regexp = 0\n",
		header, header + stamped + "%SYS-5-CONFIG_I: Configured\n", "sw#show logging\n" + header + "\nsw#",
		"Syslog logging: enabled\n    Buffer logging:  disabled, xml disabled,\n", "Syslog logging: disabled\nsw#",
		stamped + "%PARSER-5-CFGLOG_LOGGEDCMD: User:a  logged command:show logging | include SMART_LIC\n",
		stamped + "%SYS-5-CONFIG_I: Configured\n",
	} {
		s, err := fixture.Pasted(parser.ParseSyslog)(text)
		if err != nil || s.Syslog == nil || len(s.Syslog.Messages)+len(s.Syslog.Last) != 0 || s.Syslog.CommFailReason != "" {
			t.Errorf("%q: %+v, %v", text, s, err)
		}
	}
}

func TestSyslogErrors(t *testing.T) {
	const header = "Syslog logging: enabled (0 messages dropped)\n    Console logging: disabled\n"
	var (
		refused      *reply.RefusedError
		unrecognised *reply.UnrecognisedError
		truncated    *reply.TruncatedError
	)
	for _, c := range []struct {
		text     string
		err      any // to be found by errors.As, or nil for ErrEmpty
		says     string
		messages int // -1: no log
	}{
		{"sw#show logging\n", nil, "empty", -1},
		{"sw#show logging\nsw#\n", nil, "empty", -1},
		{"sw#show logging | include SMART_LIC\n              ^\n% Invalid input detected at '^' marker.\n", &refused, "refused the command", -1},
		{"% Authorization failed.\n", &refused, "Authorization failed", -1},
		{"Cisco IOS XE Software, Version 17.09.04a\n", &unrecognised, `line 1: "Cisco IOS XE Software, Version 17.09.04a": this is not the output of "show logging | include SMART_LIC"`, -1},
		{"sw#show version\n" + stamped + "%SYS-5-CONFIG_I: x\nCisco IOS XE Software\n", &unrecognised, `line 3: "Cisco`, -1},
		{"Password: hunter2\n", &unrecognised, `"Password: …"`, -1},
		{"the SMART_LIC facility", &unrecognised, "line 1", -1},
		{header, &truncated, `line 2: the output of "show logging | include SMART_LIC" ends in section "Syslog logging", after "Console logging: disabled", before "Log Buffer"`, -1},
		{header + "Log Buffer (40", &truncated, `before "Log Buffer"`, -1},
		{stamped + enabled + "\n" + stamped + failed, &truncated, `after "*Nov 17 18:05:09.580: %SMART_LIC-3-COMM_FAILED: `, 1},
		{stamped + enabled + "\n" + stamped + failed[:14], &truncated, `after "*Nov 17 18:05:09.580: %SMART_LIC-3-C", before "the end of that message"`, 1},
		{stamped + enabled + "\n" + stamped[:9], &truncated, `line 2: `, 1},
		{stamped + failed, &truncated, `line 1: `, 0},
		{stamped + enabled + "\n --More-- ", &truncated, `after "--More--"`, 1},
		{fixture.Wrap(stamped+failed) + (stamped + failed)[:80] + "\r\n", &truncated, `line 3: `, 1},
	} {
		s, err := fixture.Pasted(parser.ParseSyslog)(c.text)
		if c.err == nil && !errors.Is(err, reply.ErrEmpty) || c.err != nil && !errors.As(err, c.err) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: %v", c.text, err)
		}
		if (s == nil || s.Syslog == nil) != (c.messages < 0) {
			t.Errorf("%q: %+v", c.text, s)
		} else if s != nil && s.Syslog != nil {
			if l := s.Syslog; len(l.Messages) != c.messages || l.Last != nil || l.CommFailReason != "" {
				t.Errorf("%q: %s", c.text, tally(l))
			}
		}
	}
}

// TestSyslogWithoutFinalNewline: what cannot go on is whole.
func TestSyslogWithoutFinalNewline(t *testing.T) {
	for text, want := range map[string]int{
		stamped + enabled: 1,
		stamped + failed + "\n" + stamped + "%SMART_LIC-6-TRUST_INSTALL_SUCCESS: A new one on P:C9300-24T,S:FCW2601A0BC.": 2,
		stamped + failed + "\n" + stamped + "%SYS-5-CONFIG_I: Configured from console by admin":                           1,
		stamped + failed + "\nsw#":                                         1,
		stamped + failed + "\nsw#show license status\nTrust":               1,
		stamped + failed + "\nsw#show logging | include X\n" + stamped[:9]: 0,
	} {
		s, err := fixture.Pasted(parser.ParseSyslog)(text)
		if want == 0 {
			if err == nil {
				t.Errorf("%q: no error", text)
			}
			continue
		}
		if err != nil || len(s.Syslog.Messages) != want {
			t.Errorf("%q: %+v, %v", text, s, err)
		}
	}
}

// TestSyslogEcho: the output follows the echo, and ends at the next command.
func TestSyslogEcho(t *testing.T) {
	s, err := fixture.Pasted(parser.ParseSyslog)(stamped + failed + "\nacc-1#terminal length 0\nacc-1#show logging\n" +
		"Time source is NTP, 18:10:00.125 CET Tue Nov 17 2026\nLog Buffer (4096 bytes):\n" + stamped + enabled +
		"\nacc-1#show clock\n" + stamped + failed + "\n")
	if err != nil || s.Hostname != "acc-1" || s.Clock == nil || s.Clock.Zone != "CET" || tally(s.Syslog) != "1×6-AGENT_ENABLED 11-17 18:05:09.58 ?" {
		t.Errorf("%+v, %v", s, err)
	}
}
