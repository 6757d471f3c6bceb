package pages

import (
	"fmt"
	"html/template"
	"math"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/dossier"
)

// timeline is a picture of what happened and what is due. Its axis is logarithmic: the last hour has as much room as
// the months before it. Positions are percentages of the width, so that words keep their size on a narrow screen.
type timeline struct {
	Lanes []lane
	Ticks []tick
	// Now is the position of the present.
	Now string
	// Height is that of the picture in pixels, Axis that of the axis.
	Height, Axis int
	// Says is the picture in a sentence.
	Says string
	// List is the same as text, the newest first.
	List []happening
}

// lane is a row of the picture.
type lane struct {
	Name   dossier.Lane
	Middle int // in pixels from the top
	// Shape is the path of a mark.
	Shape string
	Marks []mark
	// Run is the bar of a run that has not ended; nil if there is none.
	Run *bar
}

// mark is one or more moments at the same position.
type mark struct{ X, Class, Says string }

type bar struct{ X, Width, Says string }

type tick struct {
	X, Text string
	// Minor is true for a tick that a narrow screen leaves out.
	Minor bool
}

// happening is a moment, or several equal ones in a row.
type happening struct {
	Lane dossier.Lane
	Text string
	When template.HTML
	// Until is the last of several.
	Until template.HTML
}

// The sizes of the picture in pixels.
const (
	laneHeight = 26
	axisHeight = 22
)

func timelineOf(h dossier.History, now time.Time) timeline {
	if len(h.Moments) == 0 {
		return timeline{}
	}
	a := axisOf(h.Moments, now)
	t := timeline{Now: percent(a.present), Ticks: a.ticks(), List: happenings(h.Moments, now), Says: says(h.Moments, now)}
	for i, name := range dossier.Lanes() {
		l := lane{Name: name, Middle: i*laneHeight + laneHeight/2, Shape: shapeOf(name)}
		l.Marks = a.marks(name, h.Moments)
		if name == dossier.Failures && !h.FailingFrom.IsZero() {
			from, to := a.at(h.FailingFrom), a.at(h.FailingTo)
			l.Run = &bar{percent(from), percent(max(to-from, 0.2)), "failing since " + exact(h.FailingFrom)}
		}
		t.Lanes = append(t.Lanes, l)
	}
	t.Axis = len(t.Lanes) * laneHeight
	t.Height = t.Axis + axisHeight
	return t
}

// shapeOf is what marks of a lane look like, about a point: a triangle, a circle, a square, a diamond.
func shapeOf(l dossier.Lane) string {
	return map[dossier.Lane]string{
		dossier.Failures: "M0-6 6 5-6 5z", dossier.Restores: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
		dossier.Reports: "M-5-5h10v10h-10z", dossier.Trust: "M0-6 6 0 0 6-6 0z",
	}[l]
}

// axis turns moments into positions in percent.
type axis struct {
	now          time.Time
	past, future time.Duration // how far it goes back and ahead
	present      float64
}

// axisOf is an axis on which all moments have a place.
func axisOf(moments []dossier.Moment, now time.Time) axis {
	a := axis{now: now, past: day, present: 98}
	for _, m := range moments {
		if ago := now.Sub(m.At); ago > 0 {
			a.past = max(a.past, ago)
		} else if ago < 0 {
			a.future = max(a.future, -ago)
		}
	}
	if a.future > 0 {
		a.future, a.present = max(a.future, day), 70
	}
	return a
}

// grain is how much of the time next to the present is drawn about to scale.
const grain = time.Minute

// share is how far a length of time goes, as a share of the longest.
func share(d, longest time.Duration) float64 {
	return math.Log1p(d.Minutes()/grain.Minutes()) / math.Log1p(longest.Minutes()/grain.Minutes())
}

func (a axis) at(t time.Time) float64 {
	const margin = 1.5
	if ahead := t.Sub(a.now); ahead > 0 {
		return a.present + (100-margin-a.present)*share(ahead, a.future)
	}
	return a.present - (a.present-margin)*share(a.now.Sub(t), a.past)
}

// percent is a position as an attribute has it.
func percent(x float64) string { return fmt.Sprintf("%.2f%%", x) }

// exact is a moment in UTC.
func exact(at time.Time) string { return at.UTC().Format("2006-01-02 15:04:05 UTC") }

// marks are those of a lane. Moments at the same position share one.
func (a axis) marks(name dossier.Lane, moments []dossier.Moment) []mark {
	const apart = 0.7 // percent
	var all []mark
	last := math.Inf(-1)
	for _, m := range moments {
		if m.Lane != name {
			continue
		}
		x, said := a.at(m.At), m.Text+" "+exact(m.At)
		if x-last < apart {
			all[len(all)-1].Says += "\n" + said
			continue
		}
		class := string(name)
		if m.At.After(a.now) {
			class += " due"
		}
		all, last = append(all, mark{percent(x), class, said}), x
	}
	return all
}

// ticks are the marks of the axis, without those whose words would run into others.
func (a axis) ticks() []tick {
	const apart = 5 // percent
	all := []tick{{X: percent(a.present), Text: "now"}}
	before, after := a.present, a.present
	for i, d := range []time.Duration{10 * time.Minute, time.Hour, 6 * time.Hour, day, 7 * day, 30 * day, 365 * day} {
		minor := i%2 == 0
		if x := a.at(a.now.Add(-d)); d <= a.past && before-x > apart {
			all, before = append(all, tick{percent(x), "−" + short(d), minor}), x
		}
		if x := a.at(a.now.Add(d)); d <= a.future && x-after > apart {
			all, after = append(all, tick{percent(x), "+" + short(d), minor}), x
		}
	}
	return all
}

// short is the length of a tick.
func short(d time.Duration) string {
	switch {
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < day:
		return fmt.Sprintf("%d h", int(d.Hours()))
	case d < 365*day:
		return fmt.Sprintf("%d d", int(d/day))
	}
	return fmt.Sprintf("%d y", int(d/(365*day)))
}

// happenings are the moments as text, the newest first. Equal ones in a row are told once.
func happenings(moments []dossier.Moment, now time.Time) []happening {
	var all []happening
	for i := len(moments) - 1; i >= 0; {
		first := i
		for first > 0 && moments[first-1].Lane == moments[i].Lane && moments[first-1].Text == moments[i].Text {
			first--
		}
		h := happening{Lane: moments[i].Lane, Text: moments[i].Text, When: when(moments[i].At, now)}
		if n := i - first + 1; n > 1 {
			h.Text = fmt.Sprintf("%s, %d times", h.Text, n)
			h.When, h.Until = when(moments[first].At, now), when(moments[i].At, now)
		}
		all, i = append(all, h), first-1
	}
	return all
}

// says sums the picture up.
func says(moments []dossier.Moment, now time.Time) string {
	count, due := map[dossier.Lane]int{}, 0
	for _, m := range moments {
		if m.At.After(now) {
			due++
			continue
		}
		count[m.Lane]++
	}
	return fmt.Sprintf("%s, %s, %s and %s since %s; %s.",
		plural(count[dossier.Failures], "failure", "failures"), plural(count[dossier.Restores], "restore or start", "restores and starts"),
		plural(count[dossier.Reports], "moment of reports", "moments of reports"), plural(count[dossier.Trust], "moment of trust", "moments of trust"),
		exact(moments[0].At), plural(due, "moment is due", "moments are due"))
}
