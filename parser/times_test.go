package parser_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/capture"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
	"github.com/slp-exporter/slp-exporter/parser/netconf"
)

// TestTimes: what is a moment, and what only looks like one or stands for never.
func TestTimes(t *testing.T) {
	for printed, want := range map[string]string{
		"Jan 10 20:31:32 2022 PDT":                  "2022-01-10 20:31:32 PDT",
		"*Jan  9 2:31:32 2022 PDT":                  "",
		".Jan 09 02:31:32.250 2022 pacific":         "2022-01-09 02:31:32.25 pacific",
		"Feb 29 02:31:32 2024 UTC":                  "2024-02-29 02:31:32 UTC",
		"Feb 29 02:31:32 2023 UTC":                  "",
		"Apr 31 02:31:32 2023 UTC":                  "",
		"Dec 31 23:59:60 2022 UTC":                  "2023-01-01 00:00:00 UTC",
		"Jan 01 00:00:00 1970 UTC":                  "",
		"Jan 01 05:30:00 1970 IST":                  "",
		"Jan 01 14:00:00 1970 +14":                  "",
		"Dec 31 12:00:00 1969 -12":                  "",
		"Dec 31 16:00:00 1969 PST":                  "",
		"Jan 10 24:00:00 2022 UTC":                  "",
		"Jan 10 20:31:32 22 UTC":                    "",
		"Jan 10 20:31:32 2022 -03 (x)":              "2022-01-10 20:31:32 -03",
		"Jan 10 20:31:32 2022 (1 hours remaining)":  "2022-01-10 20:31:32 ",
		"Jun 10 20:31:32 2022 UTC (trailing words)": "2022-06-10 20:31:32 UTC",
	} {
		s, err := pasted(parser.ParseStatus)("Usage Reporting:\n  Next report push: " + printed + "\nTrust Code Installed: <none>\n")
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if at := s.Usage.NextPush; at != nil {
			got = at.Wall.Format("2006-01-02 15:04:05.999 ") + at.Zone
			if at.NoYear || at.NoZone {
				t.Errorf("%s: %+v", printed, at)
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", printed, got, want)
		}
	}
}

// TestOddYears: a time in a year that cannot be meant is no time, wherever an output has one: nothing is shown of it.
func TestOddYears(t *testing.T) {
	year := regexp.MustCompile(`\b20[0-4]\d\b`)
	texts := fixture.Fixtures(t)
	for name, text := range fixture.Replies(t) {
		texts[name] = text
	}
	for _, odd := range []string{"9999", "2200", "1989", "1970", "0001"} {
		for name, text := range texts {
			text = year.ReplaceAllString(text, odd)
			var s *parser.State
			if strings.Contains(name, "netconf-") {
				s, _ = netconf.Parse(platform.Output{Text: text})
			} else {
				s, _ = capture.Detect(text, "").Parse(capture.Output(text))
			}
			if s == nil {
				continue
			}
			if at := regexp.MustCompile(`"Wall": "` + odd + `[^"]*"`).FindString(fixture.AsJSON(t, s)); at != "" {
				t.Errorf("%s: %s", name, at)
			}
		}
		year, err := strconv.Atoi(odd)
		if err != nil {
			t.Fatal(err)
		}
		now := time.Date(2026, 1, 10, 12, 0, 0, 0, time.UTC)
		reading := &localtime.Time{Wall: time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC), Zone: "UTC"}
		if skew := localtime.NewClock(reading, now, nil).Skew(); skew != nil {
			t.Errorf("%s: a skew of %s", odd, skew)
		}
		if at, ok := localtime.NewClock(nil, now, nil).Resolve(reading); ok {
			t.Errorf("%s: shown as %s", odd, at)
		}
	}
}
