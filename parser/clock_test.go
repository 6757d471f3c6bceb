package parser_test

import (
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/parser"
)

func local(year int, month time.Month, day, hour, minute int, zone string) *parser.Time {
	return &parser.Time{Wall: time.Date(year, month, day, hour, minute, 0, 0, time.UTC), Zone: zone}
}

func TestClockInfersOffsetAndSkew(t *testing.T) {
	now := time.Date(2026, 1, 10, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		zone         string
		hour, minute int
		offset, skew time.Duration
	}{
		{"UTC", 12, 0, 0, 0},
		{"UTC", 12, 20, 0, 20 * time.Minute}, // UTC leaves no doubt: all of it is skew
		{"GMT", 11, 0, 0, -time.Hour},
		{"CET", 13, 2, time.Hour, 2 * time.Minute},
		{"PDT", 4, 59, -7 * time.Hour, -time.Minute},
		{"IST", 17, 30, 5*time.Hour + 30*time.Minute, 0},
		{"+0545", 17, 45, 5*time.Hour + 45*time.Minute, 0},
		{"pacific", 4, 0, -8 * time.Hour, 0},
	} {
		clock := parser.NewClock(local(2026, 1, 10, c.hour, c.minute, c.zone), now, nil)
		if skew := clock.Skew(); skew == nil || *skew != c.skew {
			t.Errorf("%s %d:%02d: skew %v, want %v", c.zone, c.hour, c.minute, skew, c.skew)
		}
		at, ok := clock.Resolve(local(2025, 6, 1, 20, 0, c.zone))
		if want := time.Date(2025, 6, 1, 20, 0, 0, 0, time.UTC).Add(-c.offset); !ok || !at.Equal(want) {
			t.Errorf("%s: %v %v, want %v", c.zone, at, ok, want)
		}
	}
}

func TestClockTellsNothingItDoesNotKnow(t *testing.T) {
	now := time.Date(2026, 1, 10, 12, 0, 0, 0, time.UTC)
	remaining := 90 * time.Second
	countdown := &parser.Time{Wall: now, Zone: "XYZ", Remaining: &remaining}
	live := parser.NewClock(local(2026, 1, 10, 13, 0, "CET"), now, nil)
	capture := parser.NewClock(local(2026, 1, 10, 13, 0, "CET"), time.Time{}, nil)
	years := parser.NewClock(local(1993, 3, 1, 0, 2, "CET"), now, nil)
	for name, c := range map[string]struct {
		clock parser.Clock
		at    *parser.Time
		want  time.Time // zero: not to be told
	}{
		"summer time of another name": {live, local(2025, 6, 1, 20, 0, "CEST"), time.Time{}},
		"UTC beside another zone":     {live, local(2025, 6, 1, 20, 0, "UTC"), time.Date(2025, 6, 1, 20, 0, 0, 0, time.UTC)},
		"a countdown needs no zone":   {live, countdown, now.Add(remaining)},
		"nothing reported":            {live, nil, time.Time{}},
		"capture, other zone":         {capture, local(2025, 6, 1, 20, 0, "CET"), time.Time{}},
		"capture, UTC":                {capture, local(2025, 6, 1, 20, 0, "UTC"), time.Date(2025, 6, 1, 20, 0, 0, 0, time.UTC)},
		"capture, countdown, other":   {capture, countdown, time.Time{}},
		"clock years off, other zone": {years, local(2025, 6, 1, 20, 0, "CET"), time.Time{}},
	} {
		at, ok := c.clock.Resolve(c.at)
		if ok == c.want.IsZero() || !at.Equal(c.want) {
			t.Errorf("%s: %v %v, want %v", name, at, ok, c.want)
		}
	}
	if capture.Skew() != nil {
		t.Error("a capture has no skew")
	}
	if skew := years.Skew(); skew == nil || *skew > -32*365*24*time.Hour {
		t.Errorf("a clock years off: %v", skew)
	}
}

func TestClockWithLocation(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zone data on this system:", err)
	}
	now := time.Date(2026, 1, 10, 12, 0, 0, 0, time.UTC)
	clock := parser.NewClock(local(2026, 1, 10, 13, 20, "CET"), now, berlin)
	if skew := clock.Skew(); skew == nil || *skew != 20*time.Minute {
		t.Errorf("skew %v: with a location all of it is skew", skew)
	}
	at, ok := clock.Resolve(local(2025, 6, 1, 20, 0, "CEST"))
	if want := time.Date(2025, 6, 1, 18, 0, 0, 0, time.UTC); !ok || !at.Equal(want) {
		t.Errorf("%v %v", at, ok)
	}
}
