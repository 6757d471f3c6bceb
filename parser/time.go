package parser

import (
	"strconv"
	"strings"
	"time"
)

// Time is a moment as a switch prints it: a reading of its local clock with whatever name the
// administrator gave to the time zone ("Jan 10 20:31:32 2022 PDT"), and, in the list of scheduled
// jobs, a countdown. Only a Clock turns it into a moment in UTC. An exact moment, as NETCONF has them,
// is one in the zone UTC, which every Clock takes as it stands.
type Time struct {
	// Wall is the reading, held in time.UTC although it is local.
	Wall time.Time
	// Zone is the name behind the reading, as typed into "clock timezone"; it is never looked up.
	Zone string
	// Remaining is the countdown "(23 hours, 53 minutes, 39 seconds remaining)"; nil without one.
	Remaining *time.Duration
	// NoYear is true if no year was printed, as in log messages by default: then Wall is in year 0.
	NoYear bool `json:",omitempty"`
	// NoZone is true for the stamp of a log message without a zone: IOS writes these in UTC, or with
	// "localtime" in local time, and does not say which. Zone is empty then.
	NoZone bool `json:",omitempty"`
}

// first year in which a reading is a time and not the epoch, which agents print for "never";
// a zone west of Greenwich shows it as 1969.
const firstYear = 1971

// exactZone is the zone of moments that came with their offset from UTC.
const exactZone = "UTC"

// maxZone is longer than any name that "clock timezone" takes.
const maxZone = 64

// parseTime reads "Jan 10 20:31:32 2022 PDT" at the start of text and returns the rest behind it.
// A leading "*" or "." (the clock is not authoritative) is not part of the time. It returns nil
// if there is no time, or if it is the epoch.
func parseTime(text string) (t *Time, rest string) {
	s := strings.TrimLeft(text, " *.")
	month, s := nextWord(s)
	day, s := nextWord(s)
	clock, s := nextWord(s)
	year, s := nextWord(s)
	zone, after := nextWord(s)
	if strings.HasPrefix(zone, "(") { // a countdown, no zone
		zone, after = "", s
	}
	wall, ok := assemble(month, day, year, clock)
	if !ok || len(zone) > maxZone {
		return nil, text
	}
	if wall.Year() < firstYear {
		return nil, after
	}
	return &Time{Wall: wall, Zone: strings.Clone(zone)}, after
}

// parseClock reads the form of "show clock" and of the "Time source" line:
// "13:28:08.565 UTC Tue Jan 11 2022", perhaps marked with "*" or ".".
func parseClock(text string) *Time {
	s := strings.TrimLeft(text, " *.")
	clock, s := nextWord(s)
	zone, s := nextWord(s)
	_, s = nextWord(s) // the day of the week
	month, s := nextWord(s)
	day, s := nextWord(s)
	year, _ := nextWord(s)
	wall, ok := assemble(month, day, year, clock)
	if !ok || wall.Year() < firstYear || len(zone) > maxZone {
		return nil
	}
	return &Time{Wall: wall, Zone: strings.Clone(zone)}
}

// nextWord cuts the first blank-separated word off s.
func nextWord(s string) (word, rest string) {
	s = strings.TrimLeft(s, " ")
	if i := strings.IndexByte(s, ' '); i >= 0 {
		return s[:i], s[i+1:]
	}
	return s, ""
}

const months = "JanFebMarAprMayJunJulAugSepOctNovDec"

// assemble builds a reading from its words, and refuses everything that is not wholly one.
func assemble(month, day, year, clock string) (time.Time, bool) {
	m := -1
	if len(month) == 3 {
		m = strings.Index(months, month)
	}
	d, dok := number(day)
	y, yok := number(year)
	if m < 0 || m%3 != 0 || !dok || !yok || len(year) != 4 || len(clock) < 8 {
		return time.Time{}, false
	}
	hms, frac, _ := strings.Cut(clock, ".")
	if len(hms) != 8 || hms[2] != ':' || hms[5] != ':' {
		return time.Time{}, false
	}
	h, hok := number(hms[:2])
	min, mok := number(hms[3:5])
	sec, sok := number(hms[6:])
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
	n, ok := number(frac)
	if !ok || len(frac) > 9 {
		return 0, false
	}
	for range 9 - len(frac) {
		n *= 10
	}
	return n, true
}

// number reads a whole, unsigned decimal of at most nine digits.
func number(s string) (int, bool) {
	if s == "" || len(s) > 9 {
		return 0, false
	}
	n := 0
	for i := 0; i < len(s); i++ {
		c := s[i] - '0'
		if c > 9 {
			return 0, false
		}
		n = n*10 + int(c)
	}
	return n, true
}

// parseRemaining reads "(29 days, 1 hours, 13 minutes, 22 seconds remaining)"; nil if it is not
// wholly that.
func parseRemaining(text string) *time.Duration {
	s, ok := strings.CutPrefix(strings.TrimSpace(text), "(")
	if !ok {
		return nil
	}
	if s, ok = strings.CutSuffix(s, "remaining)"); !ok {
		return nil
	}
	return parseSpan(s)
}

// parseSpan reads "29 days, 1 hours, 13 minutes, 22 seconds", or any part of it.
func parseSpan(s string) *time.Duration {
	var total time.Duration
	for part := range strings.SplitSeq(s, ",") {
		digits, unit := nextWord(strings.TrimSpace(part))
		n, err := strconv.ParseInt(digits, 10, 32)
		if err != nil || n < 0 {
			return nil
		}
		size, ok := unitOf(unit)
		if !ok {
			return nil
		}
		total += time.Duration(n) * size
	}
	return &total
}

func unitOf(word string) (time.Duration, bool) {
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
