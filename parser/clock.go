package parser

import (
	"strings"
	"time"
)

// Clock turns the local times of one switch into UTC.
//
// The name of a time zone says nothing: PDT may stand there in December, and IST is India, Israel
// or Ireland. So the offset is inferred from the switch's own clock against ours, rounded to a
// quarter of an hour; what is left over is the skew of the switch's clock. UTC and GMT are offset
// 0. A configured location overrides the inference.
type Clock struct {
	now      time.Time
	location *time.Location
	zone     string // the name for which offset holds
	offset   time.Duration
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
// real time. A zero now means a capture, which has no live clock beside it: then only UTC, GMT
// and times in location can be told. location may be nil.
func NewClock(reading *Time, now time.Time, location *time.Location) Clock {
	c := Clock{now: now, location: location}
	if reading == nil || now.IsZero() {
		return c
	}
	if at, ok := c.fixed(*reading); ok {
		c.skew = pointer(at.Sub(now))
		return c
	}
	ahead := reading.Wall.Sub(now.UTC())
	offset := ahead.Round(quarter)
	if offset < minOffset || offset > maxOffset {
		c.skew = &ahead
		return c
	}
	c.zone, c.offset, c.inferred = reading.Zone, offset, true
	c.skew = pointer(ahead - offset)
	return c
}

// Skew is how far the switch's clock is ahead of ours once the time zone is taken out; nil if
// there was no reading or no live clock. A skew of seven and a half minutes or more cannot be told
// from a time zone, except in UTC and with a configured location.
func (c Clock) Skew() *time.Duration { return c.skew }

// Resolve tells the moment of t; false if it cannot be told. A countdown beats the reading,
// because it needs no zone. A zone other than that of the switch's own clock yields nothing: half
// the year it would be off by the summer time.
func (c Clock) Resolve(t *Time) (time.Time, bool) {
	if t == nil {
		return time.Time{}, false
	}
	if t.Remaining != nil && !c.now.IsZero() {
		return c.now.Add(*t.Remaining), true
	}
	if at, ok := c.fixed(*t); ok {
		return at, true
	}
	if c.inferred && t.Zone == c.zone {
		return t.Wall.Add(-c.offset), true
	}
	return time.Time{}, false
}

// fixed resolves what needs no inference: UTC, GMT, and everything if a location is configured.
func (c Clock) fixed(t Time) (time.Time, bool) {
	if strings.EqualFold(t.Zone, "UTC") || strings.EqualFold(t.Zone, "GMT") {
		return t.Wall, true
	}
	if c.location == nil {
		return time.Time{}, false
	}
	w := t.Wall
	return time.Date(w.Year(), w.Month(), w.Day(), w.Hour(), w.Minute(), w.Second(),
		w.Nanosecond(), c.location), true
}
