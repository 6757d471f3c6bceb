package fleet

import (
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

// history is what is remembered of a target's polls, in little space.
type history struct {
	mu               sync.Mutex
	recent, failures []packed // the newest last
}

func (h *history) add(p Poll) {
	small := pack(p)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.recent = push(h.recent, small, keptPolls)
	if p.Reason != "" {
		h.failures = push(h.failures, small, keptFailures)
	}
}

// push appends to a list of at most so many.
func push(list []packed, p packed, most int) []packed {
	if len(list) == most {
		copy(list, list[1:])
		list = list[:most-1]
	}
	return append(list, p)
}

// read returns the polls, which the caller may change. A nil history has none.
func (h *history) read() Polls {
	if h == nil {
		return Polls{}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return Polls{Recent: newestFirst(h.recent), Failures: newestFirst(h.failures)}
}

func newestFirst(list []packed) []Poll {
	var out []Poll
	for _, p := range slices.Backward(list) {
		out = append(out, p.unpack())
	}
	return out
}

// remember is the poll that ended with that result, as it is remembered.
func remember(r *Result, steps *trace.Trace, began time.Time) Poll {
	p := Poll{
		Started: began, Ended: r.Ended, Up: r.Up(), Reason: r.Reason(), Err: errText(r.Err),
		Steps: steps.Steps(), Tail: steps.Tail(tailOf(r)),
	}
	for _, c := range r.Collectors {
		made := PollCollector{Name: c.Name, Duration: c.Duration}
		if c.Err != nil {
			made.Reason, made.Err = failure.ReasonOf(c.Err), errText(c.Err)
		}
		p.Collectors = append(p.Collectors, made)
	}
	return p
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
	return strings.ToValidUTF8(text, "")
}
