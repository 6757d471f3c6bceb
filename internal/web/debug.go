package web

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/expfmt"

	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// explain shows a target's metrics, followed by comments that say how its last polls went. It always uses the
// plain text format: in the others nothing may follow the metrics.
func (h *handler) explain(w http.ResponseWriter, metrics prometheus.Gatherer, s fleet.Status) {
	format := expfmt.NewFormat(expfmt.TypeTextPlain)
	w.Header().Set("Content-Type", string(format))
	families, err := metrics.Gather() // even with an error it returns the families that are right
	encoder := expfmt.NewEncoder(w, format)
	for _, f := range families {
		if encoder.Encode(f) != nil {
			return // nobody reads the answer
		}
	}
	if err != nil {
		h.Logger.Error("metrics of a switch that contradict each other", "target", s.Target.Name, "err", err)
		_, _ = fmt.Fprintf(w, "# some metrics are left out: %q\n", err.Error())
	}
	_, _ = io.WriteString(w, pollLog(s.Target.Name, s.History()))
}

// pollLog describes the last polls, in comments of the text format. Text from a switch or a configuration is in
// quotes, with control characters escaped, so that it cannot end its line. No line begins with "# HELP" or
// "# TYPE", which are more than comments.
func pollLog(target string, p fleet.Polls) string {
	var b strings.Builder
	fmt.Fprintf(&b, "#\n# last polls of %q, newest first; times in UTC, secrets left out\n", target)
	for _, poll := range p.Recent {
		writePoll(&b, poll)
	}
	if len(p.Recent) == 0 {
		b.WriteString("# none has ended yet\n")
	}
	older := earlier(p)
	if len(older) > 0 {
		b.WriteString("#\n# failed polls before these\n")
	}
	for _, poll := range older {
		writePoll(&b, poll)
	}
	return b.String()
}

// earlier are the failures that are not among the recent polls.
func earlier(p fleet.Polls) []fleet.Poll {
	var out []fleet.Poll
	for _, poll := range p.Failures {
		if n := len(p.Recent); n == 0 || poll.Started.Before(p.Recent[n-1].Started) {
			out = append(out, poll)
		}
	}
	return out
}

func writePoll(b *strings.Builder, p fleet.Poll) {
	verdict := "up"
	if !p.Up {
		verdict = "not up"
	}
	fmt.Fprintf(b, "#\n# poll began %s, took %.3f s: %s\n", utc(p.Started), p.Ended.Sub(p.Started).Seconds(), verdict)
	if p.Err != "" {
		fmt.Fprintf(b, "#   failure: reason %s, %q\n", p.Reason, p.Err)
	}
	if !p.NextTry.IsZero() {
		fmt.Fprintf(b, "#   left alone until %s\n", utc(p.NextTry))
	}
	for _, s := range p.Steps {
		fmt.Fprintf(b, "#   step at %.3f s: %q took %.3f s, %d bytes received%s\n",
			s.Offset.Seconds(), s.Name, s.Duration.Seconds(), s.Bytes, because(s.Err))
	}
	for _, c := range p.Collectors {
		fmt.Fprintf(b, "#   collector %s took %.3f s%s\n", c.Name, c.Duration.Seconds(), because(c.Err))
	}
	for line := range strings.Lines(p.Tail) {
		fmt.Fprintf(b, "#   received at the end: %q\n", strings.TrimRight(line, "\r\n"))
	}
}

func because(text string) string {
	if text == "" {
		return ""
	}
	return fmt.Sprintf(", failed: %q", text)
}

func utc(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
