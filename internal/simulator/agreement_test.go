package simulator

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
	"github.com/slp-exporter/slp-exporter/internal/simulator/screen"
	"github.com/slp-exporter/slp-exporter/internal/testenv/race"
)

// crowd returns two switches of each scenario, and one of each agent version.
func crowd(t *testing.T, o Options, so SwitchOptions) map[string]*Switch {
	t.Helper()
	all := map[string]*Switch{}
	add := func(name string, o Options, so SwitchOptions) {
		s, err := NewSwitch(o, so)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = s
	}
	for _, scenario := range Scenarios() {
		for o.Seed = range uint64(2) {
			so.Scenario = scenario
			add(fmt.Sprint(scenario, " ", o.Seed), o, so)
		}
	}
	so.Scenario = Healthy
	for _, v := range AgentVersions() {
		so.Agent = v
		add("agent "+v, o, so)
	}
	return all
}

// section returns the text below a heading, up to the next heading at the left margin.
func section(text, heading string) string {
	_, text, found := strings.Cut("\n"+text, "\n"+heading+":\n")
	if !found {
		return ""
	}
	if at := nextHeading.FindStringIndex(text); at != nil {
		text = text[:at[0]+1]
	}
	return text
}

var (
	nextHeading = regexp.MustCompile(`\n[A-Z][A-Za-z ]+[:(]`)

	requests  = regexp.MustCompile(`  REQUEST: (.*)\n\{.*\n\n  RESPONSE: (.*)\n(.*)\n`)
	statistic = regexp.MustCompile(`Total=(\d+).*\n  Last Response: (\S.*?)(?: on (.*))?\n    Failure Reason: (.*)\n  Last Success Time: (.*)\n  Last Failure Time: (.*)\n`)
)

// answer decodes the line of a response and returns its status.
func answer(t *testing.T, line string) (code, message string) {
	t.Helper()
	var outer, inner map[string]any
	if err := json.Unmarshal([]byte(line), &outer); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(outer["response"].(string)), &inner); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(inner["response_data"].(string)), new(map[string]any)); err != nil {
		t.Fatal(err)
	}
	return inner["status_code"].(string), inner["status_message"].(string)
}

// TestHistoryAgrees compares the last exchange of each message with the statistics of tech support.
func TestHistoryAgrees(t *testing.T) {
	race.Pointless(t)
	checked, silent, denied := 0, 0, 0
	for name, s := range crowd(t, Options{Clock: frozen()}, SwitchOptions{}) {
		history := s.Render("show license history message")
		_, tech, _ := strings.Cut(s.Render("show license tech support"), "\nCommunication Statistics:\n")
		for m := range agent.MessageCount {
			pairs := requests.FindAllStringSubmatch(section(history, m.String()), -1)
			if len(pairs) == 0 {
				continue
			}
			counted := statistic.FindStringSubmatch(section(tech, m.String()))
			if counted == nil {
				t.Fatalf("%s: %s is not in the statistics", name, m)
			}
			last := pairs[len(pairs)-1]
			checked++
			if last[3] == "" {
				silent++
				if counted[2] != agent.ResponseNoReply || counted[3] != last[1] || counted[6] != last[1] || last[1] != last[2] {
					t.Errorf("%s: %s: no answer at %s (%s); the statistics say %q", name, m, last[1], last[2], counted[0])
				}
				continue
			}
			code, message := answer(t, last[3])
			if counted[2] != code || counted[3] != last[2] {
				t.Errorf("%s: %s: answer %s at %s; the statistics say %q", name, m, code, last[2], counted[0])
			}
			if code == agent.ResponseInvalid {
				denied++
				if counted[4] != message || counted[6] != last[2] {
					t.Errorf("%s: %s: refused with %s at %s; the statistics say %q", name, m, message, last[2], counted[0])
				}
			}
		}
	}
	if checked < 40 || silent < 8 || denied == 0 {
		t.Errorf("only %d messages compared, %d unanswered, %d refused", checked, silent, denied)
	}
}

// TestLogsAgree checks that each failure is in the event log, in the log buffer at the same
// millisecond, and in the history as a request without an answer, and that the running configuration
// tells how log messages are stamped.
func TestLogsAgree(t *testing.T) {
	race.Pointless(t)
	failures := 0
	for _, stamps := range []Stamps{StampsUTCYear, StampsFull} {
		so := SwitchOptions{Zone: "IST", Stamps: stamps, LogBuffer: 1 << 20}
		for name, s := range crowd(t, Options{Clock: frozen()}, so) {
			config, history := s.Render("show running-config"), s.Render("show license history message")
			if !strings.Contains(config, "\nservice timestamps log "+string(stamps)+"\n") {
				t.Errorf("%s: the configuration does not say %s", name, stamps)
			}
			zone := time.FixedZone("IST", 5*3600+1800)
			seconds := map[string]bool{}
			var events, messages []string
			for line := range strings.Lines(s.Render("show license eventlog")) {
				if at, reason, found := strings.Cut(line, " SAEVT_COMM_FAIL error="); found {
					local, err := time.ParseInLocation("2006-01-02 15:04:05.000 IST", at, zone)
					if err != nil {
						t.Fatal(err)
					}
					seconds[local.Format("Jan 02 15:04:05 2006 IST")] = true
					if stamps == StampsUTCYear {
						local = local.UTC()
					}
					events = append(events, local.Format(stamps.Layout())+" "+strings.Trim(strings.TrimSpace(reason), `"`))
				}
			}
			for line := range strings.Lines(s.Render("show logging | include SMART_LIC-3-COMM_FAILED")) {
				if s.Profile().Log.Sequence {
					_, line, _ = strings.Cut(line, ": ")
				}
				line = strings.TrimLeft(line, "*.")
				stamp, text, _ := strings.Cut(line, ": ")
				_, reason, _ := strings.Cut(text, " : ")
				messages = append(messages, strings.TrimSuffix(stamp, " IST")+" "+strings.TrimSpace(reason))
			}
			if a, b := strings.Join(events, "\n"), strings.Join(messages, "\n"); a != b {
				t.Errorf("%s: event log and log buffer differ: %d and %d failures", name, len(events), len(messages))
			}
			for _, pair := range requests.FindAllStringSubmatch(history, -1) {
				if pair[3] == "" && !seconds[pair[1]] {
					t.Errorf("%s: the request of %s has no answer, and no event", name, pair[1])
				}
			}
			failures += len(events)
		}
	}
	if failures < 1000 {
		t.Errorf("only %d failures", failures)
	}
}

