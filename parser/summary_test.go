package parser_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/capture"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

const summaryHeader = "License Usage:\n" +
	"  License                 Entitlement Tag               Count Status\n" +
	"  -----------------------------------------------------------------------------\n"

// licences writes what was read of the licences, one in a line: "name|tag|count|status".
func licences(s *parser.State) string {
	var all []string
	for _, l := range s.Licenses {
		count := "?"
		if l.Count != nil {
			count = fmt.Sprint(*l.Count)
		}
		all = append(all, strings.Join([]string{l.Name, l.EntitlementTag, count, l.Status}, "|"))
	}
	return strings.Join(all, "\n")
}

func TestSummaryRows(t *testing.T) {
	for row, want := range map[string]string{
		"  network-advantage       (C9300-24 Network Advan...)       2 IN USE":                        "network-advantage|C9300-24 Network Advan...|2|IN USE",
		"  Router US Export Lic... (DNA_HSEC)                        0 NOT IN USE":                    "Router US Export Lic...|DNA_HSEC|0|NOT IN USE",
		"                          (C9200L-NW-E-48)                  1 EVAL MODE":                     "|C9200L-NW-E-48|1|EVAL MODE",
		"    dna-premier_10M         (DNA_P_10M_P)          25     IN USE":                            "dna-premier_10M|DNA_P_10M_P|25|IN USE",
		"  network-essentials      (C9200L-24P (PoE+) Netw...)       3 IN USE":                        "network-essentials|C9200L-24P (PoE+) Netw...|3|IN USE",
		"  network-essentials      (C9200L Network (PoE+ ...)        3 IN USE":                        "network-essentials|C9200L Network (PoE+ ...|3|IN USE",
		"  N+1 (redundant) licence (LCHA (active))                   3 IN USE":                        "N+1 (redundant) licence|LCHA (active)|3|IN USE",
		"  N+1 (redundant and a... (LCHA)                            3 IN USE":                        "N+1 (redundant and a...|LCHA|3|IN USE",
		"  C9300 (24 ports         (C9300 24 ports)                123 OUT OF COMPLIANCE":             "C9300 (24 ports|C9300 24 ports|123|OUT OF COMPLIANCE",
		"  a: name: with colons    (TAG:1)                           1 IN USE":                        "a: name: with colons|TAG:1|1|IN USE",
		"  name                    (TAG)                             4 IN A NEW STATE (9)":            "name|TAG|4|IN A NEW STATE (9)",
		"  5G                      (5)                               5 IN USE":                        "5G|5|5|IN USE",
		"  " + strings.Repeat("very-long-name-", 4) + "  (C9300-48 Network Advantage)       7 IN USE": strings.Repeat("very-long-name-", 4) + "|C9300-48 Network Advantage|7|IN USE",
	} {
		for how, text := range map[string]string{
			"as it is": summaryHeader + row + "\n", "filtered": "sw#sh lic sum | i USE\n" + row + "\n",
			"broken": fixture.Wrap(summaryHeader + row + "\n"), "not the last": summaryHeader + row + "\n  x (y)  1 IN USE\n",
			"padded": fmt.Sprintf("%s%-80s\nsw#", summaryHeader, row),
		} {
			if how == "filtered" && strings.Contains(row, "(PoE+ ...") || how == "filtered" && strings.Contains(row, "(redundant and") || how == "filtered" && strings.Contains(row, "(24 ports  ") {
				continue // without the columns nobody can tell where that tag begins
			}
			s, err := pasted(parser.ParseSummary)(text)
			if err != nil {
				t.Errorf("%s, %s: %v", row, how, err)
				continue
			}
			if first, _, _ := strings.Cut(licences(s), "\n"); first != want {
				t.Errorf("%s, %s:\n%s, want\n%s", row, how, first, want)
			}
			if len(s.Unread) > 0 {
				t.Errorf("%s, %s: %+v", row, how, s.Unread)
			}
		}
	}
}

func TestSummaryForms(t *testing.T) {
	const row = "  dna-advantage           (C9300-24 DNA Advantage)          2 IN USE"
	for name, c := range map[string]struct {
		text     string
		licences int
		unread   int
	}{
		"no licences":            {summaryHeader + "  No licenses in use\n", 0, 0},
		"no licences, cut there": {summaryHeader + "  No licenses in use", 0, 0},
		"disabled":               {"Smart Licensing is DISABLED", 0, 0},
		"disabled, prompt":       {"sw#sh lic sum\r\nSmart Licensing is DISABLED\r\n\r\nsw#", 0, 0},
		"no newline":             {summaryHeader + row, 1, 0},
		"no header":              {"License Usage:\n" + row + "\n", 1, 0},
		"nothing but rows":       {row + "\n" + row + "\n", 2, 0},
		"a prompt behind":        {"Account Information:\n  Smart Account: A\n\nsw#", 0, 0},
		"filtered away":          {"sw#sh lic sum | i NOTHING\nsw#", 0, 0},
		"only the account":       {"sw#sh lic sum | i Account\n  Smart Account: A As of Feb 11 06:20:31 2025 CET\n", 0, 0},
		"tail of the output":     {"  Virtual Account: B\n\n" + summaryHeader + row + "\n", 1, 1},
	} {
		s, err := pasted(parser.ParseSummary)(c.text)
		if err != nil || len(s.Licenses) != c.licences || len(s.Unread) > c.unread {
			t.Errorf("%s: %+v, %v", name, s, err)
			continue
		}
		if disabled := strings.HasPrefix(name, "disabled"); disabled && (s.SmartLicensing == nil || *s.SmartLicensing) {
			t.Errorf("%s: %+v", name, s)
		}
		if name == "only the account" && s.Account.SmartAccount != "A" {
			t.Errorf("%s: %+v", name, s.Account)
		}
	}
}

