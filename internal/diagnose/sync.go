package diagnose

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/mask"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/cause"
	"github.com/slp-exporter/slp-exporter/parser/history"
)

// SyncCommand makes the agent send what it has to say now. It changes no configuration.
const SyncCommand = "license smart sync all"

// Sync is what came of it.
type Sync struct {
	// Answer is Yes if the server has answered, No if the message failed, NotKnown if neither was seen in time.
	Answer advise.Answer
	// Why says it in words.
	Why string
	// Rows are the counters before and after.
	Rows []SyncRow
}

// SyncRow is one thing that a sync may change.
type SyncRow struct{ What, Before, After string }

// synchronise types the command and watches until there is an answer, a failure, or no time left.
func (e *examination) synchronise(ctx context.Context, s *recorder) *Sync {
	if !e.sends() {
		return &Sync{Answer: advise.Skipped, Why: "the switch was not told to send: it is offline by design, or not known to use Smart Licensing Using Policy"}
	}
	ctx, cancel := context.WithTimeout(ctx, e.Watch+e.timeout)
	defer cancel()
	e.announce(SyncCommand)
	before := counters(e.state)
	began := time.Now()
	if _, err := s.Run(ctx, SyncCommand); err != nil {
		return &Sync{Answer: advise.NotKnown, Why: "the session ended: " + why(err)}
	}
	if o, _ := e.outputs.Find(SyncCommand); o.Refused != "" {
		return &Sync{Answer: advise.NotKnown, Why: "`" + SyncCommand + "` was refused: " + o.Refused}
	}
	sync := &Sync{Answer: advise.NotKnown}
	for sync.Answer == advise.NotKnown && time.Since(began) < e.Watch && wait(ctx, e.Pause) && e.look(ctx, s) {
		sync.compare(before, counters(e.state), time.Since(began))
	}
	if e.ended != nil {
		sync.Why = "the session ended: " + why(e.ended)
	}
	return sync
}

// sends reports whether the switch is known to talk to a licence server.
func (e *examination) sends() bool {
	if e.state == nil || e.state.PolicyMode == nil || !*e.state.PolicyMode || e.state.Transport == nil {
		return false
	}
	c := advise.Diagnose(e.input(nil)).Cause
	return c == nil || *c != cause.Offline
}

// wait returns false if the context ends first.
func wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// look reads again what a sync changes. It returns false if the session has ended.
func (e *examination) look(ctx context.Context, s *recorder) bool {
	var read *parser.State
	for _, c := range parser.Commands() {
		if c.Collector != "tech_support" && c.Text != history.Command {
			continue
		}
		out, err := s.Run(ctx, c.Text)
		if err != nil {
			return false
		}
		state, err := c.Parse(out)
		switch {
		case err != nil: // refused, as before, or cut by a log message: the next look reads it
		case read == nil:
			read = state
		default:
			read.Merge(state)
		}
	}
	if read != nil {
		read.Unread = nil
		read.MapTexts(s.mask)
		read.Merge(e.state)
		e.state = read
	}
	return true
}

// counter is what is compared.
type counter struct {
	name             string
	success, failure float64
	known            bool // the statistics have it
	requested        string
	said             string
}

// counters are those of each message, Trust Sync first.
func counters(s *parser.State) []counter {
	var list []counter
	for _, m := range s.Messages {
		c := counter{name: m.Name, said: m.Response}
		if m.Reason != "" {
			c.said += ": " + m.Reason
		}
		if m.Success != nil && m.Failure != nil {
			c.success, c.failure, c.known = *m.Success, *m.Failure, true
		}
		if m.Name == "trust_sync" {
			list = append([]counter{c}, list...)
			continue
		}
		list = append(list, c)
	}
	if s.History == nil {
		return list
	}
	for _, h := range s.History.Messages {
		if h.LastRequest == nil {
			continue
		}
		at := h.LastRequest.Wall.Format("Jan 2 15:04:05")
		found := false
		for i := range list {
			if list[i].name == h.Name {
				list[i].requested, found = at, true
			}
		}
		if !found {
			list = append(list, counter{name: h.Name, requested: at})
		}
	}
	return list
}

// compare says what has changed.
func (sync *Sync) compare(before, after []counter, took time.Duration) {
	sync.Rows, sync.Why = nil, fmt.Sprintf("nothing was sent within %s", took.Round(time.Second))
	sent := ""
	for _, now := range after {
		was := counter{name: now.name}
		for _, c := range before {
			if c.name == now.name {
				was = c
			}
		}
		sync.rows(was, now)
		if now.requested != "" && now.requested != was.requested && sent == "" {
			sent = now.name
		}
		if sync.Answer != advise.NotKnown || !now.known {
			continue
		}
		seconds := took.Round(time.Second)
		switch {
		case now.success > was.success:
			sync.Answer, sync.Why = advise.Yes, fmt.Sprintf("%s was answered within %s", spoken(now.name), seconds)
		case now.failure > was.failure:
			sync.Answer, sync.Why = advise.No, fmt.Sprintf("%s failed within %s: %s", spoken(now.name), seconds, now.said)
		}
	}
	if sync.Answer == advise.NotKnown && sent != "" {
		sync.Why = fmt.Sprintf("%s was sent, and neither answered nor failed within %s", spoken(sent), took.Round(time.Second))
	}
}

// rows are those of one message in which something has changed, and those of Trust Sync in any case.
func (sync *Sync) rows(was, now counter) {
	if now.known && (was != now || now.name == "trust_sync") {
		sync.Rows = append(sync.Rows, SyncRow{
			spoken(now.name), mask.Line(was.counts()), mask.Line(now.counts()),
		})
	}
	if now.requested != was.requested {
		sync.Rows = append(sync.Rows, SyncRow{spoken(now.name) + ", last request", cmp.Or(was.requested, "none"), now.requested})
	}
}

func (c counter) counts() string {
	if !c.known {
		return "none"
	}
	return fmt.Sprintf("success %.0f, fail %.0f", c.success, c.failure)
}

// spoken is the name of a message in a sentence: "Trust Sync".
func spoken(name string) string {
	words := strings.Split(name, "_")
	for i, w := range words {
		if w != "" {
			words[i] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	return strings.Join(words, " ")
}

// answer writes it into the step of a report.
func (sync *Sync) answer(r *advise.Report) {
	for i := range r.Steps {
		step := &r.Steps[i]
		if step.ID != advise.StepSync {
			continue
		}
		step.Answer, step.Why, step.Next, step.Evidence = sync.Answer, mask.Line(sync.Why), []string{}, []advise.Evidence{}
		for _, row := range sync.Rows {
			step.Evidence = append(step.Evidence, advise.Evidence{
				Command: SyncCommand, Line: row.What + ": " + row.Before + " before, " + row.After + " after",
			})
		}
	}
}