// TestLicencesAgree checks that usage, summary and tech support count the same licences.
func TestLicencesAgree(t *testing.T) {
	race.Pointless(t)
	fleet, err := New(Options{Switches: 80, Seed: 4, Clock: frozen()})
	if err != nil {
		t.Fatal(err)
	}
	row := regexp.MustCompile(`(?m)^  (.{24})(\(.*\)) +(\d+) ([A-Z ]+)$`)
	block := regexp.MustCompile(`(?m)^(.*) \((.*)\):\n(?:  .*\n)?  Description: .*\n  Count: (\d+)\n  Version: 1.0\n  Status: ([A-Z ]+)$`)
	handle := regexp.MustCompile(`  Count: ([1-9]\d*)\n`)
	none, wireless, cut, evaluating := 0, 0, 0, 0
	for _, s := range fleet.Switches() {
		summary := s.Render("show license summary")
		rows := row.FindAllStringSubmatch(summary, -1)
		blocks := block.FindAllStringSubmatch(s.Render("show license usage"), -1)
		handles := handle.FindAllStringSubmatch(s.Render("show license tech support"), -1)
		if len(rows) != len(blocks) || len(rows) != len(handles) {
			t.Fatalf("%s: summary has %d licences, usage %d, tech support %d", s.Name(), len(rows), len(blocks), len(handles))
		}
		if len(rows) == 0 && strings.Contains(summary, "\n  No licenses in use\n") {
			none++
		}
		for i, r := range rows {
			b, name := blocks[i], strings.TrimSpace(r[1])
			if !same(name, b[1]) || !same(strings.Trim(r[2], "()"), b[2]) || r[3] != b[3] || r[3] != handles[i][1] || r[4] != b[4] {
				t.Errorf("%s: summary has %q, usage %q, tech support %q", s.Name(), r[0], b[0], handles[i][0])
			}
			if strings.Contains(b[1], "air-") || strings.Contains(b[1], "wireless") {
				wireless++
			}
			if strings.HasSuffix(name, "...") {
				cut++
			}
			if name == "" && r[4] == "EVAL MODE" {
				evaluating++
			}
		}
	}
	if none == 0 || wireless == 0 || cut == 0 || evaluating == 0 {
		t.Errorf("%d switches without licences, %d licences for access points, %d names cut, %d in evaluation", none, wireless, cut, evaluating)
	}
}

// same reports whether a column shows a text, which may be cut.
func same(column, text string) bool {
	if start, cut := strings.CutSuffix(column, "..."); cut {
		return strings.HasPrefix(text, start) && len(text) > len(column)
	}
	return column == text
}

// TestReportsAgree compares the list of RUM reports with both summaries of them.
func TestReportsAgree(t *testing.T) {
	deleted := 0
	for name, s := range crowd(t, Options{Clock: frozen()}, SwitchOptions{}) {
		state := map[string]int{}
		for _, r := range regexp.MustCompile(`(?m)^\d+ +([A-Z]+) +N     \S+$`).FindAllStringSubmatch(s.Render("show license rum id all"), -1) {
			state[r[1]]++
		}
		deleted += state["DELETED"]
		if s.Profile().Version.PreSLP {
			continue
		}
		want := fmt.Sprintf("Waiting for Ack: %d\nAvailable to Report: %d  Collecting Data: %d\n", state["UNACK"], state["CLOSED"]+state["OPEN"], state["OPEN"])
		if !strings.Contains(s.Render("show license all"), want) {
			t.Errorf("%s: the summary is not %q", name, want)
		}
		stored := fmt.Sprintf("In Storage: %d,", state["OPEN"]+state["CLOSED"]+state["UNACK"]+state["ACK"])
		if s.Profile().Version.RUMSummary && !strings.Contains(s.Render("show license tech support"), stored) {
			t.Errorf("%s: tech support does not say %q", name, stored)
		}
	}
	if deleted == 0 {
		t.Error("no agent lists deleted telemetry reports")
	}
}

// TestNetconfWellFormed prints the tree of all kinds of switches, and compares its reports with the
// output of the CLI at the same moment.
func TestNetconfWellFormed(t *testing.T) {
	closed := 0
	for name, s := range crowd(t, Options{Clock: frozen()}, SwitchOptions{}) {
		text := s.Netconf("")
		d := xml.NewDecoder(strings.NewReader(text))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		reports := strings.Count(text, "<rum-reports-closed-keys>")
		listed := strings.Count(s.Render("show license rum id all"), " CLOSED ") + strings.Count(s.Render("show license rum id all"), " UNACK ")
		if screen.ModelRevision(s.Profile().Version.IOS) < "2021-03-01" {
			listed = 0
		}
		if reports != listed {
			t.Errorf("%s: %d closed reports, the CLI lists %d", name, reports, listed)
		}
		closed += reports
	}
	if closed == 0 {
		t.Error("no report at all is closed")
	}
}
