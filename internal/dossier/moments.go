package dossier

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/eventlog"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// Lane is what the moments of a timeline are about.
type Lane string

// The lanes.
const (
	Failures Lane = "failures"
	Restores Lane = "restores"
	Reports  Lane = "reports"
	Trust    Lane = "trust"
)

// Lanes are all lanes, from top to bottom.
func Lanes() []Lane { return []Lane{Failures, Restores, Reports, Trust} }

// Moment is something that happened to a switch, or is due.
type Moment struct {
	Lane Lane
	At   time.Time
	Text string
}

// History is what happened and what is due, as far as its time is known.
type History struct {
	// Moments are in the order of their times.
	Moments []Moment
	// FailingFrom and FailingTo bound the run of failures that has not ended; zero if there is none, or if its beginning is
	// not known.
	FailingFrom, FailingTo time.Time
}

// HistoryOf is the history of a switch, from the event log, the trust codes and the reports of its last poll.
func HistoryOf(s fleet.Status) History {
	if s.Result == nil || s.Result.State == nil {
		return History{}
	}
	h := &recorder{clock: s.Result.Clock}
	state := s.Result.State
	h.log(state.Eventlog)
	h.trust(state)
	h.usage(state.Usage)
	slices.SortStableFunc(h.Moments, func(a, b Moment) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Lane, b.Lane), cmp.Compare(a.Text, b.Text))
	})
	h.Moments = slices.Compact(h.Moments)
	return h.History
}

// recorder is a history while it is put together.
type recorder struct {
	History
	clock localtime.Clock
}

// add adds a moment, unless its time is not known.
func (h *recorder) add(lane Lane, t *localtime.Time, text string) {
	if at := h.resolve(t); !at.IsZero() {
		h.Moments = append(h.Moments, Moment{lane, at, text})
	}
}

func (h *recorder) resolve(t *localtime.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	at, ok := h.clock.Resolve(t)
	if !ok {
		return time.Time{}
	}
	return at.UTC().Truncate(time.Second)
}

// The texts of moments.
const (
	failed   = "communication failed"
	restored = "communication restored"
)

// log adds what the event log has. The first and the last failure and the last restore may be older than the days that
// were read.
func (h *recorder) log(e *eventlog.Log) {
	if e == nil {
		return
	}
	for _, m := range e.Recent {
		switch m.Kind {
		case eventlog.Failed:
			h.add(Failures, m.At, failed)
		case eventlog.Restored:
			h.add(Restores, m.At, restored)
		case eventlog.Reported:
			h.add(Reports, m.At, "a report was begun")
		case eventlog.Started:
			h.add(Restores, m.At, "the agent started")
		}
	}
	h.add(Failures, e.FailSince, failed)
	h.add(Failures, e.LastFail, failed)
	h.add(Restores, e.LastRestored, restored)
	if e.FailSince != nil {
		h.FailingFrom, h.FailingTo = h.resolve(e.FailSince), h.resolve(e.LastFail)
	}
}

// trust adds when trust codes were installed, and when they expire.
func (h *recorder) trust(s *parser.State) {
	members := s.TrustMembers()
	for _, m := range members {
		of := ""
		if len(members) > 1 {
			of = " of " + strings.TrimSpace(m.Role+" "+m.SerialNumber)
		}
		h.add(Trust, m.InstalledOn, "trust code"+of+" installed")
		h.add(Trust, m.Expires, "trust code"+of+" expires")
	}
}

// usage adds the reports that were pushed and acknowledged, and those that are due.
func (h *recorder) usage(u *parser.UsageReporting) {
	if u == nil {
		return
	}
	h.add(Reports, u.LastPush, "a report was pushed")
	h.add(Reports, u.LastAck, "an ACK was received")
	h.add(Reports, u.NextPush, "the next report is due")
	h.add(Reports, u.AckDeadline, "the ACK deadline")
}
