package parser_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
	"github.com/slp-exporter/slp-exporter/parser/reply"
	"github.com/slp-exporter/slp-exporter/parser/reports"
)

const rumHeader = "Smart Licensing Usage Report:\n====================================\n" +
	"Report Id,          State,    Flag, Feature Name\n"

// states writes the reports by state in a line: "ack 2, open 1"; "none" if there are none, and
// "not told" if the list is nil.
func states(s *parser.State) string {
	switch {
	case s == nil || s.RUMStates == nil:
		return "not told"
	case len(s.RUMStates) == 0:
		return "none"
	}
	var all []string
	for _, c := range s.RUMStates {
		all = append(all, fmt.Sprint(c.State, " ", c.Reports))
	}
	return strings.Join(all, ", ")
}

func TestRUMForms(t *testing.T) {
	const ack, open = "1735689601          ACK       N     network-advantage\n", "1735689602          OPEN      N     dna-advantage\n"
	for name, c := range map[string]struct{ text, want string }{
		"whole":                       {rumHeader + ack + open, "ack 1, open 1"},
		"no reports":                  {rumHeader, "none"},
		"no reports, no columns":      {"sw#sh lic rum id all\nSmart Licensing Usage Report:\nsw#", "none"},
		"filtered, echo gone":         {ack + open + ack, "ack 2, open 1"},
		"filtered, nothing left":      {"sw#sh lic rum id all | i NOACK\nsw#", "none"},
		"without the title":           {"Report Id,          State,    Flag, Feature Name\n" + open, "open 1"},
		"unknown states":              {rumHeader + "1 IN_TRANSIT N a\n2 Re-Sent N b\n3 IN_TRANSIT N c\n", "in_transit 2, re_sent 1"},
		"the same in another case":    {rumHeader + "1 ACK N a\n2 Ack N b\n", "ack 2"},
		"no flag":                     {rumHeader + "1735689601          ACK             network-advantage\n", "ack 1"},
		"a name with blanks":          {rumHeader + "1735689601          ACK       N     Router US Export License\n", "ack 1"},
		"no newline at the end":       {rumHeader + ack + strings.TrimSpace(open), "ack 1, open 1"},
		"blanks between":              {rumHeader + "\n" + ack + "  \n\n" + open, "ack 1, open 1"},
		"a row broken at 80 columns":  {rumHeader + fixture.Wrap("1735689601          ACK       N     "+strings.Repeat("long-name-", 8)+"\n") + open, "ack 1, open 1"},
		"a row of 80 columns":         {rumHeader + "1735689601          ACK       N     " + strings.Repeat("name", 11) + "\n" + open, "ack 1, open 1"},
		"padded to the width":         {fmt.Sprintf("%-80s\n%-80s\n%-80s\n", "Report Id,          State,    Flag, Feature Name", ack[:len(ack)-1], open[:len(open)-1]), "ack 1, open 1"},
		"a row broken behind its id":  {rumHeader + "1735689601          *Mar  9 14:21:07.042: %SYS-5-CONFIG_I: x\nACK       N     a\n" + open, "ack 1, open 1"},
		"another command behind":      {"sw#sh lic rum id all\n" + rumHeader + ack + "sw#sh lic rum id all\n" + rumHeader + open, "ack 1"},
		"a numbered log message":      {rumHeader + ack + "000123: *Mar  9 14:21:07.042: %SYS-5-CONFIG_I: x\n" + open, "ack 1, open 1"},
		"a row without feature, done": {rumHeader + ack + "1735689602          OPEN      N\nsw#", "ack 1"},
	} {
		s, err := pasted(parser.ParseReports)(c.text)
		if err != nil || states(s) != c.want {
			t.Errorf("%s: %s, %v, want %s", name, states(s), err, c.want)
		}
	}
}

