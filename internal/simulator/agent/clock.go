package agent

import "time"

// Clock tells the time on which the switches base their own clocks, before skew and time zone.
type Clock interface {
	// Now returns the current time.
	Now() time.Time
}

type spedUpClock struct {
	start  time.Time
	anchor time.Time
	factor float64
}

// SpedUp returns a clock that shows start now and runs factor times as fast as real time. With a
// factor of 0 or less it stands still.
func SpedUp(start time.Time, factor float64) Clock {
	return spedUpClock{start: start, anchor: time.Now(), factor: max(factor, 0)}
}

// Now returns the sped-up time.
func (c spedUpClock) Now() time.Time {
	return c.start.Add(time.Duration(float64(time.Since(c.anchor)) * c.factor))
}

// Zone is a time zone as configured by "clock timezone NAME offset".
type Zone struct {
	Name   string
	Offset time.Duration
}

func zones() []Zone {
	return []Zone{
		{"UTC", 0}, {"CET", time.Hour}, {"IST", 5*time.Hour + 30*time.Minute},
		{"PDT", -7 * time.Hour}, {"pacific", -8 * time.Hour},
	}
}
