package advise

import (
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/plural"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// day is what deadlines and intervals are measured in.
const day = 24 * time.Hour

// ago is how long before now a time is; it is negative for one to come. Two times with the same zone are compared
// as they were printed, whatever the zone is. false if they cannot be compared.
func (v *view) ago(t *localtime.Time) (time.Duration, bool) {
	switch {
	case t == nil || v.now == nil:
		return 0, false
	case t.Zone == v.now.Zone && !t.NoYear && !t.NoZone:
		return v.now.Wall.Sub(t.Wall), true
	}
	now, ok := v.Clock.Resolve(v.now)
	at, known := v.Clock.Resolve(t)
	return now.Sub(at), ok && known
}

// later reports whether a is known to be after b.
func (v *view) later(a, b *localtime.Time) bool {
	switch {
	case a == nil || b == nil:
		return false
	case a.Zone == b.Zone && a.NoYear == b.NoYear && a.NoZone == b.NoZone:
		return a.Wall.After(b.Wall)
	}
	at, ok := v.Clock.Resolve(a)
	other, known := v.Clock.Resolve(b)
	return ok && known && at.After(other)
}

// when is a time as a reader wants it, in the switch's own zone: "09:14" today, "Jan 11 09:14", or with the year
// if that is another one; empty for nil.
func (v *view) when(t *localtime.Time) string {
	if t == nil {
		return ""
	}
	layout := "Jan 2 2006 15:04"
	switch {
	case t.NoYear, v.now != nil && t.Wall.Year() == v.now.Wall.Year():
		layout = "Jan 2 15:04"
	}
	if v.now != nil && !t.NoYear && t.Wall.YearDay() == v.now.Wall.YearDay() && t.Wall.Year() == v.now.Wall.Year() {
		layout = "15:04"
	}
	return t.Wall.Format(layout)
}

// span is a length of time in words: "6 minutes", "5 hours", "12 days".
func span(d time.Duration) string {
	if d < 0 {
		d = -d
	}
	switch {
	case d >= 2*day:
		return plural.Of(int(d/day), "day")
	case d >= 2*time.Hour:
		return plural.Of(int(d/time.Hour), "hour")
	case d >= 2*time.Minute:
		return plural.Of(int(d/time.Minute), "minute")
	}
	return plural.Of(int(d/time.Second), "second")
}

// lowered is a sentence as it goes on after a colon: with a small letter, unless it begins with an abbreviation.
func lowered(sentence string) string {
	if len(sentence) > 1 && strings.ToLower(sentence[1:2]) == sentence[1:2] {
		return strings.ToLower(sentence[:1]) + sentence[1:]
	}
	return sentence
}