// TestRUMUnread: a row that makes no sense is named, and counts as nothing; a line with a label is
// something that a later release prints.
func TestRUMUnread(t *testing.T) {
	s, err := pasted(parser.ParseReports)(rumHeader + "1735689601          ???       N     a\nhello\n1735689602\nTotal reports: 7\n3 ACK N a\n")
	if err != nil || states(s) != "ack 1" || len(s.Unread) != 3 || s.Unread[1].Line != 5 || s.Unread[1].Text != "hello" {
		t.Errorf("%s, %+v, %v", states(s), s.Unread, err)
	}
}

// TestRUMBroken: a log message breaks into a row wherever it likes.
func TestRUMBroken(t *testing.T) {
	text := rumHeader + "1735689601          ACK       N     network-advantage\n1735689602          OPEN      N     dna-advantage\n"
	for at := len(rumHeader); at < len(text); at++ {
		for how, between := range map[string]string{
			"with a line break": "\n*Mar  9 14:21:07.042: %SYS-5-CONFIG_I: Configured\n",
			"without":           "*Mar  9 14:21:07.042: %SYS-5-CONFIG_I: Configured\n",
		} {
			if strings.HasSuffix(text[:at], "\n") && how == "without" || text[at] == '\n' {
				continue
			}
			s, err := pasted(parser.ParseReports)(text[:at] + between + text[at:])
			if err != nil || states(s) != "ack 1, open 1" {
				t.Errorf("%s behind %q: %s, %v", how, tail(text[:at]), states(s), err)
			}
		}
	}
}

func tail(s string) string { return s[max(0, len(s)-30):] }

// TestRUMCut: the output may end anywhere; what is shown as whole counts the rows that are there.
func TestRUMCut(t *testing.T) {
	whole := strings.TrimSuffix(fixture.Fixtures(t)["testdata/rum-17.9-backlog"], "bld2-acc-04#\n")
	for at := range len(whole) {
		text := whole[:at]
		s, err := pasted(parser.ParseReports)(text)
		var truncated *reply.TruncatedError
		switch {
		case errors.As(err, &truncated) && (s == nil || s.RUMStates != nil):
			t.Fatalf("behind %q: %s with %v", tail(text), states(s), err)
		case err == nil:
			rows, counted := 0, 0
			for l := range strings.SplitSeq(text, "\n") {
				if len(strings.Fields(l)) == 4 && l[0] == '1' {
					rows++
				}
			}
			for _, c := range s.RUMStates {
				counted += c.Reports
			}
			if last := text[strings.LastIndex(text, "\n")+1:]; counted != rows || last != "" && len(strings.Fields(last)) < 4 {
				t.Fatalf("behind %q: %s", tail(text), states(s))
			}
		}
	}
}

