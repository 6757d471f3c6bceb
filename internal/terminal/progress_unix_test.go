//go:build unix

package terminal_test

import (
	"bufio"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/creack/pty"

	"github.com/slp-exporter/slp-exporter/internal/terminal"
)

// screen is a terminal, and what has been written to it when the returned function is called.
func screen(t *testing.T) (tty *os.File, shown func() string) {
	t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		t.Skip("no pseudo terminal: ", err)
	}
	t.Cleanup(func() { _ = master.Close(); _ = tty.Close() })
	return tty, func() string {
		const end = "\x00"
		_, _ = tty.WriteString(end)
		text, err := bufio.NewReader(master).ReadString(end[0])
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSuffix(strings.ReplaceAll(text, "\r\n", "\n"), end)
	}
}

// TestProgress: the line is counted up, moves out of the way of other lines, and is gone at the end.
func TestProgress(t *testing.T) {
	const wipe = "\r\x1b[K"
	tty, shown := screen(t)
	p := terminal.NewProgress(tty, "switches polled", 2)
	_, _ = p.Above(tty).Write([]byte("before\n"))
	p.Done()
	_, _ = p.Above(tty).Write([]byte("a line\n"))
	p.Done()
	p.End()
	_, _ = p.Above(tty).Write([]byte("after\n"))
	want := wipe + "before\n" + wipe + "1 of 2 switches polled" + wipe + "a line\n" + wipe + "1 of 2 switches polled" +
		wipe + "2 of 2 switches polled" + wipe + "after\n"
	if got := shown(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestProgressOfOne: a single thing needs no counting.
func TestProgressOfOne(t *testing.T) {
	tty, shown := screen(t)
	p := terminal.NewProgress(tty, "switches polled", 1)
	p.Done()
	p.End()
	if got := shown(); got != "" {
		t.Errorf("%q", got)
	}
}

// TestProgressOfMany: no count is lost, and the last line shows all.
func TestProgressOfMany(t *testing.T) {
	const all = 100
	tty, shown := screen(t)
	p := terminal.NewProgress(tty, "switches polled", all)
	var counting sync.WaitGroup
	for range all {
		counting.Go(p.Done)
	}
	counting.Wait()
	p.End()
	if got := shown(); !strings.HasSuffix(got, "100 of 100 switches polled\r\x1b[K") {
		t.Errorf("%q", got)
	}
}
