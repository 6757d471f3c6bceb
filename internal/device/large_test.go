package device

import (
	"context"
	"fmt"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/go-kit/log"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/device/dialogue"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// flooding is a shell that answers "show flood" with many bytes. With hold set it then waits, having
// closed flooded, before it shows its prompt.
func flooding(size int, flooded, hold chan struct{}) *devicetest.IOS {
	shell := &devicetest.IOS{Commands: map[string]string{"show small": "small\n", "show flood": large(size)}}
	if hold != nil {
		shell.Hook = func(t *devicetest.Terminal, line string) bool {
			if line != "show flood" {
				return false
			}
			t.Say(line + "\n" + shell.Commands[line])
			close(flooded)
			<-hold
			t.Say(shell.Prompt)
			return true
		}
	}
	return shell
}

// large is an output of about n bytes.
func large(n int) string { return strings.Repeat(devicetest.Long(16<<10), n>>14) }

// openOn opens a session of a Dialer on a switch of its own.
func openOn(t *testing.T, d *Dialer, shell *devicetest.IOS) *Session {
	t.Helper()
	s, err := d.Open(devicetest.Context(t), (&devicetest.Switch{Shell: shell.Run}).Start(t).Target())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close(devicetest.Context(t)) })
	return s
}

// expiring is a context whose deadline passes when done is closed.
type expiring struct {
	context.Context
	done chan struct{}
}

func (e expiring) Done() <-chan struct{} { return e.done }

func (e expiring) Err() error {
	select {
	case <-e.done:
		return context.DeadlineExceeded
	default:
		return nil
	}
}

// With all places taken, a large output waits, its session's context permitting. A small one
// does not.
func TestLargeOutputsTakeTurns(t *testing.T) {
	const size = 6 << 20 // more than smallOutput, the queue and SSH's window of 2 MiB take in
	waiting := make(chan struct{}, 10)
	d := NewDialer(WithLogger(log.LoggerFunc(func(keyvals ...any) error {
		if strings.Contains(fmt.Sprintln(keyvals...), dialogue.WaitingForTurn) {
			waiting <- struct{}{}
		}
		return nil
	})))
	d.large = make(dialogue.LargeOutputs, 1)
	flooded, hold := make(chan struct{}), make(chan struct{})
	first := openOn(t, d, flooding(size, flooded, hold))
	var wg sync.WaitGroup
	wg.Go(func() { Run(t, first, "show flood") })
	<-flooded // all is on its way: much more than smallOutput has been received

	small := openOn(t, d, flooding(size, nil, nil))
	if got := Run(t, small, "show small"); got != "small\n" {
		t.Errorf("%q", got)
	}
	hasty := openOn(t, d, flooding(size, nil, nil))
	ctx := expiring{devicetest.Context(t), make(chan struct{})}
	go func() {
		<-waiting
		close(ctx.done)
	}()
	_, err := hasty.Run(ctx, "show flood")
	devicetest.WantReason(t, err, failure.Timeout, "waiting for a turn", "1 MiB, which at most 1 ", "fewer eventlog_days", "show flood", "lab-sw-01")

	patient := flooding(size, nil, nil)
	second := openOn(t, d, patient)
	wg.Go(func() {
		if got := Run(t, second, "show flood"); got != patient.Commands["show flood"] {
			t.Errorf("%d bytes after the turn came", len(got))
		}
	})
	<-waiting
	close(hold)
	wg.Wait()
	if n := len(d.large); n != 0 {
		t.Errorf("%d places still taken", n)
	}
}

// Many large outputs at once, and few places: all come through, whole.
func TestManyLargeOutputs(t *testing.T) {
	const sessions = 8
	d := NewDialer()
	d.large = make(dialogue.LargeOutputs, 2)
	shell := flooding(2<<20, nil, nil)
	f := (&devicetest.Switch{Shell: func(term *devicetest.Terminal) { (&devicetest.IOS{Commands: shell.Commands}).Run(term) }}).Start(t)
	var wg sync.WaitGroup
	for range sessions {
		wg.Go(func() {
			s, err := d.Open(devicetest.Context(t), f.Target())
			if err != nil {
				t.Error(err)
				return
			}
			defer func() { _ = s.Close(devicetest.Context(t)) }()
			for range 2 {
				if got, err := s.Run(devicetest.Context(t), "show flood"); err != nil || got.Text != shell.Commands["show flood"] {
					t.Errorf("%d bytes, %v", len(got.Text), err)
				}
			}
		})
	}
	wg.Wait()
}

