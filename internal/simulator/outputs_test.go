package simulator

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator/invent"
)

func rendering(t *testing.T, so SwitchOptions) *Switch {
	t.Helper()
	s, err := NewSwitch(Options{Seed: 11, Clock: frozen()}, so)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestEventLogWindow checks that one day of the event log has only the failures of that day,
// although the streak began earlier.
func TestEventLogWindow(t *testing.T) {
	s := rendering(t, SwitchOptions{Agent: "5.8.3", Scenario: LongOutage, Zone: "pacific"})
	from := time.Date(2026, 2, 28, 4, 0, 0, 0, time.UTC).Format(time.DateTime)
	whole, within := s.Render("show license eventlog"), s.Render("show license eventlog 1")
	var want strings.Builder
	before := 0
	for line := range strings.Lines(whole) {
		switch {
		case line[0] != '2':
		case line >= from:
			want.WriteString(line)
		case strings.Contains(line, "SAEVT_COMM_FAIL"):
			before++
		case strings.Contains(line, "SAEVT_COMM_RESTORED"):
			before = 0
		}
	}
	if got := strings.TrimPrefix(within, "**** Event Log ****\n\n"); strings.TrimSpace(got) != strings.TrimSpace(want.String()) {
		t.Errorf("the last day is %d bytes, want %d", len(got), want.Len())
	}
	if n := strings.Count(within, "SAEVT_COMM_FAIL"); n < 20 || before < 48 || strings.Contains(within, "RESTORED") {
		t.Errorf("%d failures within a day, %d before it", n, before)
	}
}

// TestNeverRestored checks that the start of the agent logs COMM_RESTORED, and that only failures
// follow.
func TestNeverRestored(t *testing.T) {
	for _, scenario := range []Scenario{NeverRestored, NeverTrusted} {
		s := rendering(t, SwitchOptions{Agent: "5.5.29", Scenario: scenario})
		log := s.Render("show license eventlog")
		log = log[strings.LastIndex(log, "SAEVT_INIT_START"):]
		_, after, found := strings.Cut(log, "SAEVT_COMM_RESTORED")
		if !found || strings.Contains(after, "SAEVT_COMM_RESTORED") || strings.Count(after, "SAEVT_COMM_FAIL") < 24 {
			t.Errorf("%s: %d failures, found %v", scenario, strings.Count(after, "SAEVT_COMM_FAIL"), found)
		}
	}
}

// TestLogMarks checks the marks of stamps before NTP has set the clock of a booting switch, and
// where the clock is no longer synchronised.
func TestLogMarks(t *testing.T) {
	s := rendering(t, SwitchOptions{Agent: "5.8.3", Topology: StackOfTwo, Stamps: StampsZone, SequenceNumbers: true, LogBuffer: 1 << 20})
	log := s.Render("show logging | include SMART_LIC")
	for _, want := range []string{
		`(?m)^000001: \*\w{3} .*: %SMART_LIC-6-AGENT_READY: `, `(?m)^\d{6}: [A-Z]\w\w .* UTC: %SMART_LIC-5-COMM_RESTORED: `,
		`(?m)^\d{6}: [A-Z].*: %SMART_LIC-SW2_STBY-6-HA_ROLE_CHANGED: Smart Agent HA role changed to Standby\.$`,
	} {
		if !regexp.MustCompile(want).MatchString(log) {
			t.Errorf("no %s in:\n%s", want, log)
		}
	}
	fleet, err := New(Options{Switches: 26, Seed: 1, Clock: frozen()})
	if err != nil {
		t.Fatal(err)
	}
	marks := map[byte]bool{}
	for _, s := range fleet.Switches() {
		for line := range strings.Lines(s.Render("show logging | include COMM_FAILED|CONFIG_I")) {
			if s.Profile().Log.Sequence {
				_, line, _ = strings.Cut(line, ": ")
			}
			marks[line[0]] = true
		}
	}
	if !marks['*'] || !marks['.'] || !marks['F'] && !marks['J'] {
		t.Errorf("marks: %v", marks)
	}
}

// TestLogBuffer checks that old messages fall out of the buffer, that the oldest may be cut, and
// that the count of all messages goes on.
func TestLogBuffer(t *testing.T) {
	small := rendering(t, SwitchOptions{Agent: "5.8.3", Scenario: LongOutage, LogBuffer: 4096}).Render("show logging")
	large := rendering(t, SwitchOptions{Agent: "5.8.3", Scenario: LongOutage, LogBuffer: 1 << 20}).Render("show logging")
	_, kept, _ := strings.Cut(small, "Log Buffer (4096 bytes):\n")
	if len(kept) != 4096 || !strings.HasSuffix(large, kept) {
		t.Errorf("%d bytes are left, want the last 4096 of all", len(kept))
	}
	if first, _, _ := strings.Cut(kept, "\n"); regexp.MustCompile(`^[*.]?[A-Z]\w\w .*: %`).MatchString(first) {
		t.Errorf("the first line is whole: %q", first)
	}
	logged := regexp.MustCompile(`Buffer logging:.*`)
	if a, b := logged.FindString(small), logged.FindString(large); a != b || a == "" {
		t.Errorf("%q and %q", a, b)
	}
}

// TestHistoryBytes checks that a history as long as demanded has the same form throughout.
func TestHistoryBytes(t *testing.T) {
	s := rendering(t, SwitchOptions{Agent: "5.8.3"})
	plain := s.Render("show license history message")
	if n := len(rendering(t, SwitchOptions{Agent: "5.8.3", LongHistory: true}).Render("show license history message")); n < 80_000 || n > 250_000 {
		t.Errorf("a long history is %d bytes", n)
	}
	for _, n := range []int{1, len(plain), len(plain) + 1, 1_000_000} {
		s.SetFaults(Faults{HistoryBytes: n})
		got := s.Render("show license history message")
		if len(got) < n || len(got) > max(n, len(plain))+10_000 {
			t.Errorf("%d bytes wanted, %d came", n, len(got))
		}
		pairs := requests.FindAllStringSubmatch(section(got, "Usage Reporting"), -1)
		if len(pairs) != strings.Count(section(got, "Usage Reporting"), "  REQUEST: ") {
			t.Errorf("%d pairs only", len(pairs))
		}
		last := time.Time{}
		for _, pair := range pairs {
			at, err := time.Parse("Jan 02 15:04:05 2006 MST", pair[1])
			if err != nil || at.Before(last) {
				t.Fatalf("%s: %v", pair[1], err)
			}
			last = at
			answer(t, pair[3])
		}
	}
	if s.SetFaults(Faults{}); s.Render("show license history message") != plain {
		t.Error("the history stays long")
	}
}

// TestSecretsAreMarked checks that everything that looks like a token, a signature or a licence
// begins with the mark that reveals leaks.
func TestSecretsAreMarked(t *testing.T) {
	blob := regexp.MustCompile(`[A-Za-z0-9+/]{41,}`)
	found := 0
	for name, s := range crowd(t, Options{Clock: frozen()}, SwitchOptions{}) {
		for _, b := range blob.FindAllString(s.Render("show license history message"), -1) {
			found++
			if !strings.HasPrefix(b, invent.BlobMark) {
				t.Errorf("%s: %s", name, b)
			}
		}
	}
	if found == 0 {
		t.Error("nothing secret at all")
	}
}

// TestVersions checks that the release is zero-padded in the first line of "show version", but not
// in the second and not in the configuration.
func TestVersions(t *testing.T) {
	for number, want := range map[string][3]string{
		"4.8":    {"16.12.04", "[Gibraltar], Catalyst L3 Switch Software (CAT9K_IOSXE), Version 16.12.4, RELEASE SOFTWARE (fc", "16.12"},
		"5.1.26": {"17.03.05", "[Amsterdam], Catalyst L3 Switch Software (CAT9K_IOSXE), Version 17.3.5, ", "17.3"},
		"5.5.29": {"17.09.04a", "[Cupertino], Catalyst L3 Switch Software (CAT9K_IOSXE), Version 17.9.4a, ", "17.9"},
		"5.8.3":  {"17.11.01", "[Dublin], Catalyst L3 Switch Software (CAT9K_IOSXE), Version 17.11.1, ", "17.11"},
		"6.0.1":  {"17.15.01", "[IOSXE], Catalyst L3 Switch Software (CAT9K_IOSXE), Version 17.15.1, ", "17.15"},
	} {
		s := rendering(t, SwitchOptions{Agent: number, Topology: DualSupervisor})
		got := s.Render("show version")
		if !strings.HasPrefix(got, "Cisco IOS XE Software, Version "+want[0]+"\nCisco IOS Software "+want[1]) {
			t.Errorf("%s: %.200s", number, got)
		}
		if !strings.Contains(got, "\n"+s.Name()+" uptime is ") || !strings.Contains(s.Render("show running-config"), "\nversion "+want[2]+"\n") {
			t.Errorf("%s: the name or the configured version is missing", number)
		}
	}
}
