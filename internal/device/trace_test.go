package device

import (
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/device/trace"
)

func Names(steps []trace.Step) []string {
	var all []string
	for _, s := range steps {
		all = append(all, s.Name)
	}
	return all
}

// enabling is a switch that asks for the enable password, and shows what was typed.
func enabling() *devicetest.IOS {
	shell := &devicetest.IOS{Prompt: "sw>", Commands: map[string]string{"show x": "an output\n", "show long": devicetest.Long(9 << 10)}}
	shell.Hook = func(term *devicetest.Terminal, line string) bool {
		if line == "enable" {
			term.Say(line + "\nPassword: ")
			typed, _ := term.Line()
			shell.Prompt = "sw#"
			term.Say("\nyou typed " + typed[:4])
			term.Say(typed[4:] + "\n" + shell.Prompt)
		}
		return line == "enable"
	}
	return shell
}

func TestTraceOfSession(t *testing.T) {
	target := (&devicetest.Switch{Shell: enabling().Run}).Start(t).Target()
	target.Module.Auth.EnablePassword = config.NewSecret(devicetest.Enable)
	first, second := trace.New(), trace.New()
	ctx := trace.With(devicetest.Context(t), first)
	s, err := NewDialer().Open(ctx, target)
	if err != nil {
		t.Fatal(err)
	}
	login := []string{"connect", "ssh banner", "key exchange", "login", "shell", "prompt", "enable", "terminal length 0", "terminal width 0"}
	if got := Names(first.Steps()); !slices.Equal(got, login) {
		t.Errorf("%q, want %q", got, login)
	}
	if tail := first.Tail(trace.MaxTail); !strings.Contains(tail, "\nyou typed <secret>\nsw#") || !strings.HasSuffix(tail, "terminal width 0\nsw#") {
		t.Errorf("%q", tail)
	}
	if _, err := s.Run(ctx, "show x"); err != nil {
		t.Fatal(err)
	}
	wantSound(t, first.Steps())
	if last := first.Steps()[len(login)]; last.Name != "show x" || last.Bytes < len("show x\nan output\nsw#") || last.Bytes > 200 {
		t.Errorf("%+v", last)
	}

	later := trace.With(devicetest.Context(t), second)
	if err := s.Alive(later); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Run(later, "show long"); err != nil {
		t.Fatal(err)
	}
	Run(t, s, "show x") // of no Trace
	if err := s.Close(later); err != nil {
		t.Fatal(err)
	}
	if got, want := Names(second.Steps()), []string{"check of the kept session", "show long", "logout"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := len(first.Steps()); got != len(login)+1 {
		t.Errorf("%d steps in the first Trace", got)
	}
	if tail := second.Tail(100); len(tail) != 100 || !strings.HasSuffix(tail, "sw#exit\n") {
		t.Errorf("%d bytes: %q", len(tail), tail)
	}
	if s.attempt.Trace() != nil {
		t.Error("the session keeps a Trace")
	}
}

// wantSound checks what holds for all steps: they follow one another, and something was received in
// each but connecting.
func wantSound(t *testing.T, steps []trace.Step) {
	t.Helper()
	end := time.Duration(0)
	for _, s := range steps {
		if s.Offset < end || s.Duration < 0 || s.Err != "" || s.Bytes == 0 && s.Name != "connect" {
			t.Errorf("%+v, the one before ended at %s", s, end)
		}
		end = s.Offset + s.Duration
	}
}

// Each failure is that of its step, with what the switch had said.
func TestTraceOfFailures(t *testing.T) {
	hanging := &devicetest.IOS{}
	hanging.Hook = func(term *devicetest.Terminal, line string) bool {
		if line == "show x" {
			term.Say(line + "\nhalf a " + devicetest.Password + " line")
			_ = term.Ch.Close()
		}
		return line == "show x"
	}
	for name, tt := range map[string]struct {
		sw               *devicetest.Switch
		step, err, tail  string
		wrongPassword    bool
		nothingListening bool
	}{
		"refused":        {nothingListening: true, step: "connect", err: "refuses connections"},
		"no SSH":         {sw: &devicetest.Switch{Wire: says("HTTP/1.1 400 Bad \x1bRequest\r\n\r\n")}, step: "ssh banner", err: "before its SSH banner", tail: "HTTP/1.1 400 Bad �Request"},
		"hangs up":       {sw: &devicetest.Switch{Wire: says("SSH-2.0-Cisco-1.25\r\n\x00\x01\x02binary")}, step: "key exchange", tail: "SSH-2.0-Cisco-1.25\n"},
		"wrong password": {sw: &devicetest.Switch{}, wrongPassword: true, step: "login", err: "refused user"},
		"no shell":       {sw: &devicetest.Switch{NoShell: true}, step: "shell", err: "no command line"},
		"silent command": {sw: &devicetest.Switch{Shell: hanging.Run}, step: "show x", err: "closed the connection", tail: "show x\nhalf a <secret> line"},
	} {
		t.Run(name, func(t *testing.T) {
			target := (&devicetest.Switch{Address: "127.0.0.1:1"}).Target()
			if !tt.nothingListening {
				target = tt.sw.Start(t).Target()
			}
			if tt.wrongPassword {
				target.Module.Auth.Password = config.NewSecret("wrong-one")
			}
			record := trace.New()
			ctx := trace.With(devicetest.Context(t), record)
			s, err := NewDialer().Open(ctx, target)
			if err == nil {
				defer func() { _ = s.Close(devicetest.Context(t)) }()
				_, err = s.Run(ctx, "show x")
			}
			steps := record.Steps()
			last := steps[len(steps)-1]
			if err == nil || last.Name != tt.step || last.Err == "" || !strings.Contains(last.Err, tt.err) || strings.Contains(last.Err, target.Name) {
				t.Errorf("%v: %+v", err, last)
			}
			wantOneError(t, steps)
			if tail := record.Tail(trace.MaxTail); !strings.HasSuffix(strings.TrimSpace(tail), strings.TrimSpace(tt.tail)) || tt.step == "connect" && tail != "" {
				t.Errorf("tail %q, want %q", tail, tt.tail)
			}
			if s == nil {
				return
			}
			if _, err := s.Run(ctx, "show y"); err == nil || len(record.Steps()) != len(steps) {
				t.Errorf("%v: a session that has ended took steps: %q", err, Names(record.Steps()))
			}
		})
	}
}

func wantOneError(t *testing.T, steps []trace.Step) {
	t.Helper()
	for _, s := range steps[:len(steps)-1] {
		if s.Err != "" {
			t.Errorf("%+v", s)
		}
	}
}

// says is a host that says something and hangs up.
func says(text string) func(net.Conn) {
	return func(c net.Conn) {
		_, _ = io.WriteString(c, text)
		_, _ = c.Read(make([]byte, 1000))
	}
}

// A call without a Trace, and one with nil, is like any other.
func TestNoTrace(t *testing.T) {
	var none *trace.Trace
	none.Begin("x")
	none.Mark()
	none.End(nil)
	if none.Steps() != nil || none.Tail(10) != "" || trace.From(devicetest.Context(t)) != nil {
		t.Error("nil holds something")
	}
	s, err := NewDialer().Open(trace.With(devicetest.Context(t), nil), (&devicetest.Switch{}).Start(t).Target())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(trace.With(devicetest.Context(t), nil)); err != nil {
		t.Fatal(err)
	}
}
