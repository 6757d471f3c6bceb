package parser

import (
	"slices"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// RUMStateCount is how many RUM reports are in a state.
type RUMStateCount struct {
	// State in lower_snake: open, closed, unack, ack, deleted. States beyond the first 50 are
	// counted together as "other".
	State   string
	Reports int
}

// What is kept of a list of reports grows with the names of their states alone.
const (
	maxRUMStates = 50
	otherStates  = "other"
	longestState = 64
	// shortestID is that of an ID which tells by itself that it is one: they are times, in seconds.
	shortestID = 10
)

// rumReading is a list of RUM reports being read:
//
//	Report Id,          State,    Flag, Feature Name
//	1745002871          CLOSED    N     network-advantage
type rumReading struct {
	table
	counts []RUMStateCount
	index  map[string]int // of counts, by the state as printed
	// titled and headed are true once the title and the names of the columns were seen; a filter
	// leaves them out.
	titled, headed bool
	// counted is true if the row above was a report, spills if it fills the width of the terminal: the
	// rest of its feature name may follow.
	counted, spills bool
}

// ParseReports reads "show license rum id all": a row a report. RUMStates is empty, but not nil, if
// there are none. If the output ends within a row, RUMStates is nil and the error is a
// *TruncatedError; other errors are ErrEmpty, *RefusedError, *RightToUseError and
// *UnrecognisedError. An output that was cut exactly between two rows, or within a feature name,
// cannot be told from a whole one; a session knows better, it saw the prompt behind it.
func ParseReports(out platform.Output) (*State, error) {
	if strings.TrimSpace(out.Text) == "" {
		return nil, reply.ErrEmpty
	}
	r := readRUM(out)
	if r.facts == 0 && (r.held.Number == 0 || !r.held.Open) {
		if err := r.rejected(ReportsCommand, out, r.head.Filtered, r.first); err != nil {
			return nil, err
		}
	}
	if missing := r.missing(); missing != "" && !out.Whole {
		return r.state(), r.truncatedIn("Smart Licensing Usage Report", ReportsCommand, missing)
	}
	r.dropHeld()
	r.RUMStates = r.counts
	return r.state(), nil
}

// missing names what the output ends in front of; empty if it may be whole.
func (r *rumReading) missing() string {
	switch {
	case r.held.Number > 0:
		return "the end of that row"
	case r.cut, r.titled && !r.headed && len(r.counts) == 0:
		return "the names of the columns"
	}
	return ""
}

// readRUM walks once over the output.
func readRUM(out platform.Output) *rumReading {
	r := &rumReading{table: newTable(out), counts: []RUMStateCount{}, index: make(map[string]int)}
	for {
		l, ok := r.next()
		if !ok {
			return r
		}
		r.take(l)
	}
}

func (r *rumReading) take(l row) {
	if r.held.Number > 0 {
		both := r.joined(l)
		r.counted, r.spills = r.report(both), false
		if r.counted {
			r.held = row{}
			return
		}
		r.dropHeld()
	}
	if r.report(l) {
		r.counted, r.spills = true, l.full
		return
	}
	switch rest := r.counted && (r.spills || l.behindLog); {
	case strings.HasPrefix(l.Text, "Smart Licensing Usage Report"):
		r.titled = true
		r.facts++
	case strings.HasPrefix(l.Text, "Report Id"):
		r.headed = true
		r.cut = l.Open && !strings.HasSuffix(l.Text, "Feature Name")
		r.facts++
	case l.Text[0] == '=', l.Text[0] == '-', r.timeSource(l.Line), lines.IsLabel(l.Key), rest:
	case r.facts > 0, startsNumber(l.Text):
		r.held = l
	}
	r.counted = false
}

// report takes a row of the table; false if it is none, or not whole.
func (r *rumReading) report(l row) bool {
	if !startsNumber(l.Text) || len(l.Text) > maxRow {
		return false
	}
	id, rest := scan.NextWord(l.Text)
	state, rest := scan.NextWord(rest)
	flag, rest := scan.NextWord(rest)
	whole := len(flag) > 1 || strings.TrimSpace(rest) != "" // the flag may be blank, the feature may not
	if !whole || strings.Trim(id, "0123456789") != "" || startsNumber(state) || len(state) > longestState {
		return false
	}
	if !r.titled && !r.headed && len(id) < shortestID || !r.count(state) {
		return false
	}
	r.facts++
	return true
}

func startsNumber(text string) bool { return text != "" && text[0]-'0' <= 9 }

// count adds one report; false if what stands there is no name of a state.
func (r *rumReading) count(state string) bool {
	i, ok := r.index[state]
	if !ok {
		name := scan.Snake(state)
		if name == "" {
			return false
		}
		i = r.place(name)
		if len(r.index) < maxRUMStates {
			r.index[strings.Clone(state)] = i
		}
	}
	r.counts[i].Reports++
	return true
}

// place finds the state of that name in the list, or adds it.
func (r *rumReading) place(name string) int {
	find := func() int {
		return slices.IndexFunc(r.counts, func(c RUMStateCount) bool { return c.State == name })
	}
	i := find()
	if i < 0 && len(r.counts) >= maxRUMStates {
		name = otherStates
		i = find()
	}
	if i < 0 {
		i = len(r.counts)
		r.counts = append(r.counts, RUMStateCount{State: name})
	}
	return i
}
