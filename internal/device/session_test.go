package device

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/slp-exporter/slp-exporter/internal/failure"
)

func TestMain(m *testing.M) {
	if serveBenchmark() {
		return
	}
	goleak.VerifyTestMain(m)
}

// benchServer, set in the environment, makes the test binary a switch and nothing else.
const benchServer = "SLP_EXPORTER_BENCH_SERVER"

// serveBenchmark is that switch. It prints its address and serves until its input ends.
func serveBenchmark() bool {
	if os.Getenv(benchServer) == "" {
		return false
	}
	shell := func(t *terminal) {
		(&ios{commands: map[string]string{"show one": long(13 << 10), "show two": long(13 << 10), "show large": long(2 << 20)}}).run(t)
	}
	f := &fakeSwitch{shell: shell}
	stop, err := f.listen()
	if err != nil {
		panic(err)
	}
	fmt.Println(f.address)
	_, _ = io.Copy(io.Discard, os.Stdin)
	stop()
	return true
}

// ctxFor ends with the test, and at the latest when the test has clearly hung.
func ctxFor(tb testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	tb.Cleanup(cancel)
	return ctx
}

// open opens a session and closes it with the test.
func open(tb testing.TB, f *fakeSwitch) *Session {
	tb.Helper()
	s, err := NewDialer().Open(ctxFor(tb), f.target())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(ctxFor(tb)); err != nil {
			tb.Error(err)
		}
	})
	return s
}

func run(tb testing.TB, s *Session, command string) string {
	tb.Helper()
	out, err := s.Run(ctxFor(tb), command)
	if err != nil {
		tb.Fatal(err)
	}
	return out
}

func wantReason(t *testing.T, err error, want failure.Reason, texts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want %s", want)
	}
	if got := failure.ReasonOf(err); got != want {
		t.Errorf("reason %s, want %s: %v", got, want, err)
	}
	for _, text := range texts {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("%q does not say %q", err, text)
		}
	}
	for _, secret := range []string{testPassword, testEnable} {
		if strings.Contains(err.Error(), secret) || strings.Contains(fmt.Sprintf("%+v", err), secret) {
			t.Errorf("a secret in %q", err)
		}
	}
}

// long is an output of about n bytes whose every line differs.
func long(n int) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, "  Line %06d: something or other that a switch prints\n", i)
	}
	return b.String()
}

func TestCommandsAndLogout(t *testing.T) {
	shell := &ios{commands: map[string]string{"show a": "one\n  two\n", "show b": long(13 << 10), "show c": ""}}
	f := (&fakeSwitch{shell: shell.run}).start(t)
	s := open(t, f)
	if s.Hostname() != "lab-sw-01" || !s.Privileged() {
		t.Errorf("hostname %q, privileged %v", s.Hostname(), s.Privileged())
	}
	for range 2 {
		for command, want := range shell.commands {
			if got := run(t, s, command); got != want {
				t.Errorf("%s: %q, want %q", command, got, want)
			}
		}
	}
	if err := s.Alive(ctxFor(t)); err != nil {
		t.Error(err)
	}
	if err := s.Close(ctxFor(t)); err != nil {
		t.Error(err)
	}
	lines := shell.lines()
	if strings.Join(lines[:2], ",") != "terminal length 0,terminal width 0" || lines[len(lines)-1] != "exit" {
		t.Errorf("typed %q", lines)
	}
	before := len(lines)
	_, err := s.Run(ctxFor(t), "show a")
	wantReason(t, err, failure.Disconnected, "closed")
	if len(shell.lines()) != before {
		t.Error("a closed session typed something")
	}
}