func TestRUMErrors(t *testing.T) {
	var (
		refused   *reply.RefusedError
		other     *reply.UnrecognisedError
		truncated *reply.TruncatedError
	)
	for text, kind := range map[string]any{
		"       ^\n% Invalid input detected at '^' marker.\n":               &refused,
		"% Authorization failed.\n":                                         &refused,
		"Load for five secs: 1%/0%\nhello\n":                                &other,
		"12345 hello\n":                                                     &other,
		"Smart Licensing Usage Report:\n====\n":                             &truncated,
		rumHeader[:len(rumHeader)-3]:                                        &truncated,
		rumHeader + "1735689601          ACK       N     a\n1735689602  OP": &truncated,
		rumHeader + "1735689601          ACK       N":                       &truncated,
		"17356896": &truncated,
	} {
		if _, err := pasted(parser.ParseReports)(text); !errors.As(err, kind) {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, text := range []string{"", " \r\n", "\ufeff\n"} {
		if s, err := pasted(parser.ParseReports)(text); s != nil || !errors.Is(err, reply.ErrEmpty) {
			t.Errorf("%q: %v", text, err)
		}
	}
	_, err := pasted(parser.ParseReports)(rumHeader + "1735689601          ACK")
	if want := `line 4: the output of "show license rum id all" ends in section "Smart Licensing Usage Report", after "1735689601          ACK", before "the end of that row"`; err == nil || err.Error() != want {
		t.Errorf("%v\nwant %s", err, want)
	}
}

// TestEndlessRUM: what is kept does not grow with what a switch prints. Anything but one pass would
// take minutes here.
func TestEndlessRUM(t *testing.T) {
	const many = 100_000
	var kinds strings.Builder
	for i := range many {
		fmt.Fprintf(&kinds, "%d STATE_%d N x\n", i, i)
	}
	for name, text := range map[string]string{
		"states":       kinds.String(),
		"reports":      strings.Repeat("1735689601          ACK       N     network-advantage\n", many),
		"garbage":      strings.Repeat("hello\n", many),
		"half rows":    strings.Repeat("1735689601  ACK\n", many),
		"a long row":   strings.Repeat("9", 50*many) + "\n",
		"a long state": "1 " + strings.Repeat("A", 10*many) + " N x\n",
		"a long name":  "1 ACK N " + strings.Repeat("x ", 10*many) + "\n",
		"log messages": strings.Repeat("1 AC*Mar  9 14:21:07.042: %SYS-5-CONFIG_I: x\nK N a\n", many/2),
		"full rows":    strings.Repeat(strings.Repeat("1 ", 40)+"\n", many),
		"binary":       strings.Repeat("\x00\xff\x1b[1 \b\r\n", many),
	} {
		s, err := pasted(parser.ParseReports)(rumHeader + text + "1 LAST N x\nsw#")
		if err != nil || len(s.RUMStates) > 51 || len(s.RUMStates) == 0 || retained(s) > 200_000 {
			t.Errorf("%s: %d states, %d bytes, %v", name, len(s.RUMStates), retained(s), err)
			continue
		}
		if name == "states" && s.RUMStates[50] != (reports.StateCount{State: "other", Reports: many + 1 - 50}) {
			t.Errorf("%s: the rest is %+v", name, s.RUMStates[50])
		}
	}
}

// retained is about how many bytes of text a state keeps.
func retained(s *parser.State) int {
	n := len(s.Hostname) + len(s.OSVersion)
	for _, c := range s.RUMStates {
		n += len(c.State)
	}
	for _, u := range s.Unread {
		n += len(u.Text)
	}
	for _, l := range s.Licenses {
		n += len(l.Name) + len(l.EntitlementTag) + len(l.Description) + len(l.Status) + len(l.ExportStatus) + len(l.Enforcement) + len(l.Type)
	}
	return n
}

func FuzzRUM(f *testing.F) {
	seed(f, "rum-")
	f.Add("sw#sh lic rum id all | i ACK\n1 ACK N \x1b[Kx\b\b\r1")
	f.Add(rumHeader + "1735689601  AC*Mar  9 14:21:07.042: %SYS-5-CONFIG_I: x\nK N a\n--More-- 2 OPEN N b")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := pasted(parser.ParseReports)(text)
		if s == nil || s.RUMStates == nil {
			if err == nil {
				t.Fatal("neither a list nor an error")
			}
			return
		}
		if err != nil {
			t.Fatalf("a list with %v", err)
		}
		reports, seen := 0, map[string]bool{}
		for _, c := range s.RUMStates {
			if c.Reports < 1 || c.State == "" || seen[c.State] || strings.ContainsAny(c.State, " ABCDEFGHIJKLMNOPQRSTUVWXYZ\n") {
				t.Fatalf("%+v", s.RUMStates)
			}
			seen[c.State] = true
			reports += c.Reports
		}
		if reports > strings.Count(text, "\n")+1 || len(seen) > 51 || retained(s) > 2*len(text)+100 {
			t.Fatalf("%d reports, %d bytes in %q", reports, retained(s), text)
		}
	})
}

// seed gives a fuzz target the fixtures of that name in several forms, and some of the others.
func seed(f *testing.F, prefix string) {
	f.Helper()
	for name, text := range fixture.Fixtures(f) {
		if name = strings.TrimPrefix(name, "testdata/"); strings.HasPrefix(name, prefix) {
			for _, form := range []string{text, fixture.Wrap(text), fixture.Paged(text), fixture.LogMessages(text), text[:len(text)*2/3]} {
				f.Add(form)
			}
		} else if len(text) < 2000 {
			f.Add(text)
		}
	}
}
