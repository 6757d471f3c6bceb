package pages

import (
	"html/template"
	"strconv"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/overview"
	"github.com/slp-exporter/slp-exporter/parser/cause"
)

// row is one switch as the template shows it. An empty text is what is not known, or what there is none of.
type row struct {
	Name, URL, Address               string
	Class, Shape, Word, Severity     string
	Labels                           []labelled
	Trust, Streak, Cause             string
	Summary                          string
	Since                            template.HTML
	LastReport, NextReport, Deadline template.HTML
	Late, DeadlineLate               bool
	Backlog, Licences                string
	Age                              template.HTML
	Title                            string
}

// labelled is the value of a label.
type labelled struct{ Name, Value string }

func rowOf(r *overview.Row, labels overview.Labels, made map[overview.State]string, now time.Time) row {
	out := row{
		Name: r.Target.Name, URL: switchURL(r.Target.Name), Address: r.Target.Address,
		Class: "state-" + string(r.State), Shape: made[r.State], Word: r.State.Word(),
		Trust: trustWord(r.Trust), Streak: streak(r.Licence), Cause: causeOf(r), Summary: r.Summary, Since: when(r.Since, now),
		LastReport: when(r.LastReport, now), NextReport: when(r.NextReport, now), Deadline: when(r.AckDeadline, now),
		Late: before(r.NextReport, now.Add(-day)), DeadlineLate: before(r.AckDeadline, now),
		Backlog: number(r.Backlog), Licences: number(r.Licences), Age: age(r.LastSuccess, now),
	}
	if r.Severity.AtLeast(advise.Warning) {
		out.Severity = string(r.Severity)
	}
	for _, l := range labels {
		out.Labels = append(out.Labels, labelled{l.Name, r.Target.Labels[l.Name]})
	}
	return out
}

// before reports whether a moment is known and has passed.
func before(at, now time.Time) bool { return !at.IsZero() && at.Before(now) }

// age is how long ago a moment is, in words.
func age(at, now time.Time) template.HTML {
	return timeTag(at, span(now.Sub(at)))
}

func number(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// streak is how many messages in a row failed: "24", "24+" if others may have failed before.
func streak(l overview.Licence) string {
	text := number(l.Streak)
	if l.StreakMore && text != "" {
		text += "+"
	}
	return text
}

// causeOf is the cause of failures, or the reason of a failed poll; nothing if messages are answered.
func causeOf(r *overview.Row) string {
	switch {
	case r.State == overview.Down:
		return spaced(string(r.Reason))
	case r.Cause == cause.None:
		return ""
	}
	return spaced(string(r.Cause))
}

func trustWord(t overview.Trust) string {
	switch t {
	case overview.TrustInstalled:
		return "installed"
	case overview.TrustMissing:
		return "missing"
	case overview.TrustPartial:
		return "not on all members"
	case overview.TrustNotNeeded:
		return "not needed"
	}
	return ""
}
