package localtime_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// stamp is the stamp of a log message without a year; an empty zone is none.
func stamp(month time.Month, day, hour, minute int, zone string) *localtime.Time {
	at := local(0, month, day, hour, minute, zone)
	at.NoYear, at.NoZone = true, zone == ""
	return at
}

func utc(year int, month time.Month, day, hour, minute int) time.Time {
	return time.Date(year, month, day, hour, minute, 0, 0, time.UTC)
}

// TestYear: a stamp without a year is the last one of its date.
func TestYear(t *testing.T) {
	none := time.Time{}
	for name, c := range map[string]struct {
		reading *localtime.Time
		now     time.Time
		stamp   *localtime.Time
		want    time.Time // zero: not to be told
	}{
		"this year":                    {local(2026, 6, 1, 12, 0, "UTC"), none, stamp(5, 30, 8, 0, "UTC"), utc(2026, 5, 30, 8, 0)},
		"last year":                    {local(2026, 6, 1, 12, 0, "UTC"), none, stamp(7, 30, 8, 0, "UTC"), utc(2025, 7, 30, 8, 0)},
		"a day ahead":                  {local(2026, 6, 1, 12, 0, "UTC"), none, stamp(6, 2, 12, 0, "UTC"), utc(2026, 6, 2, 12, 0)},
		"more than a day":              {local(2026, 6, 1, 12, 0, "UTC"), none, stamp(6, 2, 12, 1, "UTC"), utc(2025, 6, 2, 12, 1)},
		"the old year":                 {local(2026, 1, 1, 0, 0, "UTC"), none, stamp(12, 31, 23, 59, "UTC"), utc(2025, 12, 31, 23, 59)},
		"the new year":                 {local(2025, 12, 31, 23, 59, "UTC"), none, stamp(1, 1, 0, 0, "UTC"), utc(2026, 1, 1, 0, 0)},
		"a leap day":                   {local(2024, 2, 29, 12, 0, "UTC"), none, stamp(2, 29, 8, 0, "UTC"), utc(2024, 2, 29, 8, 0)},
		"a leap day, tomorrow":         {local(2024, 2, 28, 12, 0, "UTC"), none, stamp(2, 29, 8, 0, "UTC"), utc(2024, 2, 29, 8, 0)},
		"a leap day, years ago":        {local(2027, 6, 1, 12, 0, "UTC"), none, stamp(2, 29, 8, 0, "UTC"), utc(2024, 2, 29, 8, 0)},
		"no leap day in 2100":          {local(2103, 6, 1, 12, 0, "UTC"), none, stamp(2, 29, 8, 0, "UTC"), utc(2096, 2, 29, 8, 0)},
		"live, the switch ahead":       {local(2026, 1, 1, 1, 0, "CET"), utc(2026, 1, 1, 0, 0), stamp(12, 31, 23, 30, "CET"), utc(2025, 12, 31, 22, 30)},
		"live, in the next year":       {local(2026, 1, 1, 13, 0, "NZDT"), utc(2026, 1, 1, 0, 0), stamp(1, 1, 12, 30, "NZDT"), utc(2025, 12, 31, 23, 30)},
		"live, still in the old year":  {local(2025, 12, 31, 16, 0, "PST"), utc(2026, 1, 1, 0, 0), stamp(12, 31, 15, 0, "PST"), utc(2025, 12, 31, 23, 0)},
		"live, nearly a year":          {local(2025, 12, 31, 16, 0, "PST"), utc(2026, 1, 1, 0, 0), stamp(1, 2, 0, 0, "PST"), utc(2025, 1, 2, 8, 0)},
		"live, UTC beside a zone":      {local(2025, 12, 31, 16, 0, "PST"), utc(2026, 1, 1, 0, 0), stamp(12, 31, 23, 30, "UTC"), utc(2025, 12, 31, 23, 30)},
		"live, no reading":             {nil, utc(2026, 1, 1, 0, 0), stamp(12, 31, 23, 30, "UTC"), utc(2025, 12, 31, 23, 30)},
		"live, the switch years off":   {local(1993, 3, 1, 0, 2, "UTC"), utc(2026, 1, 1, 0, 0), stamp(3, 1, 0, 1, "UTC"), utc(1993, 3, 1, 0, 1)},
		"live, another zone":           {local(2026, 1, 1, 1, 0, "CET"), utc(2026, 1, 1, 0, 0), stamp(7, 1, 12, 0, "CEST"), none},
		"a capture, another zone":      {local(2026, 1, 1, 1, 0, "CET"), none, stamp(12, 31, 23, 30, "CET"), none},
		"a capture, UTC beside a zone": {local(2026, 1, 1, 1, 0, "CET"), none, stamp(12, 31, 23, 30, "UTC"), utc(2025, 12, 31, 23, 30)},
		"no clock at all":              {nil, none, stamp(12, 31, 23, 30, "UTC"), none},
	} {
		at, ok := localtime.NewClock(c.reading, c.now, nil).Resolve(c.stamp)
		if ok == c.want.IsZero() || !at.Equal(c.want) {
			t.Errorf("%s: %v %v, want %v", name, at, ok, c.want)
		}
	}
}