// TestSummaryUnread: a row that makes no sense is named, a line with a label is something new.
func TestSummaryUnread(t *testing.T) {
	s, err := pasted(parser.ParseSummary)(summaryHeader + "  name (tag) many IN USE\n  Next Report: soon\n  a (b) 1 IN USE\n")
	if err != nil || licences(s) != "a|b|1|IN USE" || len(s.Unread) != 1 || s.Unread[0].Line != 4 {
		t.Errorf("%s, %+v, %v", licences(s), s.Unread, err)
	}
}

// TestSummaryBroken: a log message breaks into a row wherever it likes.
func TestSummaryBroken(t *testing.T) {
	text := summaryHeader + "  network-advantage       (C9300-24 Network Advan...)      12 NOT IN USE\n  hseck9                  (DNA_HSEC)                        3 IN USE\n"
	whole, err := pasted(parser.ParseSummary)(text)
	if err != nil {
		t.Fatal(err)
	}
	for at := len(summaryHeader); at < len(text); at++ {
		for how, between := range map[string]string{
			"with a line break": "\n*Mar  9 14:21:07.042: %SYS-5-CONFIG_I: Configured\n",
			"without":           "*Mar  9 14:21:07.042: %SYS-5-CONFIG_I: Configured\n",
		} {
			if text[at] == '\n' || strings.TrimSpace(text[strings.LastIndexByte(text[:at], '\n'):at]) == "" {
				continue // not within a row
			}
			s, err := pasted(parser.ParseSummary)(text[:at] + between + text[at:])
			if err != nil || licences(s) != licences(whole) {
				t.Errorf("%s behind %q: %v\n%s", how, tail(text[:at]), err, licences(s))
			}
		}
	}
}

// TestSummaryCut: the output may end anywhere. What is shown as whole has the first licences as they
// are, and what is not, none.
func TestSummaryCut(t *testing.T) { cutLists(t, "summary-", pasted(parser.ParseSummary)) }

func cutLists(t *testing.T, prefix string, parse func(string) (*parser.State, error)) {
	for name, text := range fixture.Fixtures(t) {
		if !strings.HasPrefix(name, "testdata/"+prefix) {
			continue
		}
		whole, err := parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if at := strings.LastIndex(text, "\n"+whole.Hostname+"#"); at > 0 && whole.Hostname != "" {
			text = text[:at+1] // a prompt behind is a cut prompt behind
		}
		for at := range len(text) {
			s, err := parse(text[:at])
			var truncated *reply.TruncatedError
			switch {
			case s == nil && err == nil:
				t.Fatalf("%s behind %q: neither a state nor an error", name, tail(text[:at]))
			case s == nil:
				continue
			case errors.As(err, &truncated) && (s.Licenses != nil || s.Account != nil):
				t.Fatalf("%s behind %q: %s with %v", name, tail(text[:at]), licences(s), err)
			case err == nil:
				n := len(s.Licenses)
				if n > len(whole.Licenses) || n == 0 && len(whole.Licenses) > 0 || n > 0 && !reflect.DeepEqual(s.Licenses, whole.Licenses[:n]) || !reflect.DeepEqual(s.Account, whole.Account) {
					t.Fatalf("%s behind %q: as if whole:\n%s", name, tail(text[:at]), licences(s))
				}
			}
			if s.Authorization != nil && s.Authorization.Authorized != nil && *s.Authorization.Authorized != *whole.Authorization.Authorized ||
				s.Registration != nil && s.Registration.Registered != nil && *s.Registration.Registered != *whole.Registration.Registered ||
				s.SmartLicensing != nil && *s.SmartLicensing != *whole.SmartLicensing {
				t.Fatalf("%s behind %q: %+v", name, tail(text[:at]), s)
			}
		}
	}
}

