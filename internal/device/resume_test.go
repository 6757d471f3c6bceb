package device

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// rested opens a session, runs a command on it, and hands the switch a hook for what comes then.
func rested(t *testing.T, shell *devicetest.IOS, hook func(t *devicetest.Terminal, line string) bool) *Session {
	t.Helper()
	shell.Commands = map[string]string{"show x": "one\n  two\n"}
	s := open(t, (&devicetest.Switch{Shell: shell.Run}).Start(t))
	Run(t, s, "show x")
	shell.Hook = hook
	return s
}

func TestResume(t *testing.T) {
	for name, shell := range map[string]*devicetest.IOS{
		"plain":            {},
		"blank in prompt":  {Prompt: "lab-sw-01# "},
		"answers comments": {Comment: "% Unknown command\n"},
	} {
		t.Run(name, func(t *testing.T) {
			s := rested(t, shell, nil)
			for range 2 {
				output, alive, err := s.Resume(devicetest.Context(t), "show x", time.Minute)
				if output.Text != "one\n  two\n" || !alive || err != nil {
					t.Errorf("%q, alive %v, %v", output.Text, alive, err)
				}
			}
			if typed := strings.Join(shell.Lines(), "|"); !strings.HasSuffix(typed, "show x|show x|show x") {
				t.Errorf("typed %q", typed)
			}
		})
	}
}

// TestResumeBehindMessages: what was said to the idle terminal is no part of the output.
func TestResumeBehindMessages(t *testing.T) {
	said := false
	s := rested(t, &devicetest.IOS{}, func(t *devicetest.Terminal, _ string) bool {
		if !said {
			said = true
			t.Say("\n\n***\n*** --- SHUTDOWN in 0:05:00 ---\n***\n\nlab-sw-01#")
		}
		return false
	})
	output, alive, err := s.Resume(devicetest.Context(t), "show x", time.Minute)
	if output.Text != "one\n  two\n" || !alive || err != nil {
		t.Errorf("%q, alive %v, %v", output.Text, alive, err)
	}
}

// TestResumeNotAlive: the session is over, and that says nothing of the command.
func TestResumeNotAlive(t *testing.T) {
	var shell *devicetest.IOS
	for name, c := range map[string]struct {
		hook   func(t *devicetest.Terminal, line string) bool
		within time.Duration
		texts  []string
	}{
		"silent":  {func(*devicetest.Terminal, string) bool { return true }, time.Millisecond, []string{"no answer within 1ms", "kept open"}},
		"hung up": {func(t *devicetest.Terminal, _ string) bool { _ = t.Ch.Close(); return true }, time.Minute, []string{"closed"}},
		"renamed": {func(*devicetest.Terminal, string) bool { shell.Prompt = "new-name#"; return false }, time.Minute, []string{"prompt changed", "new-name#"}},
		"another machine": {func(t *devicetest.Terminal, line string) bool {
			t.Say(line + "\nsh: event not found\nlab-sw-01#")
			return true
		}, time.Minute, []string{"out of step", "event not found"}},
		"endless": {func(t *devicetest.Terminal, _ string) bool {
			for range 40 {
				t.Say(strings.Repeat("x", 32<<10))
			}
			return true
		}, time.Minute, []string{"exceeds"}},
	} {
		t.Run(name, func(t *testing.T) {
			shell = &devicetest.IOS{}
			s := rested(t, shell, c.hook)
			_, alive, err := s.Resume(devicetest.Context(t), "show x", c.within)
			if alive {
				t.Error("alive")
			}
			if name == "endless" {
				devicetest.WantReason(t, err, failure.Parse, c.texts...)
			} else {
				devicetest.WantReason(t, err, failure.Disconnected, c.texts...)
			}
			_, err = s.Run(devicetest.Context(t), "show x")
			if err == nil {
				t.Error("it can be used")
			}
		})
	}
}

// TestResumeSlowly: once the first line was echoed, the command may take longer than the switch may take to answer. If
// nothing more comes, the command has failed, and not the session.
func TestResumeSlowly(t *testing.T) {
	for name, answers := range map[string]bool{"answers": true, "hangs": false} {
		t.Run(name, func(t *testing.T) {
			const within = 200 * time.Millisecond
			s := rested(t, &devicetest.IOS{}, func(_ *devicetest.Terminal, line string) bool {
				if line != "show x" {
					return false
				}
				if answers {
					time.Sleep(2 * within)
				}
				return !answers
			})
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			if !answers {
				ctx, cancel = context.WithTimeout(t.Context(), 2*within)
			}
			defer cancel()
			output, alive, err := s.Resume(ctx, "show x", within)
			if !alive {
				t.Errorf("not alive: %v", err)
			}
			if answers && (err != nil || output.Text != "one\n  two\n") {
				t.Errorf("%q, %v", output.Text, err)
			}
			if !answers {
				devicetest.WantReason(t, err, failure.Timeout, "show x")
			}
		})
	}
}

// TestResumeFails: what goes wrong after the echo is the command's own failure.
func TestResumeFails(t *testing.T) {
	s := rested(t, &devicetest.IOS{}, func(t *devicetest.Terminal, line string) bool {
		if line != "show x" {
			return false
		}
		t.Say(line + "\nhalf an out")
		_ = t.Ch.Close()
		return true
	})
	_, alive, err := s.Resume(devicetest.Context(t), "show x", time.Minute)
	if !alive {
		t.Error("not alive")
	}
	devicetest.WantReason(t, err, failure.Disconnected, "show x", "closed")
	_, alive, err = s.Resume(devicetest.Context(t), "bad\ncommand", time.Minute)
	if !alive {
		t.Error("not alive")
	}
	devicetest.WantReason(t, err, failure.Internal, "control character")
}
