package device

import (
	"context"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/testenv/leak"
)

// Sessions that end in every way leave no descriptor; TestMain looks for goroutines.
func TestNoDescriptorIsLeft(t *testing.T) {
	good := (&devicetest.Switch{Shell: (&devicetest.IOS{Commands: map[string]string{"show x": "x\n"}}).Run}).Start(t)
	silent := (&devicetest.Switch{Wire: devicetest.Hold}).Start(t)
	refusing := (&devicetest.Switch{NoShell: true}).Start(t)
	mute := (&devicetest.Switch{Shell: devicetest.Says("\nsw#")}).Start(t)
	d := NewDialer()
	round := func() {
		s, err := d.Open(devicetest.Context(t), good.Target())
		if err != nil {
			t.Fatal(err)
		}
		Run(t, s, "show x")
		if err := s.Close(devicetest.Context(t)); err != nil {
			t.Error(err)
		}
		for _, f := range []*devicetest.Switch{silent, refusing, mute} {
			ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
			if _, err := d.Open(ctx, f.Target()); err == nil {
				t.Error("a session with a broken switch")
			}
			cancel()
		}
	}
	round()
	settle := func() int {
		for _, f := range []*devicetest.Switch{good, silent, refusing, mute} {
			f.Settle()
		}
		return leak.Descriptors(t)
	}
	// The count is the whole process's, where others may be opening one just now: what an ending
	// leaves open shows by its growing with the rounds.
	const rounds = 8
	before := settle()
	for range rounds {
		round()
	}
	if after := settle(); after >= before+rounds {
		t.Errorf("%d descriptors became %d in %d rounds", before, after, rounds)
	}
}

// One command at a time. A caller that waits may give up, and spoils nothing.
func TestOneCommandAtATime(t *testing.T) {
	release := make(chan struct{})
	entered := make(chan struct{})
	shell := &devicetest.IOS{Commands: map[string]string{"show x": "x\n"}}
	shell.Hook = func(_ *devicetest.Terminal, line string) bool {
		if line == "show slow" {
			close(entered)
			<-release
			shell.Commands[line] = "slow\n"
		}
		return false
	}
	s := open(t, (&devicetest.Switch{Shell: shell.Run}).Start(t))
	var wg sync.WaitGroup
	wg.Go(func() {
		if out, err := s.Run(devicetest.Context(t), "show slow"); err != nil || out.Text != "slow\n" {
			t.Errorf("%q, %v", out.Text, err)
		}
	})
	<-entered
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := s.Run(ctx, "show x")
	devicetest.WantReason(t, err, failure.Internal, "waiting for the session")
	for range 4 {
		wg.Go(func() {
			if out, err := s.Run(devicetest.Context(t), "show x"); err != nil || out.Text != "x\n" {
				t.Errorf("%q, %v", out.Text, err)
			}
		})
	}
	close(release)
	wg.Wait()
}

// A switch that hangs up on an idle session costs no descriptor until somebody asks.
func TestHungUpWhileIdle(t *testing.T) {
	shells := make(chan *devicetest.Terminal, 1)
	f := (&devicetest.Switch{Shell: func(term *devicetest.Terminal) { shells <- term; (&devicetest.IOS{}).Run(term) }}).Start(t)
	s := open(t, f)
	_ = (<-shells).Ch.Close()
	<-s.wire.eof
	<-s.conn.Closed()
	devicetest.WantReason(t, s.Alive(devicetest.Context(t)), failure.Disconnected)
}

// Close returns with its context, whatever the switch does, and however often it is called.
func TestCloseIsBounded(t *testing.T) {
	shell := &devicetest.IOS{Hook: func(_ *devicetest.Terminal, line string) bool { return line == "exit" }} // no answer to it
	s := open(t, (&devicetest.Switch{Shell: shell.Run}).Start(t))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_ = s.Close(ctx)
	if s.wire.IsAlive() {
		t.Error("the connection is open after Close")
	}
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { _ = s.Close(devicetest.Context(t)) })
	}
	wg.Wait()
	slow := open(t, (&devicetest.Switch{Shell: shell.Run}).Start(t))
	if err := slow.Close(devicetest.Context(t)); err != nil {
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
	_, err := d.Open(ctx, (&devicetest.Switch{Address: "192.0.2.1:22"}).Target())
	devicetest.WantReason(t, err, failure.Internal, "cancelled")
	if _, err := server.Read(make([]byte, 1)); err == nil {
		t.Error("the connection was left open")
	}
}
