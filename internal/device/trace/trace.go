// Package trace records what a poll did on a switch: the steps with their times, and the end of what the switch has
// said, with secrets masked. A Trace travels in the context; connecting and the sessions write to it. The
// fleet keeps it, and pages show it.
package trace

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/device/redact"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/mask"
	"github.com/slp-exporter/slp-exporter/internal/platform"
)

// MaxTail is the largest tail that a [Trace] returns, in bytes.
const MaxTail = 2 << 10

// keptTail is how much a Trace keeps for a tail of MaxTail: more, because masking shortens the text.
const keptTail = MaxTail + 1<<10

// maxStepErr bounds the text of an error in a Step.
const maxStepErr = 300

// Step is one thing that was done in a poll.
type Step struct {
	// Name is "connect", "ssh banner", "key exchange", "login", "shell", "prompt", "enable", "logout",
	// "check of the kept session", or the command.
	Name string
	// Offset is when it began, counted from the beginning of the Trace.
	Offset, Duration time.Duration
	// Bytes were received in it: of text, or of what came over the wire as long as there was no shell.
	Bytes int
	// Err is why it failed, without any secret; empty if it did not.
	Err string
}

// Trace records what is done in the calls that are made with its context (see [With]): the steps,
// and the tail of what the switch has said. A switch may be the subject of many calls, but a Trace of
// one session at a time. A nil *Trace records nothing.
type Trace struct {
	began time.Time

	mu      sync.Mutex
	steps   []Step
	running bool            // the last step goes on
	secrets redact.Redactor // of the session that the text is from
	text    []byte          // the end of what was received
	cut     bool            // more text preceded it
	marked  *mark           // what Mark has kept
	past    bool            // text is of a session before
}

// mark is the text as it was when something failed.
type mark struct {
	text []byte
	cut  bool
}

// New begins a Trace.
func New() *Trace { return &Trace{began: time.Now()} }

type traceKey struct{}

// With returns a context whose calls to a [Dialer] and a [Session] are recorded.
func With(ctx context.Context, t *Trace) context.Context {
	return context.WithValue(ctx, traceKey{}, t)
}

// From is the context's Trace, nil if it has none.
func From(ctx context.Context) *Trace {
	t, _ := ctx.Value(traceKey{}).(*Trace)
	return t
}

// Begin begins a step. It ends the step before, if that goes on.
func (t *Trace) Begin(name string) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.end(nil)
	t.steps = append(t.steps, Step{Name: name, Offset: time.Since(t.began)})
	t.running = true
}

// BeginWith is Begin for a step whose first bytes arrived with the last bytes of the step before.
func (t *Trace) BeginWith(name string, early int) {
	if t == nil {
		return
	}
	t.Begin(name)
	t.Early(early)
}

// Early moves bytes to the step that goes on: they arrived with the last bytes of the step before.
func (t *Trace) Early(early int) {
	if t == nil || early == 0 {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if last := len(t.steps) - 1; last > 0 {
		early = min(early, t.steps[last-1].Bytes)
		t.steps[last-1].Bytes -= early
		t.steps[last].Bytes += early
	}
}

// End ends the step that is going on, if there is one; err is why it failed.
func (t *Trace) End(err error) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.end(err)
}

func (t *Trace) end(err error) {
	if !t.running {
		return
	}
	t.running = false
	last := &t.steps[len(t.steps)-1]
	last.Duration = time.Since(t.began) - last.Offset
	if err != nil {
		last.Err = stepErr(err)
	}
}

// stepErr is an error's text without the target and the command, which are known.
func stepErr(err error) string {
	var e *failure.Error
	if errors.As(err, &e) && e.Err != nil {
		err = e.Err
	}
	text := mask.Printable(err.Error())
	if len(text) > maxStepErr {
		text = text[:maxStepErr-len(redact.CutMark)] + redact.CutMark
	}
	return string(bytes.ToValidUTF8([]byte(text), nil))
}

// Steps are those that were taken up to now, in their order.
func (t *Trace) Steps() []Step {
	if t == nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	steps := slices.Clone(t.steps)
	if t.running {
		last := &steps[len(steps)-1]
		last.Duration = time.Since(t.began) - last.Offset
	}
	return steps
}

// Mark keeps the text of Tail as it is now. What is received later does not change it.
func (t *Trace) Mark() {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.marked = &mark{slices.Clone(t.text), t.cut}
}

// Tail is the end of what the switch has said, up to the last Mark if there was one: at most limit
// bytes (and at most [MaxTail]), of letters, line ends and tabs. The secrets of its auth are replaced
// by "<secret>", and words that may be tokens, keys or signatures by "<blob>".
func (t *Trace) Tail(limit int) string {
	if t == nil {
		return ""
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	last := mark{t.text, t.cut}
	if t.marked != nil {
		last = *t.marked
	}
	limit = min(limit, MaxTail)
	if over := len(last.text) - limit - min(limit, keptTail-MaxTail); over > 0 { // masking may shorten what is left
		last = mark{last.text[over:], true}
	}
	return t.secrets.Tail(last.text, last.cut, limit)
}

// Redact sets the secrets that the text may hold.
func (t *Trace) Redact(r redact.Redactor) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.secrets = r
}

// Reopen begins another session. Its first text replaces the text of the session before.
func (t *Trace) Reopen() {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.marked, t.past = nil, true
}

// renew drops the text of a session before. mu is held.
func (t *Trace) renew() {
	if t.past {
		t.text, t.cut, t.past = t.text[:0], false, false
	}
}

// Wire counts bytes that belong to no text.
func (t *Trace) Wire(n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.count(n)
}

func (t *Trace) count(n int) {
	if t.running {
		t.steps[len(t.steps)-1].Bytes += n
	}
}

// Quote sets the text that arrived before there was a shell.
func (t *Trace) Quote(text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if text != "" {
		t.renew()
	}
	if len(t.text) == 0 {
		t.text = []byte(text)
	}
}

// Received takes a piece of text.
func (t *Trace) Received(piece []byte) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.count(len(piece))
	t.renew()
	if over := len(piece) - keptTail; over > 0 {
		piece, t.text, t.cut = piece[over:], t.text[:0], true
	}
	if t.text == nil {
		t.text = make([]byte, 0, keptTail) // all that an output longer than that needs
	}
	t.text = platform.AppendText(t.text, piece)
	if over := len(t.text) - keptTail; over > keptTail {
		t.text, t.cut = append(t.text[:0], t.text[over:]...), true
	}
}
