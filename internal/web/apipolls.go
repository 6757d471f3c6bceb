package web

import (
	"time"

	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// pollsJSON are the last polls of a target, and the last that failed, newest first. A recent failed poll is in
// both.
type pollsJSON struct {
	Recent   []pollJSON `json:"recent"`
	Failures []pollJSON `json:"failures"`
}

type pollJSON struct {
	Started    *time.Time      `json:"started"`
	Ended      *time.Time      `json:"ended"`
	Up         bool            `json:"up"`
	Reason     *string         `json:"reason"`
	Error      *string         `json:"error"`
	NextTry    *time.Time      `json:"next_try"`
	Steps      []stepJSON      `json:"steps"`
	Collectors []collectorJSON `json:"collectors"`
	// Tail is the end of the switch's output.
	Tail *string `json:"tail"`
}

type stepJSON struct {
	Name string `json:"name"`
	// Offset is the time since the beginning of the poll.
	Offset   float64 `json:"offset_seconds"`
	Duration float64 `json:"duration_seconds"`
	// Bytes is how many were received in this step.
	Bytes int     `json:"bytes"`
	Error *string `json:"error"`
}

type collectorJSON struct {
	Name     string  `json:"name"`
	Duration float64 `json:"duration_seconds"`
	Success  bool    `json:"success"`
	Error    *string `json:"error"`
}

func pollsOf(p fleet.Polls) *pollsJSON {
	out := &pollsJSON{Recent: []pollJSON{}, Failures: []pollJSON{}}
	for _, poll := range p.Recent {
		out.Recent = append(out.Recent, pollOf(poll))
	}
	for _, poll := range p.Failures {
		out.Failures = append(out.Failures, pollOf(poll))
	}
	return out
}

func pollOf(p fleet.Poll) pollJSON {
	out := pollJSON{
		Started: stamp(p.Started), Ended: stamp(p.Ended), Up: p.Up, Reason: orNull(string(p.Reason)),
		Error: orNull(p.Err), NextTry: stamp(p.NextTry), Steps: []stepJSON{}, Collectors: []collectorJSON{},
		Tail: orNull(p.Tail),
	}
	for _, s := range p.Steps {
		out.Steps = append(out.Steps, stepJSON{s.Name, seconds(s.Offset), seconds(s.Duration), s.Bytes, orNull(s.Err)})
	}
	for _, c := range p.Collectors {
		out.Collectors = append(out.Collectors, collectorJSON{c.Name, seconds(c.Duration), c.Err == "", orNull(c.Err)})
	}
	return out
}
