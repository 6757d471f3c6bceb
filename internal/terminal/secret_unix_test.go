//go:build unix

package terminal_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/creack/pty"
	"golang.org/x/term"

	"github.com/slp-exporter/slp-exporter/internal/terminal"
)

// person is somebody at a terminal.
type person struct {
	t      *testing.T
	master *os.File
	screen *bufio.Reader
	tty    *os.File
	// shownAt is the terminal's state while it shows what is typed.
	shownAt string
}

func newPerson(t *testing.T) *person {
	t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		t.Skip("no pseudo terminal: ", err)
	}
	t.Cleanup(func() { _, _ = master.Close(), tty.Close() })
	p := &person{t: t, master: master, screen: bufio.NewReader(master), tty: tty}
	p.shownAt = p.state()
	return p
}

// sees returns what is on the screen up to an ending.
func (p *person) sees(ending string) (text string) {
	p.t.Helper()
	for !strings.HasSuffix(text, ending) {
		r, _, err := p.screen.ReadRune()
		if err != nil {
			p.t.Fatalf("after %q: %v", text, err)
		}
		text += string(r)
	}
	return text
}

func (p *person) state() string {
	p.t.Helper()
	state, err := term.GetState(int(p.tty.Fd()))
	if err != nil {
		p.t.Fatal(err)
	}
	return fmt.Sprintf("%+v", *state)
}

// whenHidden waits until what is typed is not shown any more: the terminal would show what comes earlier.
func (p *person) whenHidden() {
	p.t.Helper()
	for p.state() == p.shownAt {
		runtime.Gosched()
	}
}

// TestReadSecret: what is typed is not on the screen.
func TestReadSecret(t *testing.T) {
	p := newPerson(t)
	type answer struct {
		text string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		text, err := terminal.ReadSecret(t.Context(), p.tty, p.tty, "Password: ")
		_, _ = p.tty.WriteString("end")
		answers <- answer{text, err}
	}()
	shown := p.sees("Password: ")
	p.whenHidden()
	if _, err := p.master.WriteString("hunter2\n"); err != nil {
		t.Fatal(err)
	}
	if got := <-answers; got.text != "hunter2" || got.err != nil {
		t.Errorf("%+v", got)
	}
	if shown += p.sees("end"); strings.Contains(shown, "hunter2") {
		t.Errorf("the screen shows %q", shown)
	}
}

// TestReadSecretStopped: the end of the program shows again what is typed.
func TestReadSecretStopped(t *testing.T) {
	p := newPerson(t)
	ctx, stop := context.WithCancel(t.Context())
	errs := make(chan error, 1)
	go func() {
		_, err := terminal.ReadSecret(ctx, p.tty, p.tty, "Password: ")
		errs <- err
	}()
	p.sees("Password: ")
	p.whenHidden()
	stop()
	if err := <-errs; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if after := p.state(); after != p.shownAt {
		t.Errorf("the terminal is %s, not %s", after, p.shownAt)
	}
}

// TestReadSecretNowhere: nobody is asked where nobody can answer.
func TestReadSecretNowhere(t *testing.T) {
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = null.Close() }()
	for _, in := range []interface{ Read([]byte) (int, error) }{null, strings.NewReader("hunter2\n")} {
		var out strings.Builder
		if _, err := terminal.ReadSecret(t.Context(), in, &out, "Password: "); !errors.Is(err, terminal.ErrNotTerminal) || out.String() != "" {
			t.Errorf("%v, wrote %q", err, out.String())
		}
	}
}
