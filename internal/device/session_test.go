package device

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
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
	shell := func(t *devicetest.Terminal) {
		(&devicetest.IOS{Commands: map[string]string{"show one": devicetest.Long(13 << 10), "show two": devicetest.Long(13 << 10), "show large": devicetest.Long(2 << 20)}}).Run(t)
	}
	f := &devicetest.Switch{Shell: shell}
	stop, err := f.Listen()
	if err != nil {
		panic(err)
	}
	fmt.Println(f.Address)
	_, _ = io.Copy(io.Discard, os.Stdin)
	stop()
	return true
}

// open opens a session and closes it with the test.
func open(tb testing.TB, f *devicetest.Switch) *Session {
	tb.Helper()
	s, err := NewDialer().Open(devicetest.Context(tb), f.Target())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(devicetest.Context(tb)); err != nil {
			tb.Error(err)
		}
	})
	return s
}

func Run(tb testing.TB, s *Session, command string) string {
	tb.Helper()
	out, err := s.Run(devicetest.Context(tb), command)
	if err != nil {
		tb.Fatal(err)
	}
	if !out.Whole || out.Host != s.Hostname() {
		tb.Errorf("whole %v, host %q", out.Whole, out.Host)
	}
	return out.Text
}

func TestCommandsAndLogout(t *testing.T) {
	shell := &devicetest.IOS{Commands: map[string]string{"show a": "one\n  two\n", "show b": devicetest.Long(13 << 10), "show c": ""}}
	f := (&devicetest.Switch{Shell: shell.Run}).Start(t)
	s := open(t, f)
	if s.Hostname() != "lab-sw-01" || !s.Privileged() {
		t.Errorf("hostname %q, privileged %v", s.Hostname(), s.Privileged())
	}
	for range 2 {
		for command, want := range shell.Commands {
			if got := Run(t, s, command); got != want {
				t.Errorf("%s: %q, want %q", command, got, want)
			}
		}
	}
	if err := s.Alive(devicetest.Context(t)); err != nil {
		t.Error(err)
	}
	if err := s.Close(devicetest.Context(t)); err != nil {
		t.Error(err)
	}
	lines := shell.Lines()
	if strings.Join(lines[:2], ",") != "terminal length 0,terminal width 0" || lines[len(lines)-1] != "exit" {
		t.Errorf("typed %q", lines)
	}
	before := len(lines)
	_, err := s.Run(devicetest.Context(t), "show a")
	devicetest.WantReason(t, err, failure.Disconnected, "closed")
	if len(shell.Lines()) != before {
		t.Error("a closed session typed something")
	}
}

