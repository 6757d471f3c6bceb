package eventlog

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// tally is the part of the log that was read so far.
type tally struct {
	log    Log
	index  map[string]int // of log.Events, by name
	streak int
	closed bool            // a SAEVT_COMM_RESTORED was read
	known  *localtime.Time // the failure from which the log's tail is counted; may be nil
	// omitted is true if the author of a document left events out since the last SAEVT_COMM_RESTORED: there may have
	// been another one among them.
	omitted bool
}

// count adds one event. One without a place of its own is counted as dropped, too.
func (t *tally) count(name string, dropped *int) {
	i, ok := t.index[name]
	if !ok && len(t.log.Events) >= maxEventNames {
		*dropped++
		name = otherEvents
		i, ok = t.index[name]
	}
	if !ok {
		i, name = len(t.log.Events), strings.Clone(name)
		t.index[name] = i
		t.log.Events = append(t.log.Events, Count{Name: name})
	}
	t.log.Events[i].Count++
}

// failed notes a SAEVT_COMM_FAIL. A time that cannot be read replaces an older one too.
func (t *tally) failed(at *localtime.Time, reason string) {
	if t.streak == 0 {
		t.log.FailSince = at
	}
	t.streak++
	t.log.Tail.count(t.known.Same(at))
	t.log.LastFail, t.log.LastFailReason = at, reason
	t.note(Failed, at)
}

// restored notes a SAEVT_COMM_RESTORED.
func (t *tally) restored(at *localtime.Time) {
	t.streak, t.closed, t.omitted = 0, true, false
	t.log.FailSince, t.log.LastRestored = nil, at
	t.note(Restored, at)
}
