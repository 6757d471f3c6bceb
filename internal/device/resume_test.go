package device

import (
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// rested opens a session, runs a command on it, and hands the switch a hook for what comes then.
func rested(t *testing.T, shell *ios, hook func(t *terminal, line string) bool) *Session {
	t.Helper()
	shell.commands = map[string]string{"show x": "one\n  two\n"}
	s := open(t, (&fakeSwitch{shell: shell.run}).start(t))
	run(t, s, "show x")
	shell.hook = hook
	return s
}

func TestResume(t *testing.T) {
	for name, shell := range map[string]*ios{
		"plain":            {},
		"blank in prompt":  {prompt: "lab-sw-01# "},
		"answers comments": {comment: "% Unknown command\n"},
	} {
		t.Run(name, func(t *testing.T) {
			s := rested(t, shell, nil)
			for range 2 {
				output, alive, err := s.Resume(ctxFor(t), "show x", time.Minute)
				if output != "one\n  two\n" || !alive || err != nil {
					t.Errorf("%q, alive %v, %v", output, alive, err)
				}
			}
			if typed := strings.Join(shell.lines(), "|"); !strings.HasSuffix(typed, "show x|show x|show x") {
				t.Errorf("typed %q", typed)
			}
		})
	}
}

// TestResumeBehindMessages: what was said to the idle terminal is none of the output.
func TestResumeBehindMessages(t *testing.T) {
	said := false
	s := rested(t, &ios{}, func(t *terminal, _ string) bool {
		if !said {
			said = true
			t.say("\n\n***\n*** --- SHUTDOWN in 0:05:00 ---\n***\n\nlab-sw-01#")
		}
		return false
	})
	output, alive, err := s.Resume(ctxFor(t), "show x", time.Minute)
	if output != "one\n  two\n" || !alive || err != nil {
		t.Errorf("%q, alive %v, %v", output, alive, err)
	}
}

// TestResumeNotAlive: the session is over, and that says nothing of the command.
func TestResumeNotAlive(t *testing.T) {
	var shell *ios
	for name, c := range map[string]struct {
		hook   func(t *terminal, line string) bool
		within time.Duration
		texts  []string
	}{
		"silent":  {func(*terminal, string) bool { return true }, time.Millisecond, []string{"no answer within 1ms", "kept open"}},
		"hung up": {func(t *terminal, _ string) bool { _ = t.ch.Close(); return true }, time.Minute, []string{"closed"}},
		"renamed": {func(*terminal, string) bool { shell.prompt = "new-name#"; return false }, time.Minute, []string{"prompt changed", "new-name#"}},
		"another machine": {func(t *terminal, line string) bool {
			t.say(line + "\nsh: event not found\nlab-sw-01#")
			return true
		}, time.Minute, []string{"out of step", "event not found"}},
		"endless": {func(t *terminal, _ string) bool {
			for range 40 {
				t.say(strings.Repeat("x", 32<<10))
			}
			return true
		}, time.Minute, []string{"exceeds"}},
	} {
		t.Run(name, func(t *testing.T) {
			shell = &ios{}
			s := rested(t, shell, c.hook)
			_, alive, err := s.Resume(ctxFor(t), "show x", c.within)
			if alive {
				t.Error("alive")
			}
			if name == "endless" {
				wantReason(t, err, failure.Parse, c.texts...)
			} else {
				wantReason(t, err, failure.Disconnected, c.texts...)
			}
			_, err = s.Run(ctxFor(t), "show x")
			if err == nil {
				t.Error("it can be used")
			}
		})
	}
}

// TestResumeFails: what goes wrong behind the echo is the command's own failure.
func TestResumeFails(t *testing.T) {
	s := rested(t, &ios{}, func(t *terminal, line string) bool {
		if line != "show x" {
			return false
		}
		t.say(line + "\nhalf an out")
		_ = t.ch.Close()
		return true
	})
	_, alive, err := s.Resume(ctxFor(t), "show x", time.Minute)
	if !alive {
		t.Error("not alive")
	}
	wantReason(t, err, failure.Disconnected, "show x", "closed")
	_, alive, err = s.Resume(ctxFor(t), "bad\ncommand", time.Minute)
	if !alive {
		t.Error("not alive")
	}
	wantReason(t, err, failure.Internal, "control character")
}
