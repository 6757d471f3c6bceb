package pages

import (
	"fmt"
	"html/template"
	"time"
)

const day = 24 * time.Hour

// span is a length of time as a reader says it: "12 s", "5 min", "7 h", "3 days", "5 months", "2 years".
func span(d time.Duration) string {
	d = d.Abs()
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d/time.Second))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d/time.Minute))
	case d < 2*day:
		return fmt.Sprintf("%d h", int(d/time.Hour))
	case d < 60*day:
		return fmt.Sprintf("%d days", int(d/day))
	case d < 730*day:
		return fmt.Sprintf("%d months", int(d/(30*day)))
	}
	return fmt.Sprintf("%d years", int(d/(365*day)))
}

// relative is a moment as a reader says it: "3 days ago", "in 5 h", "now".
func relative(at, now time.Time) string {
	switch d := now.Sub(at); {
	case d.Abs() < time.Second:
		return "now"
	case d > 0:
		return span(d) + " ago"
	default:
		return "in " + span(d)
	}
}

// when shows a moment in the reader's words, with the exact time in UTC beside it; nothing if it is not known.
func when(at, now time.Time) template.HTML { return timeTag(at, relative(at, now)) }

// timeTag shows a moment in these words, which must be digits, letters and blanks.
func timeTag(at time.Time, words string) template.HTML {
	if at.IsZero() {
		return ""
	}
	at = at.UTC()
	return template.HTML(fmt.Sprintf( //nolint:gosec // no text of a switch is in it
		`<time datetime="%s" title="%s">%s</time>`, at.Format(time.RFC3339), at.Format("2006-01-02 15:04:05 UTC"), words,
	))
}
