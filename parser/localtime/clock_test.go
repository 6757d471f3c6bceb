package localtime_test

import (
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

func local(year int, month time.Month, day, hour, minute int, zone string) *localtime.Time {
	return &localtime.Time{Wall: time.Date(year, month, day, hour, minute, 0, 0, time.UTC), Zone: zone}
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
		clock := localtime.NewClock(local(2026, 1, 10, c.hour, c.minute, c.zone), now, nil)
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
	countdown := &localtime.Time{Wall: now, Zone: "XYZ", Remaining: &remaining}
	live := localtime.NewClock(local(2026, 1, 10, 13, 0, "CET"), now, nil)
	capture := localtime.NewClock(local(2026, 1, 10, 13, 0, "CET"), time.Time{}, nil)
	years := localtime.NewClock(local(1993, 3, 1, 0, 2, "CET"), now, nil)
	for name, c := range map[string]struct {
		clock localtime.Clock
		at    *localtime.Time
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
	clock := localtime.NewClock(local(2026, 1, 10, 13, 20, "CET"), now, berlin)
	if skew := clock.Skew(); skew == nil || *skew != 20*time.Minute {
		t.Errorf("skew %v: with a location all of it is skew", skew)
	}
	at, ok := clock.Resolve(local(2025, 6, 1, 20, 0, "CEST"))
	if want := time.Date(2025, 6, 1, 18, 0, 0, 0, time.UTC); !ok || !at.Equal(want) {
		t.Errorf("%v %v", at, ok)
	}
}

// TestClockLimits: a difference that no time zone has is skew, all of it.
func TestClockLimits(t *testing.T) {
	now := time.Date(2026, 1, 10, 12, 0, 0, 0, time.UTC)
	for ahead, want := range map[time.Duration]time.Duration{
		14*time.Hour + 7*time.Minute:                  7 * time.Minute,
		14*time.Hour + 8*time.Minute:                  14*time.Hour + 8*time.Minute,
		-12*time.Hour - 7*time.Minute:                 -7 * time.Minute,
		-12*time.Hour - 8*time.Minute:                 -12*time.Hour - 8*time.Minute,
		5*time.Hour + 45*time.Minute:                  0,
		-3*time.Hour - 30*time.Minute:                 0,
		13*time.Hour + 45*time.Minute + time.Second:   time.Second,
		13*time.Hour + 45*time.Minute - 7*time.Minute: -7 * time.Minute,
		time.Hour + 7*time.Minute + 29*time.Second:    7*time.Minute + 29*time.Second,
		time.Hour + 7*time.Minute + 31*time.Second:    -7*time.Minute - 29*time.Second,
		-time.Hour + 250*time.Millisecond:             250 * time.Millisecond,
		365 * 24 * time.Hour:                          365 * 24 * time.Hour,
	} {
		reading := &localtime.Time{Wall: now.Add(ahead), Zone: "LOC"}
		clock := localtime.NewClock(reading, now, nil)
		if skew := clock.Skew(); skew == nil || *skew != want {
			t.Errorf("%s ahead: skew %v, want %s", ahead, skew, want)
		}
		if _, ok := clock.Resolve(reading); ok != (want != ahead || ahead == 0) {
			t.Errorf("%s ahead: %t", ahead, ok)
		}
	}
}

// TestSummerTime: the hours that come twice or not at all, east and west of Greenwich.
func TestSummerTime(t *testing.T) {
	for _, c := range []struct {
		location, zone             string
		month                      time.Month
		day, hour, minute          int
		wantDay, wantHour, wantMin int // in UTC
	}{
		{"Europe/Berlin", "CEST", 10, 25, 2, 30, 25, 0, 30},
		{"Europe/Berlin", "CET", 10, 25, 2, 30, 25, 1, 30},
		{"Europe/Berlin", "cet", 10, 25, 2, 30, 25, 1, 30},
		{"Europe/Berlin", "MEZ", 10, 25, 2, 30, 25, 0, 30},
		{"Europe/Berlin", "CEST", 10, 25, 2, 0, 25, 0, 0},
		{"Europe/Berlin", "CET", 10, 25, 2, 0, 25, 1, 0},
		{"Europe/Berlin", "CEST", 10, 25, 1, 59, 24, 23, 59},
		{"Europe/Berlin", "CEST", 10, 25, 3, 0, 25, 2, 0}, // which was CET: the location knows better
		{"Europe/Berlin", "CET", 3, 29, 1, 59, 29, 0, 59},
		{"Europe/Berlin", "CET", 3, 29, 2, 30, 29, 1, 30},
		{"Europe/Berlin", "CEST", 3, 29, 2, 30, 29, 1, 30},
		{"Europe/Berlin", "CEST", 3, 29, 3, 0, 29, 1, 0},
		{"America/New_York", "EDT", 11, 1, 1, 30, 1, 5, 30},
		{"America/New_York", "EST", 11, 1, 1, 30, 1, 6, 30},
		{"America/New_York", "NYC", 11, 1, 1, 30, 1, 5, 30},
		{"America/New_York", "EST", 3, 8, 2, 30, 8, 7, 30},
		{"Australia/Lord_Howe", "+11", 4, 5, 1, 45, 4, 14, 45}, // half an hour
		{"Australia/Lord_Howe", "+1030", 4, 5, 1, 45, 4, 15, 15},
		{"Pacific/Chatham", "x", 1, 10, 13, 45, 10, 0, 0},
		{"Asia/Kathmandu", "NPT", 1, 10, 5, 45, 10, 0, 0},
		{"America/St_Johns", "NST", 1, 10, 20, 30, 11, 0, 0},
		{"Europe/Berlin", "UTC", 10, 25, 2, 30, 25, 2, 30},
	} {
		location, err := time.LoadLocation(c.location)
		if err != nil {
			t.Skip("no time zone data on this system:", err)
		}
		want := time.Date(2026, c.month, c.wantDay, c.wantHour, c.wantMin, 0, 0, time.UTC)
		reading := local(2026, c.month, c.day, c.hour, c.minute, c.zone)
		clock := localtime.NewClock(reading, want.Add(-20*time.Minute), location)
		if at, ok := clock.Resolve(reading); !ok || !at.Equal(want) {
			t.Errorf("%+v: %v", c, at)
		}
		if skew := clock.Skew(); skew == nil || *skew != 20*time.Minute {
			t.Errorf("%+v: skew %v", c, skew)
		}
	}
}

// TestClockInUTC: stamps in another zone than that of the clock need a location.
func TestClockInUTC(t *testing.T) {
	now := time.Date(2026, 1, 10, 12, 0, 0, 0, time.UTC)
	reading, at := local(2026, 1, 10, 12, 0, "UTC"), local(2026, 1, 9, 8, 0, "CET")
	if got, ok := localtime.NewClock(reading, now, nil).Resolve(at); ok {
		t.Errorf("CET beside UTC: %v", got)
	}
	zone := time.FixedZone("CET", 3600)
	if got, ok := localtime.NewClock(reading, now, zone).Resolve(at); !ok || !got.Equal(now.Add(-29*time.Hour)) {
		t.Errorf("with a location: %v %v", got, ok)
	}
	remaining := time.Hour
	at.Remaining = &remaining
	if got, ok := localtime.NewClock(reading, now, zone).Resolve(at); !ok || !got.Equal(now.Add(time.Hour)) {
		t.Errorf("a countdown beats a location: %v %v", got, ok)
	}
}
