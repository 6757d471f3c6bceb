// Package localtime reads the times that a switch prints, which are local to it, and turns them into
// moments in UTC. It looks up no zone by its name and asks no clock: Clock is told what time it is. Times
// go into the model as they were printed; code that makes metrics or pages of them resolves them.
package localtime

import (
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// Time is a moment as a switch prints it: a reading of its local clock with whatever name the
// administrator gave to the time zone ("Jan 10 20:31:32 2022 PDT"), and, in the list of scheduled
// jobs, a countdown. Only a Clock turns it into a moment in UTC. An exact moment, as NETCONF has them,
// is one in the zone UTC, which every Clock takes as it stands.
type Time struct {
	// Wall is the reading, held in time.UTC although it is local.
	Wall time.Time
	// Zone is the name after the reading, as typed into "clock timezone"; it is never looked up.
	Zone string `text:"word"`
	// Remaining is the countdown "(23 hours, 53 minutes, 39 seconds remaining)"; nil without one.
	Remaining *time.Duration
	// NoYear is true if no year was printed, as in log messages by default: then Wall is in year 0.
	NoYear bool `json:",omitempty"`
	// NoZone is true for the stamp of a log message without a zone: IOS writes these in UTC, or with
	// "localtime" in local time, and does not say which. Zone is empty then.
	NoZone bool `json:",omitempty"`
}

// Same reports whether two readings are the same. A nil Time equals no other Time, not even nil.
func (t *Time) Same(other *Time) bool {
	return t != nil && other != nil && t.Zone == other.Zone && t.Wall.Equal(other.Wall)
}

// A reading is a time only from the beginning of FirstYear to the end of LastYear. An earlier one is the epoch, which agents
// print for "never"; a clock that was never set shows 1993. A later one is a fault, or another word for "never".
const (
	FirstYear = 1990
	LastYear  = 2199
)

// isTime reports whether a year is one in which a reading is a time.
func isTime(year int) bool { return year >= FirstYear && year <= LastYear }

// exactZone is the zone of moments that came with their offset from UTC.
const exactZone = "UTC"

// MaxZone is longer than any name that "clock timezone" takes.
const MaxZone = 64

// Parse reads "Jan 10 20:31:32 2022 PDT" at the start of text, or "Jan 10 2022 20:31:32 PDT", and returns the rest after it.
// A leading "*" or "." (the clock is not authoritative) is not part of the time. It returns nil
// if there is no time, or one outside of the years from FirstYear to LastYear, such as the epoch.
func Parse(text string) (t *Time, rest string) {
	s := strings.TrimLeft(text, " *.")
	month, s := scan.NextWord(s)
	day, s := scan.NextWord(s)
	clock, s := scan.NextWord(s)
	year, s := scan.NextWord(s)
	if len(clock) < len(year) {
		clock, year = year, clock
	}
	zone, after := scan.NextWord(s)
	if strings.HasPrefix(zone, "(") { // a countdown, no zone
		zone, after = "", s
	}
	wall, ok := Assemble(month, day, year, clock)
	if !ok || len(zone) > MaxZone {
		return nil, text
	}
	return New(wall, zone), after
}

// New is a reading of a local clock; nil if it is not in the years from FirstYear to LastYear, and for a zone name
// longer than MaxZone.
func New(wall time.Time, zone string) *Time {
	if !isTime(wall.Year()) || len(zone) > MaxZone {
		return nil
	}
	return &Time{Wall: wall, Zone: kept(zone)}
}

// kept is the name of a zone without the output that it is a part of. That of most switches needs no copy.
func kept(zone string) string {
	if zone == exactZone {
		return exactZone
	}
	return strings.Clone(zone)
}

// Exact is a moment that came with its offset from UTC; nil as with New.
func Exact(at time.Time) *Time { return New(at.UTC(), exactZone) }

// ParseClock reads the form of "show clock" and of the "Time source" line:
// "13:28:08.565 UTC Tue Jan 11 2022", perhaps marked with "*" or ".".
func ParseClock(text string) *Time {
	s := strings.TrimLeft(text, " *.")
	clock, s := scan.NextWord(s)
	zone, s := scan.NextWord(s)
	_, s = scan.NextWord(s) // the day of the week
	month, s := scan.NextWord(s)
	day, s := scan.NextWord(s)
	year, _ := scan.NextWord(s)
	wall, ok := Assemble(month, day, year, clock)
	if !ok {
		return nil
	}
	return New(wall, zone)
}

const months = "JanFebMarAprMayJunJulAugSepOctNovDec"

// IsMonth reports whether s starts with the name of a month and a blank.
func IsMonth(s string) bool {
	if len(s) < 4 || s[3] != ' ' {
		return false
	}
	at := strings.Index(months, s[:3])
	return at >= 0 && at%3 == 0
}

// Assemble builds a reading from its words, and refuses anything else.
func Assemble(month, day, year, clock string) (time.Time, bool) {
	m := -1
	if len(month) == 3 {
		m = strings.Index(months, month)
	}
	d, dok := scan.Digits(day)
	y, yok := scan.Digits(year)
	if m < 0 || m%3 != 0 || !dok || !yok || len(year) != 4 || len(clock) < 8 {
		return time.Time{}, false
	}
	hms, frac, _ := strings.Cut(clock, ".")
	if len(hms) != 8 || hms[2] != ':' || hms[5] != ':' {
		return time.Time{}, false
	}
	h, hok := scan.Digits(hms[:2])
	min, mok := scan.Digits(hms[3:5])
	sec, sok := scan.Digits(hms[6:])
	ns, nok := nanoseconds(frac)
	if !hok || !mok || !sok || !nok || h > 23 || min > 59 || sec > 60 || d < 1 || d > 31 {
		return time.Time{}, false
	}
	wall := time.Date(y, time.Month(m/3+1), d, 0, 0, 0, 0, time.UTC)
	if wall.Day() != d { // Feb 30
		return time.Time{}, false
	}
	return wall.Add(time.Duration(h)*time.Hour + time.Duration(min)*time.Minute +
		time.Duration(sec)*time.Second + time.Duration(ns)), true
}

func nanoseconds(frac string) (int, bool) {
	if frac == "" {
		return 0, true
	}
	n, ok := scan.Digits(frac)
	if !ok || len(frac) > 9 {
		return 0, false
	}
	for range 9 - len(frac) {
		n *= 10
	}
	return n, true
}

// ParseRemaining reads "(29 days, 1 hours, 13 minutes, 22 seconds remaining)"; nil for any
// other text, and for more than a hundred years.
func ParseRemaining(text string) *time.Duration {
	s, ok := strings.CutPrefix(strings.TrimSpace(text), "(")
	if !ok {
		return nil
	}
	if s, ok = strings.CutSuffix(s, "remaining)"); !ok {
		return nil
	}
	return parseSpan(s)
}

// longestSpan is longer than any countdown: a hundred years.
const longestSpan = 36500 * 24 * time.Hour

// parseSpan reads "29 days, 1 hours, 13 minutes, 22 seconds", or any part of it.
func parseSpan(s string) *time.Duration {
	var total time.Duration
	for s = strings.TrimSpace(s); ; {
		var digits, unit string
		digits, s = scan.NextValue(s)
		unit, s = scan.NextWord(s)
		n, isNumber := scan.Number(digits)
		size, isUnit := UnitOf(strings.TrimSuffix(unit, ","))
		if !isNumber || !isUnit || time.Duration(n) > longestSpan/size { // which would overflow
			return nil
		}
		switch total += time.Duration(n) * size; {
		case total > longestSpan:
			return nil
		case s == "":
			return &total
		}
	}
}

// UnitOf is the length of a unit of time: "day" or "days", "hour", "minute" or "second".
func UnitOf(word string) (time.Duration, bool) {
	switch strings.TrimSuffix(strings.TrimSpace(word), "s") {
	case "day":
		return 24 * time.Hour, true
	case "hour":
		return time.Hour, true
	case "minute":
		return time.Minute, true
	case "second":
		return time.Second, true
	}
	return 0, false
}
