package device

import (
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/platform"
)

// chatter is a shell whose switch sends pieces, and then ends.
type chatter struct {
	once   sync.Once
	closed chan struct{}
	pieces []string
	ever   bool // the last piece again and again
}

func (c *chatter) Read(b []byte) (int, error) {
	if len(c.pieces) == 0 {
		return 0, io.EOF
	}
	n := copy(b, c.pieces[0])
	switch {
	case n < len(c.pieces[0]):
		if !c.ever {
			c.pieces[0] = c.pieces[0][n:]
		}
	case len(c.pieces) > 1 || !c.ever:
		c.pieces = c.pieces[1:]
	}
	return n, nil
}

// Write takes nothing.
func (c *chatter) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// Kill closes it.
func (c *chatter) Kill() { c.once.Do(func() { close(c.closed) }) }

// Closed is closed by Kill.
func (c *chatter) Closed() <-chan struct{} { return c.closed }

// Drop closes the connection.
func (c *chatter) Drop(*failure.Error) { c.Kill() }

// Alive reports whether Kill was not called.
func (c *chatter) Alive() bool {
	select {
	case <-c.closed:
		return false
	default:
		return true
	}
}

func wireOn(c *chatter) *wire {
	c.closed = make(chan struct{})
	return newWire(c, platform.IOSXE(), new(buffers))
}

// What nobody takes is not read, so that SSH's flow control stops the switch.
func TestFloodIsStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tr := wireOn(&chatter{pieces: []string{strings.Repeat("junk\n", 2000)}, ever: true})
		done := make(chan error)
		pieces := make(chan int, 1000)
		go func() {
			for {
				piece, err := tr.Read(streamReadSize)
				if err != nil {
					done <- err
					return
				}
				pieces <- len(piece)
			}
		}()
		synctest.Wait()
		if n := tr.unread.Load(); n <= maxUnread || n > maxUnread+2*streamReadSize {
			t.Fatalf("%d bytes wait unread", n)
		}
		before := len(pieces)
		tr.taken(<-pieces)
		tr.taken(<-pieces)
		synctest.Wait()
		if len(pieces) <= before-2 {
			t.Error("reading does not go on when something was taken")
		}
		_ = tr.Close()
		if err := <-done; !errors.Is(err, io.EOF) {
			t.Error(err)
		}
	})
}

// Pieces are gathered until the switch can be waiting for input.
func TestPiecesAreGathered(t *testing.T) {
	large := strings.Repeat("x", 100<<10)
	log := "*Nov 23 10:00:00.123: %SYS-5-CONFIG_I: Configured\r\n"
	tests := map[string]struct {
		sent []string
		want []string
	}{
		"echo, output, prompt":         {[]string{"show x\r\n", "some", "thing\r\n", "sw#"}, []string{"show x\nsomething\nsw#"}},
		"pager":                        {[]string{"a\r\n", " --More-- ", "\r\x1b[K", "b\r\nsw>"}, []string{"a\n --More-- ", "\b\b\b\b\b\b\b\b\b\bb\nsw>"}},
		"question":                     {[]string{"enable\r\n", "Password: "}, []string{"enable\nPassword: "}},
		"a log message after it":       {[]string{"sw#\r\n" + log, "x"}, []string{"sw#\n" + strings.TrimSuffix(log, "\r\n") + "\n", "x"}},
		"the rest, at the end of all":  {[]string{"last words\r\n"}, []string{"last words\n"}},
		"nothing but control bytes":    {[]string{"\x00\a", "\x1b[m", "sw#"}, []string{"sw#"}},
		"no longer than the read size": {[]string{large}, []string{large[:64<<10+idleReadSize], large[64<<10+idleReadSize:]}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			tr := wireOn(&chatter{pieces: tt.sent})
			tr.gather()
			var got []string
			for {
				piece, err := tr.Read(streamReadSize)
				if err != nil {
					break
				}
				got = append(got, string(piece))
			}
			if strings.Join(got, "|") != strings.Join(tt.want, "|") {
				t.Errorf("%.300q\nwant %.300q", got, tt.want)
			}
			if tr.IsAlive() {
				t.Error("the connection stays open after its end")
			}
		})
	}
}

// Before the first prompt a switch may wait with any text.
func TestPiecesBeforeThePrompt(t *testing.T) {
	tr := wireOn(&chatter{pieces: []string{"Welcome\r\n", "\x00", "Press RETURN to get started"}, ever: true})
	for _, want := range []string{"Welcome\n", "Press RETURN to get started"} {
		if got, err := tr.Read(streamReadSize); err != nil || string(got) != want {
			t.Errorf("%q (%v), want %q", got, err, want)
		}
	}
	_ = tr.Close()
}

// TestIdleBufferIsSmall: a wire that waits for the switch holds no large buffer, however much came at once.
func TestIdleBufferIsSmall(t *testing.T) {
	tr := wireOn(&chatter{pieces: []string{strings.Repeat("x\n", 40<<10) + "sw#", "sw#"}})
	for text := ""; !strings.HasSuffix(text, "sw#"); {
		piece, err := tr.Read(streamReadSize)
		if err != nil {
			t.Fatal(err)
		}
		text += string(piece)
	}
	if len(tr.buffer) != idleReadSize {
		t.Errorf("%d bytes", len(tr.buffer))
	}
}

// TestPiecesAreLent: a long piece lies in a buffer of the pool, and a wire that waits for the switch has given it back.
func TestPiecesAreLent(t *testing.T) {
	tr := wireOn(&chatter{pieces: []string{strings.Repeat("x", idleReadSize), strings.Repeat("y\r\n", 4<<10), "sw#"}})
	tr.gather()
	piece, err := tr.Read(streamReadSize)
	if want := strings.Repeat("x", idleReadSize) + strings.Repeat("y\n", 4<<10) + "sw#"; err != nil || string(piece) != want {
		t.Fatalf("%.100q, %v", piece, err)
	}
	if cap(piece) != streamReadSize {
		t.Errorf("it has a buffer of %d bytes", cap(piece))
	}
	if _, err := tr.Read(streamReadSize); !errors.Is(err, io.EOF) || tr.lent != nil {
		t.Errorf("%d bytes are kept, %v", cap(tr.lent), err)
	}
}