// TestNoZone: a stamp without a zone can be told where local time is UTC, and nowhere else.
func TestNoZone(t *testing.T) {
	now, none := utc(2026, 1, 10, 12, 0), time.Time{}
	load := func(name string) *time.Location {
		l, err := time.LoadLocation(name)
		if err != nil {
			t.Skip("no time zone data on this system:", err)
		}
		return l
	}
	for name, c := range map[string]struct {
		reading  *localtime.Time
		now      time.Time
		location *time.Location
		ok       bool
	}{
		"UTC":                          {local(2026, 1, 10, 12, 0, "UTC"), now, nil, true},
		"GMT":                          {local(2026, 1, 10, 12, 0, "GMT"), now, nil, true},
		"UTC in a capture":             {local(2026, 1, 10, 12, 0, "utc"), none, nil, true},
		"CET":                          {local(2026, 1, 10, 13, 0, "CET"), now, nil, false},
		"a zone at offset 0":           {local(2026, 1, 10, 12, 0, "WET"), now, nil, false},
		"a zone without name":          {local(2026, 1, 10, 12, 0, ""), now, nil, false},
		"no reading":                   {nil, now, nil, false},
		"a location":                   {nil, now, load("Europe/Berlin"), false},
		"a location, clock in a zone":  {local(2026, 1, 10, 13, 0, "CET"), now, load("Europe/Berlin"), false},
		"a location at offset 0":       {nil, now, load("Europe/London"), false},
		"Etc/GMT+5":                    {nil, now, load("Etc/GMT+5"), false},
		"UTC configured":               {nil, now, time.UTC, true},
		"Etc/UTC configured":           {local(2026, 1, 10, 12, 0, "Z"), now, load("Etc/UTC"), true},
		"Etc/GMT, a capture":           {local(2026, 1, 10, 12, 0, "Z"), none, load("Etc/GMT"), true},
		"a location called UTC is not": {nil, now, time.FixedZone("UTC", 3600), false},
	} {
		clock := localtime.NewClock(c.reading, c.now, c.location)
		whole := local(2026, 1, 9, 8, 0, "")
		whole.NoZone = true
		for _, at := range []*localtime.Time{whole, stamp(1, 9, 8, 0, "")} {
			got, ok := clock.Resolve(at)
			if ok != c.ok || ok && !got.Equal(utc(2026, 1, 9, 8, 0)) || !ok && !got.IsZero() {
				t.Errorf("%s, without year: %t: %v %v", name, at.NoYear, got, ok)
			}
		}
	}
}

// TestRemaining: a countdown that is not understood, or longer than anybody counts, is none.
func TestRemaining(t *testing.T) {
	const day = 24 * time.Hour
	for text, want := range map[string]time.Duration{
		"(29 days, 1 hours, 13 minutes, 22 seconds remaining)": 29*day + time.Hour + 13*time.Minute + 22*time.Second,
		" (1,002 days, 3 hours remaining)":                     1002*day + 3*time.Hour,
		"(5 seconds remaining)":                                5 * time.Second,
		"(0 seconds remaining)":                                0,
		"(1,00 days remaining)":                                -1,
		"(+5 days remaining)":                                  -1,
		"(5 remaining)":                                        -1,
		"(5 days, 3 remaining)":                                -1,
		"(36500 days remaining)":                               36500 * day,
		"(36501 days remaining)":                               -1,
		"(999999999 days remaining)":                           -1,
		"(36500 days, 36500 days, 36500 days remaining)":       -1,
		"( remaining)":                                         -1,
		"(Expired)":                                            -1,
	} {
		got := localtime.ParseRemaining(text)
		if got == nil && want >= 0 || got != nil && *got != want {
			t.Errorf("%q: %v, want %s", text, got, want)
		}
	}
}

// TestStamp: a stamp is read as package time reads it.
func TestStamp(t *testing.T) {
	for _, stamp := range []string{
		"2025-01-24 15:17:46.341", "2025-12-31 23:59:59", "2024-02-29 00:00:00.000000001", "2025-02-29 00:00:00", "2025-00-10 00:00:00", "2025-13-10 00:00:00",
		"2025-01-00 00:00:00", "2025-01-32 00:00:00", "2025-01-10 24:00:00", "2025-01-10 00:60:00", "2025-1-10 00:00:00", "2025/01/10 00:00:00",
		"2025-01-10 00:00", "2025-01-10 00:00:00x", "2025-01-10 00:00:00.x", "-025-01-10 00:00:00", "2025-+1-10 00:00:00",
	} {
		date, clock, _ := strings.Cut(stamp, " ")
		want, err := time.Parse("2006-01-02 15:04:05", stamp)
		if got, ok := localtime.Stamp(date, clock); ok != (err == nil) || !got.Equal(want) {
			t.Errorf("%s: %s and %t, want %s and %v", stamp, got, ok, want, err)
		}
	}
}
