package fleet

import "sync/atomic"

// Stats counts what the engine does, for the exporter's own metrics.
type Stats struct {
	// SessionOpens counts sessions opened since the start.
	SessionOpens uint64
	// Sessions are open now, whether in use or kept.
	Sessions int64
	// PollsInFlight are under way now.
	PollsInFlight int64
	// Coalesced counts the times a scrape was served by a poll under way or by a fresh result.
	Coalesced uint64
}

type stats struct {
	opens, coalesced atomic.Uint64
	sessions         atomic.Int64
}

func (s *stats) sessionOpened() { s.opens.Add(1); s.sessions.Add(1) }
func (s *stats) sessionClosed() { s.sessions.Add(-1) }

// read is what was counted; so many polls are under way.
func (s *stats) read(polls int64) Stats {
	return Stats{
		SessionOpens: s.opens.Load(), Sessions: s.sessions.Load(), PollsInFlight: polls, Coalesced: s.coalesced.Load(),
	}
}
