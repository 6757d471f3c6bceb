package terminal

import (
	"fmt"
	"io"
	"sync"
)

// wipe removes the line that the cursor is in.
const wipe = "\r\x1b[K"

// Progress counts what is done of several things, in the last line of a terminal. It is for many goroutines at once.
type Progress struct {
	mu        sync.Mutex
	out       io.Writer
	what      string
	done, all int
	shown     bool
}

// NewProgress counts up to all. The line reads "7 of 500", then what, such as "switches polled". Nothing is shown of a
// single thing, or if out is no terminal.
func NewProgress(out io.Writer, what string, all int) *Progress {
	return &Progress{out: out, what: what, all: all, shown: all > 1 && Is(out)}
}

// Done counts one more.
func (p *Progress) Done() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	p.draw()
}

// Above returns a writer to w, which may be the same terminal: whole lines that are written through it go above the line.
func (p *Progress) Above(w io.Writer) io.Writer { return above{p, w} }

type above struct {
	*Progress
	w io.Writer
}

// Write writes whole lines.
func (a above) Write(text []byte) (int, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.clear()
	n, err := a.w.Write(text)
	a.draw()
	return n, err
}

// End removes the line. Nothing is counted afterwards.
func (p *Progress) End() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	p.shown = false
}

func (p *Progress) draw() {
	if p.shown && p.done > 0 {
		_, _ = fmt.Fprintf(p.out, "%s%d of %d %s", wipe, p.done, p.all, p.what)
	}
}

func (p *Progress) clear() {
	if p.shown {
		_, _ = io.WriteString(p.out, wipe)
	}
}