// Each of these is a way in which an output has been cut short or mixed up by other clients.
func TestOutputIsWhole(t *testing.T) {
	const prompt = "lab-sw-01#"
	big := devicetest.Long(300 << 10)
	tests := map[string]struct {
		say  func(t *devicetest.Terminal)
		want string
	}{
		"the prompt as a line of its own at a packet boundary": {
			say:  func(t *devicetest.Terminal) { t.Say("one\n" + prompt); t.Say("\ntwo\n" + prompt) },
			want: "one\n" + prompt + "\ntwo\n",
		},
		"another prompt at a packet boundary": {
			say:  func(t *devicetest.Terminal) { t.Say("one\nother#"); t.Say("\ntwo\n" + prompt) },
			want: "one\nother#\ntwo\n",
		},
		"a prompt inside a line": {
			say:  func(t *devicetest.Terminal) { t.Say("x " + prompt); t.Say(" y\n" + prompt) },
			want: "x " + prompt + " y\n",
		},
		"byte by byte": {
			say: func(t *devicetest.Terminal) {
				for _, b := range []byte("a\r\n b\r\n" + prompt) {
					t.Raw(string(b))
				}
			},
			want: "a\n b\n",
		},
		"large": {
			say:  func(t *devicetest.Terminal) { t.Say(big + prompt) },
			want: big,
		},
		"colours and carriage returns": {
			say:  func(t *devicetest.Terminal) { t.Raw("\x1b[1mbold\x1b[0m\r\r\n\x1b]0;title\x07x\x00y\a\r\n" + prompt) },
			want: "bold\nxy\n",
		},
		"a log message in the output": {
			say: func(t *devicetest.Terminal) {
				t.Say("one\n*Nov 23 10:00:00.123: %SYS-5-CONFIG_I: Configured from console\ntwo\n" + prompt)
			},
			want: "one\n*Nov 23 10:00:00.123: %SYS-5-CONFIG_I: Configured from console\ntwo\n",
		},
		"a log message after the prompt": {
			say: func(t *devicetest.Terminal) {
				t.Say("one\n" + prompt + "\n000042: *Nov 23 10:00:00.123 UTC: %LINK-3-UPDOWN: Interface Gi1/0/1, changed state to up\n")
			},
			want: "one\n",
		},
		"a log message after the prompt, and the prompt again": {
			say: func(t *devicetest.Terminal) {
				t.Say("one\n" + prompt + "\n*Nov 23 10:00:00.123: %SYS-5-CONFIG_I: Configured\n" + prompt)
			},
			want: "one\n",
		},
		"an output of log messages alone": {
			say: func(t *devicetest.Terminal) {
				t.Say("*Nov 23 10:00:00.123: %SMART_LIC-3-COMM_FAILED: Communications failure\n" + prompt)
			},
			want: "*Nov 23 10:00:00.123: %SMART_LIC-3-COMM_FAILED: Communications failure\n",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			shell := &devicetest.IOS{Commands: map[string]string{"show after": "after\n"}}
			shell.Hook = func(term *devicetest.Terminal, line string) bool {
				if line != "show it" {
					return false
				}
				term.Say(line + "\n")
				tt.say(term)
				return true
			}
			s := open(t, (&devicetest.Switch{Shell: shell.Run}).Start(t))
			if got := Run(t, s, "show it"); got != tt.want {
				t.Errorf("%.200q\nwant %.200q", got, tt.want)
			}
			if got := Run(t, s, "show after"); got != "after\n" {
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
			shell := &devicetest.IOS{Commands: map[string]string{"show after": "after\n"}}
			shell.Hook = func(term *devicetest.Terminal, typed string) bool {
				if typed != "show it" {
					return false
				}
				all := typed + "\n" + output + prompt
				term.Say(all[:cut])
				_, _ = term.Ch.SendRequest("is it there", true, nil) // the answer follows the first packet
				term.Say(all[cut:])
				return true
			}
			s := open(t, (&devicetest.Switch{Shell: shell.Run}).Start(t))
			for ; cut <= len("show it\n"+output+prompt); cut++ {
				if got := Run(t, s, "show it"); got != output {
					t.Errorf("cut at %d: %q", cut, got)
				}
			}
			if got := Run(t, s, "show after"); got != "after\n" {
				t.Errorf("the next command got %q", got)
			}
		})
	}
}

