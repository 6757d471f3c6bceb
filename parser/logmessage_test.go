package parser_test

import (
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/capture"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
)

// TestLogMessageAnywhere: wherever a log message breaks into a line, the line is put together again.
func TestLogMessageAnywhere(t *testing.T) {
	anywhere(t, "*Mar  9 14:21:07.042: %SYS-5-CONFIG_I: Configured from console by admin on vty0 (192.0.2.9)\r\n",
		"testdata/techsupport-5.5.11-stack-member-without-trust", "testdata/all-6.2.0-stack", "testdata/status-6.3.10-stack")
}

// TestBroadcastAnywhere: so it is where the system writes to all terminals, on lines of its own. Of lines with several
// labels, as newer agents print them, the second part may look like a line of its own.
func TestBroadcastAnywhere(t *testing.T) {
	anywhere(t, "\r\n\r\n***\r\n*** --- SHUTDOWN in 0:05:00 ---\r\n***\r\n\r\n",
		"testdata/techsupport-5.5.11-stack-member-without-trust")
}

// TestBroadcastInEveryFixture puts a broadcast after every line and into every line of every fixture: the values stay right,
// or there is an error. A broadcast begins with two or three line ends of its own. The short form takes every tenth line.
func TestBroadcastInEveryFixture(t *testing.T) {
	const broadcast = "\r\n\r\n***\r\n*** --- SHUTDOWN ABORTED ---\r\n***\r\n\r\n"
	for name, text := range fixture.Fixtures(t) {
		read := pasted(capture.Detect(text, "").Parse)
		state, err := read(text)
		if err != nil || capture.Output(text).System() != platform.IOSXE() {
			continue // the fixture of a refusal, of an output that is cut, or of a system that prints no such broadcast
		}
		want := values(t, state)
		check := func(at int, message string) {
			if state, err := read(text[:at] + message + text[at:]); err == nil {
				if got := values(t, state); got != want {
					t.Errorf("%s, at %d, after %q: %s", name, at, text[max(0, at-30):at], fixture.FirstDifference(got, want))
				}
			}
		}
		from, every := 0, 1
		if testing.Short() {
			every = 10
		}
		number := 0
		for line := range strings.Lines(text) {
			half := from + len(line)/2
			from += len(line)
			if number++; number%every != 0 {
				continue
			}
			for _, message := range []string{broadcast, "\r\n" + broadcast} {
				check(half, message)
				check(from, message)
			}
		}
	}
}

// values are what was read, without the lines that were not.
func values(t *testing.T, s *parser.State) string {
	t.Helper()
	read := *s
	read.Unread = nil
	return fixture.Dump(t, &read)
}

// anywhere breaks a message into outputs at many places, which must not change what is read.
func anywhere(t *testing.T, message string, names ...string) {
	t.Helper()
	for _, name := range names {
		text := fixture.Fixtures(t)[name]
		command := capture.Detect(text, "")
		state, err := pasted(command.Parse)(text)
		if err != nil {
			t.Fatal(err)
		}
		want := fixture.Dump(t, state)
		for at := 0; at < len(text); at += 7 {
			got, err := pasted(command.Parse)(text[:at] + message + text[at:])
			if err != nil {
				t.Fatalf("%s, at %d, after %q: %v", name, at, text[max(0, at-30):at], err)
			}
			if g := fixture.Dump(t, got); g != want {
				t.Fatalf("%s, at %d, after %q:\n%s", name, at, text[max(0, at-30):at], fixture.FirstDifference(g, want))
			}
		}
	}
}

// TestLogMessageForms: what is a log message, and what only looks like one.
func TestLogMessageForms(t *testing.T) {
	for message, is := range map[string]bool{
		"*Mar  9 14:21:07.042: %SYS-5-CONFIG_I: Configured":                true,
		".Mar  9 14:21:07.042: %SYS-5-CONFIG_I: Configured":                true,
		"Mar  9 2026 14:21:07.042 CET: %SMART_LIC-3-COMM_FAILED: Comm : x": true,
		"000123: *Mar  9 14:21:07.042: %SYS-5-CONFIG_I: Configured":        true,
		"3w2d: %SYS-5-CONFIG_I: Configured":                                true,
		"%SYS-5-CONFIG_I: Configured":                                      true,
		"  Description: 100%SYS-5: sure":                                   false,
		"Load for five secs: 1%/0%; one minute: 0%; five minutes: 0%":      false,
	} {
		s, err := pasted(parser.ParseStatus)("Utility:\n  Status: DISABLED\nAccount Information:\n  Smart Account: A\n  Virtual Account: B\n" + message + "\nTrust Code Installed: <none>\n")
		if err != nil {
			t.Fatal(err)
		}
		if s.Account.VirtualAccount != "B" || len(s.TrustCodes) != 1 {
			t.Errorf("%s: %+v", message, s)
		}
		broken, err := pasted(parser.ParseStatus)("Utility:\n  Status: DISABLED\nAccount Information:\n  Smart Account: A\n  Virtual Account: Bbb" + message + "\nbB\nTrust Code Installed: <none>\n")
		if err != nil {
			t.Fatal(err)
		}
		if joined := broken.Account.VirtualAccount == "BbbbB"; joined != is && !strings.HasPrefix(message, "000") && !strings.HasPrefix(message, "3w") && !strings.HasPrefix(message, "%") {
			t.Errorf("%s: the account is %q", message, broken.Account.VirtualAccount)
		}
	}
}
