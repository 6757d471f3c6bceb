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
	unknown *Reading    // that of a switch without a result
	mu      sync.RWMutex
	byName  map[string]*Reading
}

// NewBoard makes an empty board.
func NewBoard() *Board {
	return &Board{adviser: advise.New(), rules: Rules(), runs: runs(), unknown: &Reading{State: Unknown}, byName: make(map[string]*Reading)}
}

// Observe reads a result when its poll ends, so that no page has to.
func (b *Board) Observe(r *fleet.Result) { b.keep(b.read(r)) }

// Row is the row of one switch.
func (b *Board) Row(s fleet.Status, now time.Time) Row {
	row := Row{Target: s.Target, Reading: b.unknown, LastSuccess: s.LastSuccess}
	if !s.LastSuccess.IsZero() {
		row.Age = now.Sub(s.LastSuccess)
	}
	if s.Result != nil {
		row.Reading = b.find(s.Result)
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
func (b *Board) find(r *fleet.Result) *Reading {
	b.mu.RLock()
	made := b.byName[r.Target.Name]
	b.mu.RUnlock()
	if made == nil || made.of != r {
		made = b.read(r)
		b.keep(made)
	}
	return made
}

func (b *Board) keep(made *Reading) {
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
	kept := make(map[string]*Reading, len(all))
	for _, s := range all {
		if made := b.byName[s.Target.Name]; made != nil {
			kept[s.Target.Name] = made
		}
	}
	b.byName = kept
}