func TestSummaryErrors(t *testing.T) {
	var (
		refused   *reply.RefusedError
		other     *reply.UnrecognisedError
		truncated *reply.TruncatedError
	)
	for text, kind := range map[string]any{
		"% Invalid input detected at '^' marker.\n": &refused,
		"hello\n": &other,
		"Cisco IOS XE Software, Version 17.09.04a\n":                                               &other,
		fixture.Fixtures(t)["testdata/status-6.3.10-stack"]:                                        &other,
		fixture.Fixtures(t)["testdata/all-6.2.0-stack"]:                                            &other,
		fixture.Fixtures(t)["testdata/usage-17.12-stack"]:                                          &other,
		"Account Information:\n  Smart Account: A\n":                                               &truncated,
		"Smart Licensing is ENABLED\n":                                                             &truncated,
		summaryHeader:                                                                              &truncated,
		summaryHeader + "  network-advantage       (C9300-24 Network Advan...)       2 NOT IN":     &truncated,
		summaryHeader + "  network-advantage       (C9300-24 Network Advan...)       2 IN US":      &truncated,
		summaryHeader + "  network-advantage       (C9300-24 Network Advan...)       2 IN USE\n x": &truncated,
	} {
		if _, err := pasted(parser.ParseSummary)(text); !errors.As(err, kind) {
			t.Errorf("%q: %v", tail(text), err)
		}
	}
	if _, err := pasted(parser.ParseSummary)(" \n"); !errors.Is(err, reply.ErrEmpty) {
		t.Error(err)
	}
}

// TestOutputsOfOthers: the outputs of other commands are not taken for any of these.
func TestOutputsOfOthers(t *testing.T) {
	own := map[string]func(string) (*parser.State, error){
		"show license rum id all": pasted(parser.ParseReports), "show license usage": pasted(parser.ParseUsage),
		"show license summary": pasted(parser.ParseSummary), "show version": pasted(parser.ParseVersion),
	}
	for name, text := range fixture.Fixtures(t) {
		is := capture.Detect(text, "").Text
		for command, parse := range own {
			if command == is || command == "show license usage" && is == "show license all" { // which has all of it
				continue
			}
			if command != "show version" && (strings.HasSuffix(name, "-none") || strings.HasSuffix(name, "-disabled")) {
				continue // both say so in the same words
			}
			var other *reply.UnrecognisedError
			if s, err := parse(text); s != nil || !errors.As(err, &other) || other.Command != command {
				t.Errorf("%s as %s: %+v, %v", name, command, s, err)
			}
		}
	}
}

// TestEndlessSummary: what is kept does not grow with what a switch prints. Anything but one pass
// would take minutes here.
func TestEndlessSummary(t *testing.T) {
	const many = 100_000
	for name, text := range map[string]string{
		"rows":           strings.Repeat("  a (b) 1 IN USE\n", many),
		"unknown states": strings.Repeat("  a (b) 1 IN\n", many),
		"garbage":        strings.Repeat("hello\n", many),
		"half rows":      strings.Repeat("  network-advantage (C93\n", many),
		"headings":       strings.Repeat("License Usage:\nAccount Information:\n", many),
		"parentheses":    strings.Repeat(strings.Repeat("()", 200)+"\n", many/20),
		"one long row":   strings.Repeat("(", 20*many) + strings.Repeat(")", 20*many) + " 1 IN USE\n",
		"log messages":   strings.Repeat(" a (b*Mar  9 14:21:07.042: %SYS-5-CONFIG_I: x\n) 1 IN USE\n", many/2),
		"full rows":      strings.Repeat(strings.Repeat("x", 80)+"\n", many),
		"binary":         strings.Repeat("\x00\xff\x1b[1 \b(\r\n", many),
	} {
		s, err := pasted(parser.ParseSummary)(summaryHeader + text + summaryHeader + "  last (tag)  1 IN USE\nsw#")
		if err != nil || len(s.Licenses) > 500 || len(s.Licenses) == 0 || retained(s) > 200_000 {
			t.Errorf("%s: %d licences, %d bytes, %v", name, len(s.Licenses), retained(s), err)
		}
	}
}

func FuzzSummary(f *testing.F) {
	seed(f, "summary-")
	f.Add("  network-advantage (C93*Mar  9 14:21:07.042: %SYS-5-CONFIG_I: x\n00) 1 IN USE")
	f.Fuzz(func(t *testing.T, text string) { checkLicences(t, text, pasted(parser.ParseSummary)) })
}

// checkLicences checks what must hold for any list of licences.
func checkLicences(t *testing.T, text string, parse func(string) (*parser.State, error)) {
	s, err := parse(text)
	if s == nil {
		if err == nil {
			t.Fatal("neither a state nor an error")
		}
		return
	}
	if err != nil && (s.Licenses != nil || s.Account != nil) {
		t.Fatalf("%s with %v", licences(s), err)
	}
	if len(s.Licenses) > strings.Count(text, "\n")+1 || retained(s) > 4*len(text)+100 {
		t.Fatalf("%d licences, %d bytes in %q", len(s.Licenses), retained(s), text)
	}
	for _, l := range s.Licenses {
		if strings.ContainsAny(l.Name+l.EntitlementTag+l.Status, "\n\x1b\b") || l.Count != nil && *l.Count < 0 {
			t.Fatalf("%+v", l)
		}
	}
	if again, err2 := parse(text + "\nsw#"); err == nil && err2 != nil {
		t.Fatalf("whole, but not with a prompt behind: %v %+v", err2, again)
	}
}
