package pages

import (
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/dossier"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// sectionView is a section as the template shows it.
type sectionView struct {
	ID, Title string
	// Wide is true for one that needs the whole width.
	Wide   bool
	Facts  []factView
	Tables []tableView
}

type factView struct {
	Name string
	cell
}

type tableView struct {
	Title   string
	Columns []string
	Rows    [][]cell
}

// cell is a value; Time is that of a moment, and Text is empty then.
type cell struct {
	Text, Class string
	Time        template.HTML
	// Label is the heading of its column, for narrow screens.
	Label string
}

// unknownView is why nothing is known of some sections.
type unknownView struct {
	Titles string
	Why    []piece
	text   string
}

// sectionsOf are the sections of which something is known, and why nothing is of the others. Those with the same reason
// are told together.
func sectionsOf(s fleet.Status, now time.Time) (all []sectionView, unknown []unknownView) {
	for _, section := range dossier.Sections(s) {
		if section.Unknown != "" {
			at := slices.IndexFunc(unknown, func(u unknownView) bool { return u.text == section.Unknown })
			if at < 0 {
				unknown = append(unknown, unknownView{section.Title, pieces(section.Unknown), section.Unknown})
			} else {
				unknown[at].Titles += ", " + section.Title
			}
			continue
		}
		v := sectionView{ID: section.ID, Title: section.Title}
		for _, f := range section.Facts {
			v.Facts = append(v.Facts, factView{f.Name, cellOf(f.Value, now)})
		}
		for _, t := range section.Tables {
			v.Tables = append(v.Tables, tableOf(t, now))
			v.Wide = v.Wide || len(t.Columns) > 6
		}
		all = append(all, v)
	}
	return all, unknown
}

func tableOf(t dossier.Table, now time.Time) tableView {
	v := tableView{Title: t.Title, Columns: t.Columns}
	for _, row := range t.Rows {
		var cells []cell
		for i, value := range row {
			c := cellOf(value, now)
			c.Label = t.Columns[i]
			cells = append(cells, c)
		}
		v.Rows = append(v.Rows, cells)
	}
	return v
}

func cellOf(v dossier.Value, now time.Time) cell {
	class := map[dossier.Tone]string{dossier.Good: "good", dossier.Bad: "bad"}[v.Tone]
	if v.Number {
		class = strings.TrimSpace(class + " count")
	}
	return cell{Text: v.Text, Class: class, Time: when(v.At, now)}
}

// pollView is one of the last polls.
type pollView struct {
	ID                   string
	Began                template.HTML
	Took, Verdict, Class string
	Shape                string
	Reason               string
	Error                []piece
	NextTry              template.HTML
	Steps                []pollStep
	Collectors           []pollStep
	// Tail is the end of what the switch said, without secrets.
	Tail string
}

// pollStep is a step of a poll, or a collector.
type pollStep struct {
	Name, At, Took, Error string
	Bytes                 string
}

// pollViews are the last polls, and the failures before them.
func pollViews(p fleet.Polls, now time.Time) (recent, earlier []pollView) {
	for _, poll := range p.Recent {
		recent = append(recent, pollViewOf(poll, now))
	}
	for _, poll := range p.Failures {
		if n := len(p.Recent); n == 0 || poll.Started.Before(p.Recent[n-1].Started) {
			earlier = append(earlier, pollViewOf(poll, now))
		}
	}
	return recent, earlier
}

func pollViewOf(p fleet.Poll, now time.Time) pollView {
	v := pollView{
		ID:    fmt.Sprintf("poll-%d", p.Started.UnixMilli()),
		Began: when(p.Started, now), Took: took(p.Ended.Sub(p.Started)), Verdict: "went well", Class: "good", Shape: "✓",
		Reason: spaced(string(p.Reason)), Error: pieces(p.Err), NextTry: when(p.NextTry, now), Tail: p.Tail,
	}
	switch {
	case !p.Up:
		v.Verdict, v.Class, v.Shape = "failed", "bad", "✗"
	case p.Err != "":
		v.Verdict, v.Class, v.Shape = "failed in part", "bad", "✗"
	}
	for _, s := range p.Steps {
		v.Steps = append(v.Steps, pollStep{s.Name, took(s.Offset), took(s.Duration), s.Err, fmt.Sprint(s.Bytes)})
	}
	for _, c := range p.Collectors {
		v.Collectors = append(v.Collectors, pollStep{Name: c.Name, Took: took(c.Duration), Error: c.Err})
	}
	return v
}

// took is a length of time to the millisecond.
func took(d time.Duration) string { return fmt.Sprintf("%.3f s", d.Seconds()) }