// However a large output ends, its place is free again.
func TestPlaceIsGivenBack(t *testing.T) {
	part := large(3 << 20)
	for name, tt := range map[string]struct {
		then   func(*devicetest.Terminal)
		reason failure.Reason
	}{
		"too large": {func(t *devicetest.Terminal) { t.Say(strings.Repeat(part, 6)) }, failure.Parse},
		"hung up":   {func(t *devicetest.Terminal) { _ = t.Ch.Close() }, failure.Disconnected},
		"renamed": {func(t *devicetest.Terminal) {
			t.Say("other-sw#")
			mark, _ := t.Line()
			t.Say(mark + "\nother-sw#")
		}, failure.Disconnected},
		"cancelled": {func(*devicetest.Terminal) {}, failure.Internal},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(devicetest.Context(t))
			defer cancel()
			shell := &devicetest.IOS{}
			shell.Hook = func(term *devicetest.Terminal, line string) bool {
				if line == "show flood" {
					term.Say(line + "\n" + part)
					if tt.then(term); name == "cancelled" {
						cancel()
					}
				}
				return line == "show flood"
			}
			d := NewDialer()
			_, err := openOn(t, d, shell).Run(ctx, "show flood")
			devicetest.WantReason(t, err, tt.reason, "show flood")
			if n := len(d.large); n != 0 {
				t.Errorf("%d places still taken", n)
			}
		})
	}
}

// counted counts what comes in over a connection.
type counted struct {
	net.Conn
	n *atomic.Int64
}

func (c counted) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.n.Add(int64(n))
	return n, err
}

// A switch that talks without end is cut off: no more is read than is needed to know.
func TestFloodIsCutOff(t *testing.T) {
	const window = 2 << 20 // of SSH, as x/crypto opens it
	endless := func(t *devicetest.Terminal) {
		for chunk := []byte(strings.Repeat("all work and no play\n", 3000)); ; {
			if _, err := t.Ch.Write(chunk); err != nil {
				return
			}
		}
	}
	flood := func(at string) func(*devicetest.Terminal, string) bool {
		return func(t *devicetest.Terminal, line string) bool {
			if line == at {
				t.Say(line + "\n")
				endless(t)
			}
			return line == at
		}
	}
	tests := map[string]struct {
		Shell  *devicetest.IOS
		limit  int64
		reason failure.Reason
		text   string
	}{
		"an output":         {&devicetest.IOS{Hook: flood("show endless")}, dialogue.MaxOutput, failure.Parse, "exceeds 16 MiB"},
		"terminal length 0": {&devicetest.IOS{Hook: flood("terminal length 0")}, maxLoginText, failure.Parse, "exceeds 1 MiB"},
		"enable":            {&devicetest.IOS{Prompt: "sw>", Hook: flood("enable")}, maxLoginText, failure.Parse, "no prompt"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var n atomic.Int64
			d := NewDialer(WithDial(func(ctx context.Context, network, address string) (net.Conn, error) {
				c, err := new(net.Dialer).DialContext(ctx, network, address)
				return counted{c, &n}, err
			}))
			target := (&devicetest.Switch{Shell: tt.Shell.Run}).Start(t).Target()
			target.Module.Auth.EnablePassword = config.NewSecret(devicetest.Enable)
			s, err := d.Open(devicetest.Context(t), target)
			if err == nil {
				_, err = s.Run(devicetest.Context(t), "show endless")
				defer func() { _ = s.Close(devicetest.Context(t)) }()
			}
			devicetest.WantReason(t, err, tt.reason, tt.text)
			if got, most := n.Load(), tt.limit+maxUnread+2*window; got > most {
				t.Errorf("%d bytes were read, want at most %d", got, most)
			}
		})
	}
}
