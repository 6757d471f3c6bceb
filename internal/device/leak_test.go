package device

import (
	"context"
	"net"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// descriptors counts what this process holds open.
func descriptors(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip("no /proc here")
	}
	return len(entries)
}

// Sessions that end in every way leave no descriptor; TestMain looks for goroutines.
func TestNoDescriptorIsLeft(t *testing.T) {
	good := (&fakeSwitch{shell: (&ios{commands: map[string]string{"show x": "x\n"}}).run}).start(t)
	silent := (&fakeSwitch{wire: hold}).start(t)
	refusing := (&fakeSwitch{noShell: true}).start(t)
	mute := (&fakeSwitch{shell: dialogue("\nsw#")}).start(t)
	d := NewDialer()
	round := func() {
		s, err := d.Open(ctxFor(t), good.target())
		if err != nil {
			t.Fatal(err)
		}
		run(t, s, "show x")
		if err := s.Close(ctxFor(t)); err != nil {
			t.Error(err)
		}
		for _, f := range []*fakeSwitch{silent, refusing, mute} {
			ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
			if _, err := d.Open(ctx, f.target()); err == nil {
				t.Error("a session with a broken switch")
			}
			cancel()
		}
	}
	round()
	settle := func() int {
		for _, f := range []*fakeSwitch{good, silent, refusing, mute} {
			f.settle()
		}
		return descriptors(t)
	}
	// The count is the whole process's, where others may be opening one just now: what an ending
	// leaves behind shows by its growing with the rounds.
	const rounds = 8
	before := settle()
	for range rounds {
		round()
	}
	if after := settle(); after >= before+rounds {
		t.Errorf("%d descriptors became %d in %d rounds", before, after, rounds)
	}
}

// One command at a time; who waits for a turn may give up, and spoils nothing.
func TestOneCommandAtATime(t *testing.T) {
	release := make(chan struct{})
	entered := make(chan struct{})
	shell := &ios{commands: map[string]string{"show x": "x\n"}}
	shell.hook = func(_ *terminal, line string) bool {
		if line == "show slow" {
			close(entered)
			<-release
			shell.commands[line] = "slow\n"
		}
		return false
	}
	s := open(t, (&fakeSwitch{shell: shell.run}).start(t))
	var wg sync.WaitGroup
	wg.Go(func() {
		if out, err := s.Run(ctxFor(t), "show slow"); err != nil || out != "slow\n" {
			t.Errorf("%q, %v", out, err)
		}
	})
	<-entered
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := s.Run(ctx, "show x")
	wantReason(t, err, failure.Internal, "waiting for the session")
	for range 4 {
		wg.Go(func() {
			if out, err := s.Run(ctxFor(t), "show x"); err != nil || out != "x\n" {
				t.Errorf("%q, %v", out, err)
			}
		})
	}
	close(release)
	wg.Wait()
}

// A switch that hangs up on an idle session costs no descriptor until somebody asks.
func TestHungUpWhileIdle(t *testing.T) {
	shells := make(chan *terminal, 1)
	f := (&fakeSwitch{shell: func(term *terminal) { shells <- term; (&ios{}).run(term) }}).start(t)
	s := open(t, f)
	_ = (<-shells).ch.Close()
	<-s.wire.eof
	<-s.wire.conn.closed
	wantReason(t, s.Alive(ctxFor(t)), failure.Disconnected)
}

// Close returns with its context, whatever the switch does, and however often it is called.
func TestCloseIsBounded(t *testing.T) {
	shell := &ios{hook: func(_ *terminal, line string) bool { return line == "exit" }} // no answer to it
	s := open(t, (&fakeSwitch{shell: shell.run}).start(t))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_ = s.Close(ctx)
	if s.wire.IsAlive() {
		t.Error("the connection is open after Close")
	}
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { _ = s.Close(ctxFor(t)) })
	}
	wg.Wait()
	slow := open(t, (&fakeSwitch{shell: shell.run}).start(t))
	if err := slow.Close(ctxFor(t)); err != nil {
		t.Errorf("a switch that ignores exit: %v", err)
	}
	if slow.wire.IsAlive() {
		t.Error("the connection is open after Close")
	}
}

// The dial's result is not lost when the context ends while it is on its way.
func TestDialComesTooLate(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	server, client := net.Pipe()
	defer func() { _ = server.Close() }()
	d := NewDialer(WithDial(func(context.Context, string, string) (net.Conn, error) {
		cancel()
		return client, nil
	}))
	_, err := d.Open(ctx, (&fakeSwitch{address: "192.0.2.1:22"}).target())
	wantReason(t, err, failure.Internal, "cancelled")
	if _, err := server.Read(make([]byte, 1)); err == nil {
		t.Error("the connection was left open")
	}
}
