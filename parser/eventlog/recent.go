package eventlog

import "github.com/slp-exporter/slp-exporter/parser/localtime"

// Kind is what happened at a Moment.
type Kind int

// The kinds: SAEVT_COMM_FAIL, SAEVT_COMM_RESTORED, SAEVT_UTILITY_REPORT_START and SAEVT_INIT_START.
const (
	Failed Kind = iota
	Restored
	Reported
	Started
)

// Moment is an event whose time could be read.
type Moment struct {
	Kind Kind
	At   *localtime.Time
}

// maxRecent bounds the moments that are kept of a log; the agent tries again about once an hour.
const maxRecent = 200

// note keeps an event as the most recent one, unless its time could not be read.
func (t *tally) note(kind Kind, at *localtime.Time) {
	if at == nil {
		return
	}
	if recent := t.log.Recent; len(recent) == maxRecent {
		t.log.Recent = recent[:copy(recent, recent[1:])]
	}
	t.log.Recent = append(t.log.Recent, Moment{kind, at})
}
