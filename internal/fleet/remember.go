package fleet

import (
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/device/trace"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

const (
	// shortTail is how much text of a switch is remembered of a poll in which it answered everything,
	// even with a refusal: with ten thousand switches that is most of what a history takes.
	shortTail = 256
	// maxErrText bounds the text of an error that is remembered.
	maxErrText = 500
)

// remember returns the poll that ended with that result as it is remembered.
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

// tailOf returns how much of the text is remembered.
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