func TestPager(t *testing.T) {
	want := devicetest.Long(4 << 10)
	erasures := map[string]string{
		"backspaces":       strings.Repeat("\b", 9) + strings.Repeat(" ", 8) + strings.Repeat("\b", 9),
		"carriage return":  "\r          \r",
		"erase line":       "\r\x1b[K",
		"nothing, newline": "",
	}
	for name, erase := range erasures {
		t.Run(name, func(t *testing.T) {
			shell := &devicetest.IOS{}
			shell.Hook = func(term *devicetest.Terminal, line string) bool {
				if line != "show long" {
					return false
				}
				term.Say(line + "\n")
				for n, l := range strings.SplitAfter(want, "\n") {
					if n%10 == 9 {
						term.Say(" --More-- ")
						if term.Key() != ' ' {
							return true
						}
						term.Raw(erase)
					}
					term.Say(l)
				}
				term.Say(shell.Prompt)
				return true
			}
			s := open(t, (&devicetest.Switch{Shell: shell.Run}).Start(t))
			if got := Run(t, s, "show long"); got != want {
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
		"a blank after the prompt":              {"sw# ", []string{"x\n"}},
		"change your password now and then: no": {"sw#", []string{"Users must change passwords each quarter\nPassword: never share\n"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			shell := &devicetest.IOS{Prompt: tt.prompt, Commands: map[string]string{"show x": "x\n"}}
			f := &devicetest.Switch{Shell: func(term *devicetest.Terminal) {
				for _, m := range tt.motd {
					term.Say(m)
				}
				shell.Run(term)
			}}
			s := open(t, f.Start(t))
			if want := strings.TrimRight(tt.prompt, "#> "); s.Hostname() != want || s.Privileged() != strings.Contains(tt.prompt, "#") {
				t.Errorf("hostname %q, privileged %v", s.Hostname(), s.Privileged())
			}
			if got := Run(t, s, "show x"); got != "x\n" {
				t.Errorf("%q", got)
			}
		})
	}
}

// A server that takes comment lines for commands still serves.
func TestForeignServer(t *testing.T) {
	shell := &devicetest.IOS{Comment: "% Bad command, try help\n", Commands: map[string]string{"show x": "x\n"}}
	s := open(t, (&devicetest.Switch{Shell: shell.Run}).Start(t))
	for range 3 {
		if got := Run(t, s, "show x"); got != "x\n" {
			t.Errorf("%q", got)
		}
	}
}

func TestRenamedWhileKept(t *testing.T) {
	for _, how := range []string{"Alive", "Run", "Run, mode changed"} {
		t.Run(how, func(t *testing.T) {
			shell := &devicetest.IOS{Commands: map[string]string{"show x": "x\n"}}
			renamed := "lab-sw-99#"
			if strings.HasSuffix(how, "changed") {
				renamed = "lab-sw-01>"
			}
			s := open(t, (&devicetest.Switch{Shell: shell.Run}).Start(t))
			Run(t, s, "show x")
			shell.Hook = func(_ *devicetest.Terminal, line string) bool {
				if !strings.HasPrefix(line, "!") {
					shell.Prompt = renamed
				}
				return false
			}
			var err error
			if how == "Alive" {
				shell.Hook = func(*devicetest.Terminal, string) bool { shell.Prompt = renamed; return false }
				err = s.Alive(devicetest.Context(t))
			} else {
				_, err = s.Run(devicetest.Context(t), "show x")
			}
			devicetest.WantReason(t, err, failure.Disconnected, "prompt changed", renamed)
			_, err = s.Run(devicetest.Context(t), "show x")
			devicetest.WantReason(t, err, failure.Disconnected, "has ended")
		})
	}
}

func TestCancelEndsAtOnce(t *testing.T) {
	started := make(chan struct{})
	shell := &devicetest.IOS{Hook: func(t *devicetest.Terminal, line string) bool {
		if line == "show hang" {
			t.Say(line + "\npartial output\n")
			close(started)
			return true
		}
		return false
	}}
	s := open(t, (&devicetest.Switch{Shell: shell.Run}).Start(t))
	ctx, cancel := context.WithCancel(devicetest.Context(t))
	go func() { <-started; cancel() }()
	_, err := s.Run(ctx, "show hang")
	devicetest.WantReason(t, err, failure.Internal, "cancelled", "show hang")
	if !errors.Is(err, context.Canceled) {
		t.Error("the cause is lost")
	}
	typed := len(shell.Lines())
	_, err = s.Run(devicetest.Context(t), "show x")
	devicetest.WantReason(t, err, failure.Internal, "has ended")
	if len(shell.Lines()) != typed {
		t.Error("a broken session typed something")
	}
}

func TestCloseDuringCommand(t *testing.T) {
	started := make(chan struct{})
	shell := &devicetest.IOS{Hook: func(t *devicetest.Terminal, line string) bool {
		if line == "show hang" {
			t.Say(line + "\n")
			close(started)
			return true
		}
		return false
	}}
	s := open(t, (&devicetest.Switch{Shell: shell.Run}).Start(t))
	done := make(chan error)
	go func() {
		_, err := s.Run(devicetest.Context(t), "show hang")
		done <- err
	}()
	<-started
	if err := s.Close(devicetest.Context(t)); err != nil {
		t.Error(err)
	}
	devicetest.WantReason(t, <-done, failure.Disconnected, "closed meanwhile")
}

func TestUnsendable(t *testing.T) {
	s := open(t, (&devicetest.Switch{Shell: (&devicetest.IOS{Commands: map[string]string{"show x": "x\n"}}).Run}).Start(t))
	for _, command := range []string{"", "  ", "show x\nreload", "show x\r", "show ?", strings.Repeat("x", 401), "\x03", "show\x7f"} {
		if _, err := s.Run(devicetest.Context(t), command); failure.ReasonOf(err) != failure.Internal || err == nil {
			t.Errorf("%q: %v", command, err)
		}
	}
	if got := Run(t, s, "show x"); got != "x\n" {
		t.Errorf("%q", got)
	}
}

func TestHungUp(t *testing.T) {
	shell := &devicetest.IOS{Hook: func(t *devicetest.Terminal, line string) bool {
		if line == "show bye" {
			t.Say(line + "\nhalf an out")
			_ = t.Ch.Close()
			return true
		}
		return false
	}}
	s := open(t, (&devicetest.Switch{Shell: shell.Run}).Start(t))
	_, err := s.Run(devicetest.Context(t), "show bye")
	devicetest.WantReason(t, err, failure.Disconnected, "show bye", "closed")
	devicetest.WantReason(t, s.Alive(devicetest.Context(t)), failure.Disconnected)
}

func TryOpen(t *testing.T, d *Dialer, target *config.Target) error {
	t.Helper()
	s, err := d.Open(devicetest.Context(t), target)
	if err == nil {
		_ = s.Close(devicetest.Context(t))
	}
	return err
}
