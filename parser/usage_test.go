package parser_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// block writes a licence of "show license usage" as SLP prints it.
func block(heading, count, status string) string {
	return heading + ":\n  Description: d\n  Count: " + count + "\n  Version: 1.0\n  Status: " + status +
		"\n  Export status: NOT RESTRICTED\n  Feature Name: f\n  Feature Description: d\n" +
		"  Enforcement type: NOT ENFORCED\n  License type: Perpetual\n"
}

func TestUsageHeadings(t *testing.T) {
	for heading, want := range map[string]string{
		"network-advantage (C9300-24 Network Advantage)": "network-advantage|C9300-24 Network Advantage|7|IN USE",
		"(C9200L-NW-E-48)":                                    "|C9200L-NW-E-48|7|IN USE",
		"CBR8 - N+1 (HA) License (LCHA_License)":              "CBR8 - N+1 (HA) License|LCHA_License|7|IN USE",
		"C9500: 24Y4C (TAG (term) 3Y)":                        "C9500: 24Y4C|TAG (term) 3Y|7|IN USE",
		"Version: 2 (x)":                                      "Version: 2|x|7|IN USE",
		"never closed (a (b)":                                 "never closed|a (b|7|IN USE",
		"a name longer than any other, of " + eighty + " (T)": "a name longer than any other, of " + eighty + "|T|7|IN USE",
	} {
		text := block(heading, "7", "IN USE")
		for how, text := range map[string]string{
			"as it is": text, "broken": fixture.Wrap(text), "not the first": block("x (y)", "1", "IN USE") + text,
			"no newline": strings.TrimSpace(text), "indented": "\n    " + strings.ReplaceAll(text, "\n", "\n    "),
			"flat": strings.ReplaceAll(text, "\n  ", "\n"),
		} {
			s, err := pasted(parser.ParseUsage)(text)
			if err != nil {
				t.Errorf("%s, %s: %v", heading, how, err)
				continue
			}
			if got := licences(s); got[strings.LastIndex(got, "\n")+1:] != want {
				t.Errorf("%s, %s:\n%s, want\n%s", heading, how, got, want)
			}
		}
	}
}

const eighty = "abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij"

func TestUsageForms(t *testing.T) {
	const older = "ax (AX):\n  Count: 1\n  Status: AUTHORIZED on Mar 13 08:09:28 2024 UTC\n  Export status: NOT RESTRICTED\n"
	for name, c := range map[string]struct{ text, want string }{
		"no blank line between": {block("a (A)", "1", "IN USE") + block("b (B)", "2", "NOT IN USE"), "a|A|1|IN USE\nb|B|2|NOT IN USE"},
		"the same twice":        {block("a (A)", "1", "IN USE") + block("a (A)", "2", "IN USE"), "a|A|1|IN USE\na|A|2|IN USE"},
		"before SLP":            {older, "ax|AX|1|AUTHORIZED"},
		"no licences":           {"No licenses in use", ""},
		"disabled":              {"Smart Licensing is DISABLED\n", ""},
		"a prompt behind":       {"License Authorization:\n  Status: Not Applicable\nsw#", ""},
		"a part, prompt behind": {block("a (A)", "1", "IN USE")[:60] + "\nsw#", "a|A|1|"},
		"only headings":         {"sw#sh lic us | i \\):\na (A):\nb (B):\n", "a|A|?|\nb|B|?|"},
		"filtered away":         {"sw#sh lic us | i NOTHING\nsw#", ""},
		"other licences end earlier": {
			strings.Repeat("a (A):\n  Count: 1\n  Status: IN USE\n  Feature Description: d\n", 2), "a|A|1|IN USE\na|A|1|IN USE",
		},
		"peer behind the last": {block("a (A)", "1", "IN USE") + "  Peer Info:\n    Hostname: b", "a|A|1|IN USE"},
		"another command behind": {
			"sw#sh lic us\n" + block("a (A)", "1", "IN USE") + "sw#sh lic us\n" + block("b (B)", "1", "IN USE"), "a|A|1|IN USE",
		},
	} {
		s, err := pasted(parser.ParseUsage)(c.text)
		if err != nil || licences(s) != c.want || len(s.Unread) > 0 {
			t.Errorf("%s: %v, %+v\n%s\nwant\n%s", name, err, s, licences(s), c.want)
		}
	}
}

