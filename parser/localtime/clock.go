package localtime

import (
	"strings"
	"time"
)

// Clock turns the local times of one switch into UTC.
//
// The name of a time zone says nothing: PDT may be printed in December, and IST is India, Israel
// or Ireland. So the offset is inferred from the switch's own clock against ours, rounded to a
// quarter of an hour; what is left over is the skew of the switch's clock. UTC and GMT are offset
// 0. A configured location overrides the inference.
type Clock struct {
	now      time.Time
	reading  *Time // of the switch's own clock; nil if there is no reading
	location *time.Location
	offset   time.Duration // of the zone of the reading
	inferred bool
	skew     *time.Duration
}

// The offsets that time zones have: UTC-12 to UTC+14. A difference beyond them is a wrong clock.
const (
	minOffset = -12 * time.Hour
	maxOffset = 14 * time.Hour
	quarter   = 15 * time.Minute
)

// NewClock learns from the switch's own clock reading (State.Clock, may be nil), taken at now in
// real time. A zero now means a capture, which has no live clock beside it: then only times in UTC, in GMT
// and in location can be resolved. location may be nil.
func NewClock(reading *Time, now time.Time, location *time.Location) Clock {
	c := Clock{now: now, location: location}
	if reading == nil || !isTime(reading.Wall.Year()) {
		return c
	}
	own := *reading
	c.reading = &own
	if now.IsZero() {
		return c
	}
	if at, ok := c.fixed(own); ok {
		c.skew = new(at.Sub(now))
		return c
	}
	ahead := own.Wall.Sub(now.UTC())
	offset := ahead.Round(quarter)
	if offset < minOffset || offset > maxOffset {
		c.skew = &ahead
		return c
	}
	c.offset, c.inferred = offset, true
	c.skew = new(ahead - offset)
	return c
}

// Skew is how far the switch's clock is ahead of ours once the time zone is taken out; nil if
// there was no reading or no live clock. A skew of seven and a half minutes or more cannot be distinguished
// from a time zone, except in UTC and with a configured location. "Current time" has whole seconds,
// their fraction cut off, so that the skew of such a reading is half a second too low on average.
func (c Clock) Skew() *time.Duration { return c.skew }

// Resolve returns the moment of t; false if it cannot be known. A countdown takes precedence over the reading,
// because it needs no zone. A zone other than that of the switch's own clock yields nothing: for half
// the year it would be wrong by the summer time. A stamp without a zone (Time.NoZone) yields nothing
// unless the switch's own clock, or the configured location, is in UTC or GMT: then it does not
// matter whether it is local. A stamp without a year is taken for the last one of that date that
// is not more than a day ahead of the switch's own clock, or without a reading, of ours.
//
// What is not in the years from FirstYear to LastYear yields nothing.
func (c Clock) Resolve(t *Time) (time.Time, bool) {
	at, ok := c.resolve(t)
	if !ok || !isTime(at.UTC().Year()) {
		return time.Time{}, false
	}
	return at, true
}

func (c Clock) resolve(t *Time) (time.Time, bool) {
	switch {
	case t == nil:
		return time.Time{}, false
	case t.Remaining != nil && !c.now.IsZero():
		return c.now.Add(*t.Remaining), true
	case t.NoYear:
		return c.last(*t)
	}
	return c.moment(*t)
}

// moment resolves a reading with its year.
func (c Clock) moment(t Time) (time.Time, bool) {
	if at, ok := c.fixed(t); ok {
		return at, true
	}
	if c.inferred && !t.NoZone && t.Zone == c.reading.Zone {
		return t.Wall.Add(-c.offset), true
	}
	return time.Time{}, false
}

// fixed resolves what needs no inference: UTC, GMT, and everything if a location is configured.
func (c Clock) fixed(t Time) (time.Time, bool) {
	switch {
	case t.NoZone:
		return t.Wall, c.inUTC()
	case isUTC(t.Zone):
		return t.Wall, true
	case c.location == nil:
		return time.Time{}, false
	}
	return inLocation(t.Wall, t.Zone, c.location), true
}

// last finds the year of a stamp without one.
func (c Clock) last(t Time) (time.Time, bool) {
	const (
		slack = 24 * time.Hour // between the clock that was read and the one that stamps
		years = 9              // from one Feb 29 to the next there may be eight
	)
	now, ok := c.switchNow()
	if !ok {
		return time.Time{}, false
	}
	limit, stamp := now.Add(slack), t.Wall
	for year := limit.Year() + 1; year >= limit.Year()-years; year-- {
		t.Wall = stamp.AddDate(year-stamp.Year(), 0, 0)
		if t.Wall.Day() != stamp.Day() { // there is no Feb 29 in this year
			continue
		}
		at, ok := c.moment(t)
		if !ok {
			return time.Time{}, false
		}
		if !at.After(limit) {
			return at, true
		}
	}
	return time.Time{}, false
}

// switchNow is the current time according to the switch. If its zone is unknown, it may be wrong by some
// hours, which is good enough to find a year.
func (c Clock) switchNow() (time.Time, bool) {
	if c.reading == nil {
		return c.now.UTC(), !c.now.IsZero()
	}
	if at, ok := c.moment(*c.reading); ok {
		return at.UTC(), true
	}
	return c.reading.Wall, true
}

// inUTC reports whether local time on the switch is UTC, so that a stamp is in UTC either way.
func (c Clock) inUTC() bool {
	return c.reading != nil && !c.reading.NoZone && isUTC(c.reading.Zone) || isUTCLocation(c.location)
}

func isUTC(zone string) bool {
	return strings.EqualFold(zone, "UTC") || strings.EqualFold(zone, "GMT")
}

// isUTCLocation decides by the name: Europe/London is at offset 0 only half the year.
func isUTCLocation(l *time.Location) bool {
	if l == nil {
		return false
	}
	switch strings.TrimPrefix(l.String(), "Etc/") {
	case "UTC", "UCT", "GMT", "GMT0", "GMT+0", "GMT-0", "Universal", "Zulu", "Greenwich":
		_, offset := time.Unix(0, 0).In(l).Zone()
		return offset == 0
	}
	return false
}

// inLocation is the moment at which clocks in a location show wall. In the hour that comes twice
// when summer time ends, the printed abbreviation decides if it is one of the location's; otherwise it
// is the first. The hour that is skipped when summer time begins is moved forward: 2:30 is 3:30.
func inLocation(wall time.Time, zone string, location *time.Location) time.Time {
	at := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(),
		wall.Nanosecond(), location)
	if shown := shows(at); !shown.Equal(wall) {
		// time.Date moves forward east of Greenwich, and back west of it.
		return at.Add(max(wall.Sub(shown), 0))
	}
	first, second := at, at
	start, end := at.ZoneBounds()
	for _, edge := range []time.Time{start.Add(-time.Second), end} {
		_, offset := edge.In(location).Zone()
		other := wall.Add(-time.Duration(offset) * time.Second).In(location)
		switch {
		case !shows(other).Equal(wall):
		case other.Before(first):
			first = other
		case other.After(second):
			second = other
		}
	}
	if name, _ := first.Zone(); strings.EqualFold(name, zone) {
		return first
	}
	if name, _ := second.Zone(); strings.EqualFold(name, zone) {
		return second
	}
	return first
}

// shows is what a clock shows at a moment in the time's own location.
func shows(at time.Time) time.Time {
	_, offset := at.Zone()
	return at.UTC().Add(time.Duration(offset) * time.Second)
}
