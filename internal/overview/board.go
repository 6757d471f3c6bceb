package overview

import (
	"sync"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// Board keeps what is read off the last result of each switch, so that a page with ten thousand of them makes none of
// it. Several goroutines may use it.
type Board struct {
	adviser *advise.Adviser
	rules   []Rule
	runs    []advise.ID // the findings about a run of failures
	mu      sync.Mutex
	byName  map[string]*reading
}

// reading is what a result says of a switch. It is not changed once it is made.
type reading struct {
	of       *fleet.Result
	state    State
	severity advise.Severity
	findings []Finding
	summary  string
	licence  Licence
	devices  []string
}

// NewBoard makes an empty board.
func NewBoard() *Board {
	return &Board{adviser: advise.New(), rules: Rules(), runs: failures(), byName: make(map[string]*reading)}
}

// Observe reads a result when its poll ends, so that no page has to.
func (b *Board) Observe(r *fleet.Result) { b.keep(b.read(r)) }

// Row is the row of one switch.
func (b *Board) Row(s fleet.Status, now time.Time) Row {
	row := Row{Target: s.Target, State: Unknown, LastSuccess: s.LastSuccess}
	if !s.LastSuccess.IsZero() {
		row.Age = new(now.Sub(s.LastSuccess))
	}
	r := s.Result
	if r == nil {
		return row
	}
	made := b.find(r)
	row.State, row.Severity, row.Findings, row.Summary = made.state, made.severity, made.findings, made.summary
	row.Licence, row.devices = made.licence, made.devices
	row.LastPoll, row.NextTry, row.Reason = r.Ended, r.NextTry, r.Reason()
	if r.Err != nil {
		row.Error = r.Err.Error()
	}
	return row
}

// Rows are the rows of the whole fleet, in the order of the statuses. What is kept of switches that are not among
// them is forgotten.
func (b *Board) Rows(all []fleet.Status, now time.Time) []Row {
	rows := make([]Row, len(all))
	for i, s := range all {
		rows[i] = b.Row(s, now)
	}
	b.forget(all)
	return rows
}

// find returns the reading of a result, and makes it if no poll that has just ended has.
func (b *Board) find(r *fleet.Result) *reading {
	b.mu.Lock()
	made := b.byName[r.Target.Name]
	b.mu.Unlock()
	if made == nil || made.of != r {
		made = b.read(r)
		b.keep(made)
	}
	return made
}

func (b *Board) keep(made *reading) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.byName[made.of.Target.Name] = made
}

// forget drops the switches that are no longer configured, once there are any.
func (b *Board) forget(all []fleet.Status) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.byName) <= len(all) {
		return
	}
	kept := make(map[string]*reading, len(all))
	for _, s := range all {
		if made := b.byName[s.Target.Name]; made != nil {
			kept[s.Target.Name] = made
		}
	}
	b.byName = kept
}
