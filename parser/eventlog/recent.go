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

// note keeps an event as the most recent one, unless its time could not be read. Twice as many as are wanted may be
// kept meanwhile, so that they move rarely.
func (t *tally) note(kind Kind, at *localtime.Time) {
	if at == nil {
		return
	}
	if len(t.log.Recent) == 2*maxRecent {
		t.log.Recent = latest(t.log.Recent)
	}
	t.log.Recent = append(t.log.Recent, Moment{kind, at})
}

// latest moves the moments that stay to the front.
func latest(all []Moment) []Moment {
	return all[:copy(all, all[max(0, len(all)-maxRecent):])]
}
