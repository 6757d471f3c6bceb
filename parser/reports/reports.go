// Package reports reads how many usage reports a switch holds, by state. It knows the list that the switch prints, and
// keeps no report. What it yields is part of the parser's State.
package reports

import (
	"slices"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/commands"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/rows"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// StateCount is how many RUM reports are in a state.
type StateCount struct {
	// State in lower_snake: open, closed, unack, ack, deleted. States beyond the first 50 are
	// counted together as "other".
	State   string `text:"word"`
	Reports int
}

// LongestState is longer than the name of any state.
const LongestState = 64

// What is kept of a list of reports grows with the names of their states alone.
const (
	maxStates   = 50
	otherStates = "other"
	// shortestID is that of an ID that needs no other proof: IDs are times, in seconds.
	shortestID = 10
)

// reading is a list of RUM reports being read:
//
//	Report Id,          State,    Flag, Feature Name
//	1745002871          CLOSED    N     network-advantage
type reading struct {
	*rows.Table
	// cut is true if the text ends within the names of the columns.
	cut    bool
	counts Tally
	index  map[string]int // of counts, by the state as printed
	// titled and headed are true once the title and the names of the columns were seen; a filter
	// leaves them out.
	titled, headed bool
	// counted is true if the row above was a report, spills if it fills the width of the terminal: the
	// rest of its feature name may follow.
	counted, spills bool
}

// Parse reads "show license rum id all": a row a report. The list is empty, but not nil, if
// there are none. If the output ends within a row, it is nil and the error is a
// *TruncatedError; other errors are ErrEmpty, *RefusedError, *RightToUseError and
// *UnrecognisedError. An output that was cut exactly between two rows, or within a feature name,
// cannot be told from a whole one; a session knows better, it saw the prompt after it.
func Parse(out platform.Output) ([]StateCount, *lines.Head, error) {
	if strings.TrimSpace(out.Text) == "" {
		return nil, nil, reply.ErrEmpty
	}
	r := read(out)
	if r.Facts == 0 && (r.Held.Number == 0 || !r.Held.Open) {
		if err := r.Rejected(commands.Reports, out, r.Filtered, r.First); err != nil {
			return nil, nil, err
		}
	}
	if missing := r.missing(); missing != "" && !out.Whole {
		return nil, r.Head, rows.Truncated(r.Last, "Smart Licensing Usage Report", commands.Reports, missing)
	}
	r.DropHeld()
	return r.counts, r.Head, nil
}

// missing names what should follow the end of the output; empty if the output may be whole.
func (r *reading) missing() string {
	switch {
	case r.Held.Number > 0:
		return "the end of that row"
	case r.cut, r.titled && !r.headed && len(r.counts) == 0:
		return "the names of the columns"
	}
	return ""
}

// read walks once over the output.
func read(out platform.Output) *reading {
	r := &reading{Table: rows.New(out), counts: Tally{}, index: make(map[string]int)}
	for l := range r.All() {
		r.take(l)
	}
	return r
}

func (r *reading) take(l rows.Row) {
	if r.Held.Number > 0 {
		both := r.Joined(l)
		r.counted, r.spills = r.report(both), false
		if r.counted {
			r.Held = rows.Row{}
			return
		}
		r.DropHeld()
	}
	if r.report(l) {
		r.counted, r.spills = true, l.Full
		return
	}
	switch rest := r.counted && (r.spills || l.AfterLog); {
	case strings.HasPrefix(l.Text, "Smart Licensing Usage Report"):
		r.titled = true
		r.Facts++
	case strings.HasPrefix(l.Text, "Report Id"):
		r.headed = true
		r.cut = l.Open && !strings.HasSuffix(l.Text, "Feature Name")
		r.Facts++
	case l.Text[0] == '=', l.Text[0] == '-', r.TimeSource(l.Line), lines.IsLabel(l.Key), rest:
	case r.Facts > 0, startsNumber(l.Text):
		r.Held = l
	}
	r.counted = false
}

// report takes a row of the table; false if it is another kind of line, or not whole.
func (r *reading) report(l rows.Row) bool {
	if !startsNumber(l.Text) || len(l.Text) > rows.MaxLength {
		return false
	}
	id, rest := scan.NextWord(l.Text)
	state, rest := scan.NextWord(rest)
	flag, rest := scan.NextWord(rest)
	whole := len(flag) > 1 || strings.TrimSpace(rest) != "" // the flag may be blank, the feature may not
	if !whole || strings.Trim(id, "0123456789") != "" || startsNumber(state) || len(state) > LongestState {
		return false
	}
	if !r.titled && !r.headed && len(id) < shortestID || !r.count(state) {
		return false
	}
	r.Facts++
	return true
}

func startsNumber(text string) bool { return text != "" && text[0]-'0' <= 9 }

// count adds one report; false if the word is not the name of a state.
func (r *reading) count(state string) bool {
	i, ok := r.index[state]
	if !ok {
		name := scan.Snake(state)
		if name == "" {
			return false
		}
		i = r.counts.place(name, &r.Dropped)
		if len(r.index) < maxStates {
			r.index[strings.Clone(state)] = i
		}
	}
	r.counts[i].Reports++
	return true
}

// Tally counts reports by state.
type Tally []StateCount

// Add counts one report in the state of that name, in lower_snake. A report whose state has no place of its own is counted
// as dropped, too.
func (t *Tally) Add(name string, dropped *int) { (*t)[t.place(name, dropped)].Reports++ }

// place finds the state of that name in the list, or adds it.
func (t *Tally) place(name string, dropped *int) int {
	find := func() int {
		return slices.IndexFunc(*t, func(c StateCount) bool { return c.State == name })
	}
	i := find()
	if i < 0 && len(*t) >= maxStates {
		*dropped++
		name = otherStates
		i = find()
	}
	if i < 0 {
		i = len(*t)
		*t = append(*t, StateCount{State: name})
	}
	return i
}