// Each of these is a way in which an output has been cut short or mixed up by other clients.
func TestOutputIsWhole(t *testing.T) {
	const prompt = "lab-sw-01#"
	big := long(300 << 10)
	tests := map[string]struct {
		say  func(t *terminal)
		want string
	}{
		"the prompt as a line of its own at a packet boundary": {
			say:  func(t *terminal) { t.say("one\n" + prompt); t.say("\ntwo\n" + prompt) },
			want: "one\n" + prompt + "\ntwo\n",
		},
		"another prompt at a packet boundary": {
			say:  func(t *terminal) { t.say("one\nother#"); t.say("\ntwo\n" + prompt) },
			want: "one\nother#\ntwo\n",
		},
		"a prompt inside a line": {
			say:  func(t *terminal) { t.say("x " + prompt); t.say(" y\n" + prompt) },
			want: "x " + prompt + " y\n",
		},
		"byte by byte": {
			say: func(t *terminal) {
				for _, b := range []byte("a\r\n b\r\n" + prompt) {
					t.raw(string(b))
				}
			},
			want: "a\n b\n",
		},
		"large": {
			say:  func(t *terminal) { t.say(big + prompt) },
			want: big,
		},
		"colours and carriage returns": {
			say:  func(t *terminal) { t.raw("\x1b[1mbold\x1b[0m\r\r\n\x1b]0;title\x07x\x00y\a\r\n" + prompt) },
			want: "bold\nxy\n",
		},
		"a log message in the output": {
			say: func(t *terminal) {
				t.say("one\n*Nov 23 10:00:00.123: %SYS-5-CONFIG_I: Configured from console\ntwo\n" + prompt)
			},
			want: "one\n*Nov 23 10:00:00.123: %SYS-5-CONFIG_I: Configured from console\ntwo\n",
		},
		"a log message behind the prompt": {
			say: func(t *terminal) {
				t.say("one\n" + prompt + "\n000042: *Nov 23 10:00:00.123 UTC: %LINK-3-UPDOWN: Interface Gi1/0/1, changed state to up\n")
			},
			want: "one\n",
		},
		"a log message behind the prompt, and the prompt again": {
			say: func(t *terminal) {
				t.say("one\n" + prompt + "\n*Nov 23 10:00:00.123: %SYS-5-CONFIG_I: Configured\n" + prompt)
			},
			want: "one\n",
		},
		"an output of log messages alone": {
			say: func(t *terminal) {
				t.say("*Nov 23 10:00:00.123: %SMART_LIC-3-COMM_FAILED: Communications failure\n" + prompt)
			},
			want: "*Nov 23 10:00:00.123: %SMART_LIC-3-COMM_FAILED: Communications failure\n",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			shell := &ios{commands: map[string]string{"show after": "after\n"}}
			shell.hook = func(term *terminal, line string) bool {
				if line != "show it" {
					return false
				}
				term.say(line + "\n")
				tt.say(term)
				return true
			}
			s := open(t, (&fakeSwitch{shell: shell.run}).start(t))
			if got := run(t, s, "show it"); got != tt.want {
				t.Errorf("%.200q\nwant %.200q", got, tt.want)
			}
			if got := run(t, s, "show after"); got != "after\n" {
				t.Errorf("the next command got %.200q", got)
			}
		})
	}
}

// A line of the output that is or looks like the prompt ends nothing, wherever the packets are cut.
func TestPromptAtEveryBoundary(t *testing.T) {
	const prompt = "lab-sw-01#"
	for _, line := range []string{prompt, prompt + " ", "other>", prompt + "show it", "\n" + prompt + "\n"} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			output := "one\n" + line + "\ntwo\n"
			cut := 0
			shell := &ios{commands: map[string]string{"show after": "after\n"}}
			shell.hook = func(term *terminal, typed string) bool {
				if typed != "show it" {
					return false
				}
				all := typed + "\n" + output + prompt
				term.say(all[:cut])
				_, _ = term.ch.SendRequest("is it there", true, nil) // the answer comes behind the first packet
				term.say(all[cut:])
				return true
			}
			s := open(t, (&fakeSwitch{shell: shell.run}).start(t))
			for ; cut <= len("show it\n"+output+prompt); cut++ {
				if got := run(t, s, "show it"); got != output {
					t.Errorf("cut at %d: %q", cut, got)
				}
			}
			if got := run(t, s, "show after"); got != "after\n" {
				t.Errorf("the next command got %q", got)
			}
		})
	}
}

func TestPager(t *testing.T) {
	want := long(4 << 10)
	erasures := map[string]string{
		"backspaces":       strings.Repeat("\b", 9) + strings.Repeat(" ", 8) + strings.Repeat("\b", 9),
		"carriage return":  "\r          \r",
		"erase line":       "\r\x1b[K",
		"nothing, newline": "",
	}
	for name, erase := range erasures {
		t.Run(name, func(t *testing.T) {
			shell := &ios{}
			shell.hook = func(term *terminal, line string) bool {
				if line != "show long" {
					return false
				}
				term.say(line + "\n")
				for n, l := range strings.SplitAfter(want, "\n") {
					if n%10 == 9 {
						term.say(" --More-- ")
						if term.key() != ' ' {
							return true
						}
						term.raw(erase)
					}
					term.say(l)
				}
				term.say(shell.prompt)
				return true
			}
			s := open(t, (&fakeSwitch{shell: shell.run}).start(t))
			if got := run(t, s, "show long"); got != want {
				t.Errorf("%.600q\nwant %.600q", got, want)
			}
		})
	}
}

// A login text that pages, holds prompts and ends in pieces.
func TestLoginTexts(t *testing.T) {
	tests := map[string]struct {
		prompt string
		motd   []string
	}{
		"a prompt in the banner":                {"sw#", []string{"Welcome to\nrouter>", "\nhost#", "\nUnauthorized use forbidden\n"}},
		"its own prompt in the banner":          {"sw#", []string{"sw#\nsw#", "\nmore text\n"}},
		"last login, cut":                       {"sw#", []string{"Last login: ", "Tue Nov 4 from somewhere\n"}},
		"user mode":                             {"edge-2.example.net>", []string{"hello\n"}},
		"no banner":                             {"a_b-c.d#", nil},
		"standby":                               {"core-stby#", []string{"\n"}},
		"a blank behind the prompt":             {"sw# ", []string{"x\n"}},
		"change your password now and then: no": {"sw#", []string{"Users must change passwords each quarter\nPassword: never share\n"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			shell := &ios{prompt: tt.prompt, commands: map[string]string{"show x": "x\n"}}
			f := &fakeSwitch{shell: func(term *terminal) {
				for _, m := range tt.motd {
					term.say(m)
				}
				shell.run(term)
			}}
			s := open(t, f.start(t))
			if want := strings.TrimRight(tt.prompt, "#> "); s.Hostname() != want || s.Privileged() != strings.Contains(tt.prompt, "#") {
				t.Errorf("hostname %q, privileged %v", s.Hostname(), s.Privileged())
			}
			if got := run(t, s, "show x"); got != "x\n" {
				t.Errorf("%q", got)
			}
		})
	}
}

