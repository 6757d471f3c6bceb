package simulator

// reportState is where a RUM report stands.
type reportState uint8

const (
	reportOpen   reportState = iota // collecting
	reportClosed                    // full, to be sent
	reportUnack                     // sent, waiting for its ACK
	reportAck                       // acknowledged, not yet purged
)

func (s reportState) String() string {
	return [...]string{"OPEN", "CLOSED", "UNACK", "ACK"}[s]
}

// report is one usage report.
type report struct {
	id      int64
	licence uint8 // index in the catalogue
	state   reportState
	opened  instant
	closed  instant // 0 while it is open
}

// storage is how many reports a switch keeps, and ackedKept how many of these may be
// acknowledged ones.
const (
	storage   = 300
	ackedKept = 24
)

// reports is the agent's RUM store. created = acknowledged + stored and not
// acknowledged + purged + missing, always.
type reports struct {
	stored  []report
	nextID  int64
	created int
	acked   int
	purged  int // dropped without ACK for want of room
	missing int
}

// open starts a report for a licence and closes the one before.
func (r *reports) open(licence int, now instant) {
	for i := range r.stored {
		if r.stored[i].state == reportOpen && int(r.stored[i].licence) == licence {
			r.stored[i].state, r.stored[i].closed = reportClosed, now
		}
	}
	r.stored = append(r.stored, report{id: r.nextID, licence: uint8(licence), opened: now})
	r.nextID++
	r.created++
	r.trim()
}

// trim makes room: old acknowledged reports go silently, then old ones without ACK,
// which count as purged.
func (r *reports) trim() {
	kept := r.count(reportAck)
	for i := 0; i < len(r.stored) && (kept > ackedKept || len(r.stored) > storage); {
		switch s := r.stored[i].state; {
		case s == reportAck && kept > ackedKept:
			kept--
			r.drop(i)
		case s != reportAck && s != reportOpen && len(r.stored) > storage:
			r.purged++
			r.drop(i)
		default:
			i++
		}
	}
}

func (r *reports) drop(i int) { r.stored = append(r.stored[:i], r.stored[i+1:]...) }

// count is how many stored reports are in a state.
func (r *reports) count(state reportState) int {
	n := 0
	for _, rep := range r.stored {
		if rep.state == state {
			n++
		}
	}
	return n
}

// move changes all reports in one state to another, and says how many.
func (r *reports) move(from, to reportState) int {
	n := 0
	for i := range r.stored {
		if r.stored[i].state == from {
			r.stored[i].state = to
			n++
		}
	}
	return n
}

// acknowledge takes all sent reports as acknowledged.
func (r *reports) acknowledge() {
	r.acked += r.move(reportUnack, reportAck)
	r.trim()
}

// lose makes the oldest report that waits for its ACK one that is missing.
func (r *reports) lose() {
	for i := range r.stored {
		if r.stored[i].state == reportUnack {
			r.missing++
			r.drop(i)
			return
		}
	}
}

// unacknowledged is how many are stored without ACK, open ones included.
func (r *reports) unacknowledged() int { return len(r.stored) - r.count(reportAck) }

// ids are the current and the previous report of a licence; 0: none.
func (r *reports) ids(licence int) (current, previous int64) {
	for _, rep := range r.stored {
		if int(rep.licence) != licence {
			continue
		}
		if rep.state == reportOpen {
			current = rep.id
		} else {
			previous = rep.id
		}
	}
	return current, previous
}
