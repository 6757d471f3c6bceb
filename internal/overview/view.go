package overview

import (
	"cmp"
	"slices"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/advise"
)

// PageSize is how many rows a page has.
const PageSize = 100

// View is what a query shows of a fleet.
type View struct {
	Query Query
	// Counts are of the switches that the query selects, whatever state, severity, cause and reason it asks for, so that
	// each count leads to the next view.
	Counts Counts
	// Matches is how many switches the query selects, on Pages pages. Page is the page that is shown, which is the last
	// one if the query asks for a later one.
	Matches, Page, Pages int
	// Rows are those of the page.
	Rows []*Row
}

// Counts are numbers of switches.
type Counts struct {
	All int
	// States has one entry for each state, in the order of Rules.
	States []Count
	// Causes are of the switches that fail, Reasons of those that are down; the largest first.
	Causes, Reasons []Count
	// Remarked are well and have a finding of severity warning or critical.
	Remarked int
	Polls    Polls
}

// Count is a number of switches with the same word.
type Count struct {
	Word string
	N    int
}

// Polls say how old the data is, and what is polled next. The times are zero if there is none.
type Polls struct {
	// Newest is the end of the last poll that is known of, Oldest that of the oldest result that is shown.
	Newest, Oldest time.Time
	// Without is how many switches have no result to be shown: none, or one that is too old.
	Without int
	// Paused is how many are left alone, because they are dead or refuse the password; Resumes is when the first pause ends.
	Paused  int
	Resumes time.Time
}

// Show applies a query to the rows of a fleet.
func Show(rows []Row, q Query, now time.Time) View {
	v := View{Query: q}
	tally := newTally()
	labels, fixed := q.parts()
	var found []*Row
	for i := range rows {
		r := &rows[i]
		if !labels.holds(r) {
			continue
		}
		tally.add(r, now)
		if fixed.holds(r) {
			found = append(found, r)
		}
	}
	v.Counts = tally.counts()
	columns := Columns()
	if at := slices.IndexFunc(columns, func(c Column) bool { return c.ID == q.Sort }); at >= 0 {
		columns[at].sortRows(found, q.Descending)
	}
	v.Matches = len(found)
	v.Pages = max(1, (len(found)+PageSize-1)/PageSize)
	if v.Rows = found; q.Page > 0 {
		v.Page = min(q.Page, v.Pages)
		v.Rows = found[(v.Page-1)*PageSize : min(v.Page*PageSize, len(found))]
	}
	return v
}

// tally counts rows.
type tally struct {
	Counts
	states, causes, reasons map[string]int
}

func newTally() *tally {
	return &tally{states: map[string]int{}, causes: map[string]int{}, reasons: map[string]int{}}
}

func (t *tally) add(r *Row, now time.Time) {
	t.All++
	t.states[string(r.State)]++
	switch {
	case r.State == Failing:
		t.causes[string(r.Cause)]++
	case r.State == Down:
		t.reasons[string(r.Reason)]++
	case r.State == OK && r.Severity.AtLeast(advise.Warning):
		t.Remarked++
	}
	p := &t.Polls
	if r.LastPoll.IsZero() {
		p.Without++
	} else if p.Oldest.IsZero() || r.LastPoll.Before(p.Oldest) {
		p.Oldest = r.LastPoll
	}
	for _, at := range []time.Time{r.LastPoll, r.LastSuccess} {
		if at.After(p.Newest) {
			p.Newest = at
		}
	}
	if r.NextTry.After(now) {
		p.Paused++
		if p.Resumes.IsZero() || r.NextTry.Before(p.Resumes) {
			p.Resumes = r.NextTry
		}
	}
}

func (t *tally) counts() Counts {
	for _, r := range Rules() {
		t.States = append(t.States, Count{string(r.State), t.states[string(r.State)]})
	}
	t.Causes, t.Reasons = ranked(t.causes), ranked(t.reasons)
	return t.Counts
}

// ranked are counts, the largest first.
func ranked(of map[string]int) []Count {
	var all []Count
	for word, n := range of {
		all = append(all, Count{word, n})
	}
	slices.SortFunc(all, func(a, b Count) int { return cmp.Or(b.N-a.N, cmp.Compare(a.Word, b.Word)) })
	return all
}