// TestUsageCut: the output may end anywhere. What is shown as whole has the first licences as they
// are, and what is not, none.
func TestUsageCut(t *testing.T) { cutLists(t, "usage-", pasted(parser.ParseUsage)) }

func TestUsageErrors(t *testing.T) {
	var (
		refused   *reply.RefusedError
		other     *reply.UnrecognisedError
		truncated *reply.TruncatedError
	)
	one := block("a (A)", "1", "IN USE")
	for text, kind := range map[string]any{
		"sh lic us\n% Incomplete command.\n": &refused,
		"hello\n":                            &other,
		fixture.Fixtures(t)["testdata/status-6.3.10-stack"]:  &other,
		fixture.Fixtures(t)["testdata/status-4.8-pre-slp"]:   &other,
		fixture.Fixtures(t)["testdata/summary-17.9-stack"]:   &other,
		"License Authorization:\n  Status: Not Applicable\n": &truncated,
		one + "b (B):\n":           &truncated,
		one + "b (B):\n  Count: 1": &truncated,
		one + "network-adv":        &truncated,
		strings.TrimSuffix(one, "  License type: Perpetual\n"):      &truncated,
		strings.TrimSuffix(one, "ual\n"):                            &truncated,
		strings.TrimSuffix(one, "  Feature Name: f\n") + "b (B):\n": &truncated,
	} {
		if _, err := pasted(parser.ParseUsage)(text); !errors.As(err, kind) {
			t.Errorf("%q: %v", tail(text), err)
		}
	}
	if _, err := pasted(parser.ParseUsage)("\n"); !errors.Is(err, reply.ErrEmpty) {
		t.Error(err)
	}
	_, err := pasted(parser.ParseUsage)(one + "b (B):\n  Count: 12")
	if want := `line 12: the output of "show license usage" ends in section "License Usage", after "Count: 12", before "the end of that line"`; err == nil || err.Error() != want {
		t.Errorf("%v\nwant %s", err, want)
	}
}

// TestUsageUnread: a number that is none is named.
func TestUsageUnread(t *testing.T) {
	s, err := pasted(parser.ParseUsage)(block("a (A)", "many", "IN USE"))
	if err != nil || len(s.Unread) != 1 || s.Unread[0].Text != "Count: many" || s.Licenses[0].Count != nil {
		t.Errorf("%+v, %v", s, err)
	}
}

// TestEndlessUsage: what is kept does not grow with what a switch prints. Anything but one pass
// would take minutes here.
func TestEndlessUsage(t *testing.T) {
	const many = 100_000
	for name, text := range map[string]string{
		"licences":        strings.Repeat("a (b):\n", many),
		"counts":          "a (b):\n" + strings.Repeat("  Count: x\n", many),
		"broken headings": strings.Repeat(strings.Repeat("x", 79)+"(\n(y):\n", many/2),
		"open headings":   strings.Repeat("("+strings.Repeat("x", 79)+"\n", many),
		"a long heading":  strings.Repeat("(", 20*many) + strings.Repeat(")", 20*many) + ":\n",
		"garbage":         strings.Repeat("hello\n", many),
		"texts":           "a (b):\n" + strings.Repeat("  Description: "+strings.Repeat("x", 400)+"\n", many/10),
		"binary":          strings.Repeat("\x00\xff\x1b[1 \b(\r\n", many),
	} {
		s, err := pasted(parser.ParseUsage)(text + block("a (A)", "1", "IN USE"))
		if err != nil || len(s.Licenses) > 500 || len(s.Licenses) == 0 || retained(s) > 200_000 {
			t.Errorf("%s: %d licences, %d bytes, %v", name, len(s.Licenses), retained(s), err)
		}
	}
}

func FuzzUsage(f *testing.F) {
	seed(f, "usage-")
	f.Add(block("a (b (c)", "1", "IN USE") + "(d):\n  Count: 1")
	f.Fuzz(func(t *testing.T, text string) { checkLicences(t, text, pasted(parser.ParseUsage)) })
}
