package overview_test

import (
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/overview"
)

// TestBoard: a result is read once, when its poll ends or when somebody looks first, and another result is read again.
// Switches that are no longer configured are forgotten.
func TestBoard(t *testing.T) {
	f := fleetOf(t, nil, dead(failure.Refused), "muc-acc-01", "muc-acc-02")
	statuses := f.Collect(t.Context())
	board := overview.NewBoard()
	board.Observe(statuses[0].Result)
	observed := board.Row(statuses[0], morning).Reading
	first := board.Rows(statuses, morning)
	again := board.Rows(statuses, morning)
	if first[0].Reading != observed || again[0].Reading != observed || again[1].Reading != first[1].Reading {
		t.Error("a result is read twice")
	}
	other := *statuses[0].Result
	statuses[0].Result = &other
	if made := board.Row(statuses[0], morning).Reading; made == observed {
		t.Error("another result is not read")
	}
	board.Rows([]fleet.Status{statuses[0]}, morning)
	if n := overview.Kept(board); n != 1 {
		t.Errorf("%d readings are kept of one switch", n)
	}
}
