package agent

// ReportState is the state of a RUM report.
type ReportState uint8

// The states.
const (
	ReportOpen   ReportState = iota // collecting data
	ReportClosed                    // complete, not sent yet
	ReportUnack                     // sent, not acknowledged yet
	ReportAck                       // acknowledged, not purged yet
)

// String returns the state as printed in outputs.
func (s ReportState) String() string {
	return [...]string{"OPEN", "CLOSED", "UNACK", "ACK"}[s]
}

// Report is one usage report.
type Report struct {
	ID      int64
	Licence uint8 // index in Profile.Licences
	State   ReportState
	Opened  Instant
	Closed  Instant // 0 while open
}

// Storage is how many reports a switch keeps. At most ackedKept of them are acknowledged ones.
const (
	Storage   = 300
	ackedKept = 24
)

// Reports is the RUM store of the agent. The number created is always the sum of those acknowledged,
// stored without acknowledgement, purged and missing.
type Reports struct {
	Stored  []Report
	nextID  int64
	Created int
	Acked   int
	Purged  int // dropped without ACK because the store was full
	Missing int
}

// open starts a report for a licence and closes the previous one.
func (r *Reports) open(licence int, now Instant) {
	for i := range r.Stored {
		if r.Stored[i].State == ReportOpen && int(r.Stored[i].Licence) == licence {
			r.Stored[i].State, r.Stored[i].Closed = ReportClosed, now
		}
	}
	r.Stored = append(r.Stored, Report{ID: r.nextID, Licence: uint8(licence), Opened: now})
	r.nextID++
	r.Created++
	r.trim()
}

// trim makes room: old acknowledged reports are dropped first, then old reports without ACK, which
// count as purged.
func (r *Reports) trim() {
	kept := r.Count(ReportAck)
	for i := 0; i < len(r.Stored) && (kept > ackedKept || len(r.Stored) > Storage); {
		switch s := r.Stored[i].State; {
		case s == ReportAck && kept > ackedKept:
			kept--
			r.drop(i)
		case s != ReportAck && s != ReportOpen && len(r.Stored) > Storage:
			r.Purged++
			r.drop(i)
		default:
			i++
		}
	}
}

func (r *Reports) drop(i int) { r.Stored = append(r.Stored[:i], r.Stored[i+1:]...) }

// Count returns how many stored reports are in a state.
func (r *Reports) Count(state ReportState) int {
	n := 0
	for _, rep := range r.Stored {
		if rep.State == state {
			n++
		}
	}
	return n
}

// move changes all reports in one state to another and returns how many there were.
func (r *Reports) move(from, to ReportState) int {
	n := 0
	for i := range r.Stored {
		if r.Stored[i].State == from {
			r.Stored[i].State = to
			n++
		}
	}
	return n
}

// acknowledge marks all sent reports as acknowledged.
func (r *Reports) acknowledge() {
	r.Acked += r.move(ReportUnack, ReportAck)
	r.trim()
}

// lose drops the oldest report that waits for its ACK. It counts as missing.
func (r *Reports) lose() {
	for i := range r.Stored {
		if r.Stored[i].State == ReportUnack {
			r.Missing++
			r.drop(i)
			return
		}
	}
}

// Unacknowledged returns how many reports are stored without ACK, open ones included.
func (r *Reports) Unacknowledged() int { return len(r.Stored) - r.Count(ReportAck) }

// IDs returns the current and the previous report of a licence, or 0 where it has no such report.
func (r *Reports) IDs(licence int) (current, previous int64) {
	for _, rep := range r.Stored {
		if int(rep.Licence) != licence {
			continue
		}
		if rep.State == ReportOpen {
			current = rep.ID
		} else {
			previous = rep.ID
		}
	}
	return current, previous
}