// A server that takes comment lines for commands still serves.
func TestForeignServer(t *testing.T) {
	shell := &ios{comment: "% Bad command, try help\n", commands: map[string]string{"show x": "x\n"}}
	s := open(t, (&fakeSwitch{shell: shell.run}).start(t))
	for range 3 {
		if got := run(t, s, "show x"); got != "x\n" {
			t.Errorf("%q", got)
		}
	}
}

func TestRenamedWhileKept(t *testing.T) {
	for _, how := range []string{"Alive", "Run", "Run, mode changed"} {
		t.Run(how, func(t *testing.T) {
			shell := &ios{commands: map[string]string{"show x": "x\n"}}
			renamed := "lab-sw-99#"
			if strings.HasSuffix(how, "changed") {
				renamed = "lab-sw-01>"
			}
			s := open(t, (&fakeSwitch{shell: shell.run}).start(t))
			run(t, s, "show x")
			shell.hook = func(_ *terminal, line string) bool {
				if !strings.HasPrefix(line, "!") {
					shell.prompt = renamed
				}
				return false
			}
			var err error
			if how == "Alive" {
				shell.hook = func(*terminal, string) bool { shell.prompt = renamed; return false }
				err = s.Alive(ctxFor(t))
			} else {
				_, err = s.Run(ctxFor(t), "show x")
			}
			wantReason(t, err, failure.Disconnected, "prompt changed", renamed)
			_, err = s.Run(ctxFor(t), "show x")
			wantReason(t, err, failure.Disconnected, "has ended")
		})
	}
}

func TestCancelEndsAtOnce(t *testing.T) {
	started := make(chan struct{})
	shell := &ios{hook: func(t *terminal, line string) bool {
		if line == "show hang" {
			t.say(line + "\npartial output\n")
			close(started)
			return true
		}
		return false
	}}
	s := open(t, (&fakeSwitch{shell: shell.run}).start(t))
	ctx, cancel := context.WithCancel(ctxFor(t))
	go func() { <-started; cancel() }()
	_, err := s.Run(ctx, "show hang")
	wantReason(t, err, failure.Internal, "cancelled", "show hang")
	if !errors.Is(err, context.Canceled) {
		t.Error("the cause is lost")
	}
	typed := len(shell.lines())
	_, err = s.Run(ctxFor(t), "show x")
	wantReason(t, err, failure.Internal, "has ended")
	if len(shell.lines()) != typed {
		t.Error("a broken session typed something")
	}
}

func TestCloseDuringCommand(t *testing.T) {
	started := make(chan struct{})
	shell := &ios{hook: func(t *terminal, line string) bool {
		if line == "show hang" {
			t.say(line + "\n")
			close(started)
			return true
		}
		return false
	}}
	s := open(t, (&fakeSwitch{shell: shell.run}).start(t))
	done := make(chan error)
	go func() {
		_, err := s.Run(ctxFor(t), "show hang")
		done <- err
	}()
	<-started
	if err := s.Close(ctxFor(t)); err != nil {
		t.Error(err)
	}
	wantReason(t, <-done, failure.Disconnected, "closed meanwhile")
}

func TestUnsendable(t *testing.T) {
	s := open(t, (&fakeSwitch{shell: (&ios{commands: map[string]string{"show x": "x\n"}}).run}).start(t))
	for _, command := range []string{"", "  ", "show x\nreload", "show x\r", "show ?", strings.Repeat("x", 401), "\x03", "show\x7f"} {
		if _, err := s.Run(ctxFor(t), command); failure.ReasonOf(err) != failure.Internal || err == nil {
			t.Errorf("%q: %v", command, err)
		}
	}
	if got := run(t, s, "show x"); got != "x\n" {
		t.Errorf("%q", got)
	}
}

func TestHungUp(t *testing.T) {
	shell := &ios{hook: func(t *terminal, line string) bool {
		if line == "show bye" {
			t.say(line + "\nhalf an out")
			_ = t.ch.Close()
			return true
		}
		return false
	}}
	s := open(t, (&fakeSwitch{shell: shell.run}).start(t))
	_, err := s.Run(ctxFor(t), "show bye")
	wantReason(t, err, failure.Disconnected, "show bye", "closed")
	wantReason(t, s.Alive(ctxFor(t)), failure.Disconnected)
}
