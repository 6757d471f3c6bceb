package fleet

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/device/trace"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

const (
	// keptPolls and keptFailures are how many of a target's last polls are remembered.
	keptPolls    = 3
	keptFailures = 3
	// shortTail is how much text of a switch is remembered of a poll in which it answered everything,
	// be it by a refusal: with ten thousand switches that is most of what a history takes.
	shortTail = 256
	// maxErrText bounds the text of an error that is remembered.
	maxErrText = 500
)

// Polls are the last polls of a target, the newest first.
type Polls struct {
	// Recent are the last three, whatever came of them.
	Recent []Poll
	// Failures are the last three that failed, or of which a collector did, also if they are among
	// Recent.
	Failures []Poll
}

// Poll is one poll as it is remembered.
type Poll struct {
	// Started is when it began, from which the steps are counted. What it had to wait for a login in
	// its midst is part of it.
	Started, Ended time.Time
	// Up is that of the [Result].
	Up bool
	// Reason and Err are the first failure's; empty if there was none.
	Reason failure.Reason
	Err    string
	// NextTry is until when the switch was left alone; zero if the next scrape could poll it.
	NextTry time.Time
	// Steps are what was done, in its order: those of [trace.Step], "wait for a turn to log in", "wait for a
	// turn over NETCONF" and "wait for the last session to end"; and "CLI left alone" or "NETCONF left alone"
	// for a side that was not asked, with the error of its last poll.
	Steps []trace.Step
	// Tail is the last that the switch had said by the first failure, secrets and tokens masked; by the end
	// of the poll if there was none. It is shorter (256 bytes) if the switch has answered everything.
	Tail string
	// Collectors are those of the module, in its order.
	Collectors []PollCollector
}

// PollCollector is how one collector fared in a Poll.
type PollCollector struct {
	Name string
	// Duration is zero if it was never asked.
	Duration time.Duration
	// Reason and Err are empty if it succeeded.
	Reason failure.Reason
	Err    string
}

// history is what is remembered of a target's polls.
type history struct {
	mu               sync.Mutex
	recent, failures []*record // the newest last
}

func (h *history) add(r *record) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.recent = push(h.recent, r, keptPolls)
	if r.failed() {
		h.failures = push(h.failures, r, keptFailures)
	}
}

// push appends to a list of at most so many.
func push(list []*record, r *record, most int) []*record {
	if len(list) == most {
		copy(list, list[1:])
		list = list[:most-1]
	}
	return append(list, r)
}

func (h *history) read() Polls {
	if h == nil {
		return Polls{}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return Polls{Recent: newestFirst(h.recent), Failures: newestFirst(h.failures)}
}

func newestFirst(list []*record) []Poll {
	var out []Poll
	for _, r := range slices.Backward(list) {
		out = append(out, r.poll())
	}
	return out
}

// record is a Poll in little room.
type record struct {
	started, ended, nextTry time.Time
	reason                  failure.Reason
	err, tail               string
	steps                   []stepRecord
	collectors              []collectorRecord
	faults                  []fault // of steps, then of collectors
	up                      bool
}

// stepRecord is a trace.Step without its error, which few have. Times are in microseconds.
type stepRecord struct {
	name                   string
	offset, duration, size uint32
}

type collectorRecord struct {
	name     string
	duration uint32 // in microseconds
}

// fault is what went wrong in one step or collector.
type fault struct {
	step, collector int // one of them is -1
	reason          failure.Reason
	err             string
}

// remember makes the record of a poll that has ended.
func (p *poll) remember() *record {
	made := remember(p.result, p.trace, p.began)
	if p.tail != "" {
		made.tail = p.tail
	}
	return made
}

// remember makes the record of a poll whose text is all in the trace.
func remember(r *Result, trace *trace.Trace, began time.Time) *record {
	c := &record{
		started: began.Round(0), ended: r.Ended.Round(0), up: r.Up(), reason: r.Reason(), err: errText(r.Err),
		tail: strings.Clone(trace.Tail(tailOf(r))),
	}
	steps := trace.Steps()
	c.steps = make([]stepRecord, len(steps))
	for i, s := range steps {
		c.steps[i] = stepRecord{s.Name, micros(s.Offset), micros(s.Duration), clamped(int64(s.Bytes))}
		if s.Err != "" {
			c.faults = append(c.faults, fault{step: i, collector: -1, err: s.Err})
		}
	}
	c.collectors = make([]collectorRecord, len(r.Collectors))
	for i, of := range r.Collectors {
		c.collectors[i] = collectorRecord{of.Name, micros(of.Duration)}
		if of.Err == nil {
			continue
		}
		text := c.err // most fail together
		if !errors.Is(of.Err, r.Err) {
			text = errText(of.Err)
		}
		c.faults = append(c.faults, fault{step: -1, collector: i, reason: failure.ReasonOf(of.Err), err: text})
	}
	return c
}

// tailOf is how much of the text is remembered.
func tailOf(r *Result) int {
	if r.opened && answered(r) {
		return shortTail
	}
	return trace.MaxTail
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	text := err.Error()
	if len(text) > maxErrText {
		text = text[:maxErrText] + "…"
	}
	return strings.ToValidUTF8(strings.Clone(text), "")
}

func micros(d time.Duration) uint32 { return clamped(d.Microseconds()) }

func clamped(n int64) uint32 {
	const most = 1<<32 - 1              // an hour and eleven minutes, 4 GiB: no poll comes near
	return uint32(min(max(n, 0), most)) //nolint:gosec // it fits
}

func (c *record) failed() bool { return c.reason != "" }

func (c *record) poll() Poll {
	p := Poll{
		Started: c.started, Ended: c.ended, NextTry: c.nextTry, Up: c.up, Reason: c.reason, Err: c.err, Tail: c.tail,
		Steps: make([]trace.Step, len(c.steps)), Collectors: make([]PollCollector, len(c.collectors)),
	}
	const micro = time.Microsecond
	for i, s := range c.steps {
		p.Steps[i] = trace.Step{
			Name: s.name, Offset: time.Duration(s.offset) * micro, Duration: time.Duration(s.duration) * micro, Bytes: int(s.size),
		}
	}
	for i, of := range c.collectors {
		p.Collectors[i] = PollCollector{Name: of.name, Duration: time.Duration(of.duration) * micro}
	}
	for _, f := range c.faults {
		if f.step >= 0 {
			p.Steps[f.step].Err = f.err
		} else {
			p.Collectors[f.collector].Reason, p.Collectors[f.collector].Err = f.reason, f.err
		}
	}
	return p
}
