package device

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// quick is a Dialer that soon takes a prompt for one that stands still.
func quick() *Dialer {
	d := NewDialer()
	d.stand = 50 * time.Millisecond
	return d
}

// openBy opens a session and closes it with the test.
func openBy(t *testing.T, d *Dialer, f *devicetest.Switch) *Session {
	t.Helper()
	s, err := d.Open(devicetest.Context(t), f.Target())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close(devicetest.Context(t)) })
	return s
}

// poll asks all commands as the fleet does, the first one by Resume if resume is true.
func poll(t *testing.T, s *Session, resume bool, commands []string) (texts []string, err error) {
	t.Helper()
	ctx := devicetest.Context(t)
	for i, c := range commands {
		alive := true
		var text string
		if resume && i == 0 {
			out, ok, e := s.Resume(ctx, c, time.Minute, commands[i+1:]...)
			text, alive, err = out.Text, ok, e
		} else {
			out, e := s.Run(ctx, c, commands[i+1:]...)
			text, err = out.Text, e
		}
		if err != nil {
			return texts, err
		}
		if !alive {
			t.Errorf("%s: an output of a session that is not alive", c)
		}
		texts = append(texts, text)
	}
	return texts, nil
}

// ways are all ways to treat what is typed ahead. lost says that the session types each line at the prompt then.
var ways = map[string]struct {
	way  devicetest.Ahead
	lost bool
}{
	"keeps": {devicetest.KeepsAhead, false}, "drops at start": {devicetest.DropsAtStart, true},
	"drops at end": {devicetest.DropsAtEnd, true}, "drops a part": {devicetest.DropsFirstPart, true},
	"echoes at once": {devicetest.EchoesAtOnce, true}, "echoes inside": {devicetest.EchoesInside, true},
	"echoes twice": {devicetest.EchoesTwice, true}, "echoes late": {devicetest.EchoesLate, true},
}

func threeCommands() (commands, want []string, shell *devicetest.IOS) {
	shell = &devicetest.IOS{Commands: map[string]string{
		"show one": "one\n  1\n", "show two": devicetest.Long(20 << 10), "show none": "",
	}}
	commands = []string{"show one", "show two", "show none"}
	for _, c := range commands {
		want = append(want, shell.Commands[c])
	}
	return commands, want, shell
}

// TestTypedAhead: whatever a switch makes of lines that are typed ahead, the outputs are right. What is lost is
// remembered, by the session and by the next ones.
func TestTypedAhead(t *testing.T) {
	for name, tt := range ways {
		for _, since := range []string{"the login", "the first poll"} {
			t.Run(name+" since "+since, func(t *testing.T) {
				t.Parallel()
				commands, want, shell := threeCommands()
				f := (&devicetest.Switch{Shell: shell.Run}).Start(t)
				if since == "the login" {
					shell.Treat(tt.way)
				}
				d := NewDialer() // a switch that keeps all is never taken for one that loses, however busy the machine is
				if tt.lost {
					d = quick()
				}
				s := openBy(t, d, f)
				for round := range 3 {
					if got, err := poll(t, s, round > 0, commands); err != nil || !slices.Equal(got, want) {
						t.Fatalf("round %d: %v: %.300q", round, err, got)
					}
					shell.Treat(tt.way)
				}
				if err := s.Alive(devicetest.Context(t)); err != nil {
					t.Error(err)
				}
				if s.stepwise != tt.lost || d.habits.loses(f.Address) != tt.lost {
					t.Errorf("each line waits for the prompt: %v, also in the next session: %v", s.stepwise, d.habits.loses(f.Address))
				}
				next := openBy(t, d, f)
				if got, err := poll(t, next, false, commands); err != nil || !slices.Equal(got, want) || next.stepwise != tt.lost {
					t.Errorf("the next session: %v, each line waits for the prompt: %v", err, next.stepwise)
				}
			})
		}
	}
}

// TestOutputsStay: the output of a command stays as it was while the next ones arrive, whatever these take back.
func TestOutputsStay(t *testing.T) {
	shell := &devicetest.IOS{Commands: map[string]string{
		"show one": "one\n  1\n", "show two": strings.Repeat("\b", 40) + "xyz\b\b\btwo\n" + devicetest.Long(3000), "show three": "\b\b\bthree\n",
	}}
	commands := []string{"show one", "show two", "show three"}
	want := []string{"one\n  1\n", "two\n" + devicetest.Long(3000), "three\n"}
	s := openBy(t, NewDialer(), (&devicetest.Switch{Shell: shell.Run}).Start(t))
	var kept [][]string
	for range 3 {
		got, err := poll(t, s, len(kept) > 0, commands)
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, got)
	}
	for round, got := range kept {
		if !slices.Equal(got, want) {
			t.Errorf("round %d: %.300q", round, got)
		}
	}
}

// TestOneExchange: a poll is typed in one piece, and nothing twice.
func TestOneExchange(t *testing.T) {
	commands, _, shell := threeCommands()
	pieces := 0
	shell.Hook = func(term *devicetest.Terminal, _ string) bool {
		if term.Waiting() == "" {
			pieces++
		}
		return false
	}
	s := openBy(t, NewDialer(), (&devicetest.Switch{Shell: shell.Run}).Start(t))
	before := pieces // of the login
	for round := range 2 {
		if _, err := poll(t, s, round > 0, commands); err != nil {
			t.Fatal(err)
		}
	}
	if s.ahead.lines != nil || s.ahead.begun != nil {
		t.Errorf("the idle session holds %d bytes", cap(s.ahead.begun))
	}
	if pieces-before != 2 || before != 2 {
		t.Errorf("%d pieces in the login and %d in two polls", before, pieces-before)
	}
	want := append(s.os.SetUp(), append(commands, commands...)...)
	if got := shell.Lines(); !slices.Equal(got, want) {
		t.Errorf("typed %q", got)
	}
}

// TestManyCommands: no more is typed at once than any terminal keeps.
func TestManyCommands(t *testing.T) {
	shell := &devicetest.IOS{Commands: make(map[string]string)}
	most := 0
	shell.Hook = func(term *devicetest.Terminal, line string) bool {
		most = max(most, len(line)+1+len(term.Waiting()))
		return false
	}
	var commands, want []string
	for i := range 30 {
		c := fmt.Sprintf("show license something number %d", i)
		commands, want = append(commands, c), append(want, c+" it is\n")
		shell.Commands[c] = c + " it is\n"
	}
	s := openBy(t, NewDialer(), (&devicetest.Switch{Shell: shell.Run}).Start(t))
	for round := range 2 {
		if got, err := poll(t, s, round > 0, commands); err != nil || !slices.Equal(got, want) {
			t.Errorf("%v: %q", err, got)
		}
	}
	if most > 255 || most < 200 {
		t.Errorf("%d bytes at once", most)
	}
}

// TestEchoAtEveryPlace: wherever in an output a terminal echoes what was typed ahead, the output is right.
func TestEchoAtEveryPlace(t *testing.T) {
	const prompt = "sw#"
	output := "one\n" + prompt + "\n two\n" + prompt + " "
	commands, want := []string{"show it", "show after"}, []string{output + "\n", "after\n"}
	for at := range 4 * (len(output) + 1) {
		cut, way, typed := at/4, devicetest.EchoesInside, at%2+1
		if at/2%2 == 1 {
			way = devicetest.EchoesTwice
		}
		t.Run(fmt.Sprintf("%d of %d at %d", way, typed, cut), func(t *testing.T) {
			t.Parallel()
			shell := &devicetest.IOS{Prompt: prompt, Commands: map[string]string{"show after": "after\n"}}
			shell.Hook = func(term *devicetest.Terminal, line string) bool {
				if line != "show it" {
					return false
				}
				shell.Answer(term, line, output+"\n", cut)
				return true
			}
			s := openBy(t, quick(), (&devicetest.Switch{Shell: shell.Run}).Start(t))
			shell.Treat(way)
			got, err := poll(t, s, false, commands[:typed])
			if err != nil || !slices.Equal(got, want[:typed]) {
				t.Errorf("%v: %q", err, got)
			}
			if got := Run(t, s, "show after"); got != "after\n" {
				t.Errorf("the next output is %q", got)
			}
		})
	}
}

// TestPagerTakesWhatIsTyped: an output in which a pager showed up is asked again, at the prompt.
func TestPagerTakesWhatIsTyped(t *testing.T) {
	want := devicetest.Long(4 << 10)
	for name, ends := range map[string]func(key byte) (page, quit bool){
		"any key ends it":      func(key byte) (bool, bool) { return key == ' ', key != ' ' },
		"other keys are eaten": func(key byte) (bool, bool) { return key == ' ', false },
		"any key is a page":    func(byte) (bool, bool) { return true, false },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shell := &devicetest.IOS{Commands: map[string]string{"show after": "after\n"}}
			shell.Hook = func(term *devicetest.Terminal, line string) bool {
				if line != "show long" {
					return false
				}
				term.Say(line + "\n")
				for n, l := range strings.SplitAfter(want, "\n") {
					for paged := n%10 != 9; !paged; {
						term.Say(" --More-- ")
						page, quit := ends(term.Key())
						term.Raw("\r          \r")
						if quit {
							term.Say(shell.Prompt)
							return true
						}
						paged = page
					}
					term.Say(l)
				}
				term.Say(shell.Prompt)
				return true
			}
			s := openBy(t, quick(), (&devicetest.Switch{Shell: shell.Run}).Start(t))
			for round := range 2 {
				got, err := poll(t, s, round > 0, []string{"show long", "show after"})
				if err != nil || !slices.Equal(got, []string{want, "after\n"}) {
					t.Errorf("%v: %.300q", err, got)
				}
			}
			if !s.stepwise {
				t.Error("lines are typed ahead of a pager")
			}
		})
	}
}

// TestPagerThatSkips: what a pager skips without taking a key is missed as well.
func TestPagerThatSkips(t *testing.T) {
	shell := &devicetest.IOS{}
	shell.Hook = func(term *devicetest.Terminal, line string) bool {
		if line != "show it" {
			return false
		}
		term.Say(line + "\none\n --More-- ")
		_, _ = term.Ch.SendRequest("is it there", true, nil) // the answer follows the pager
		if term.Waiting() == "" && term.Key() == ' ' {
			term.Raw("\r          \r")
			term.Say("two\n" + shell.Prompt)
		} else {
			term.Raw("\r          \r")
			term.Say(shell.Prompt)
		}
		return true
	}
	s := openBy(t, quick(), (&devicetest.Switch{Shell: shell.Run}).Start(t))
	if got := Run(t, s, "show it"); got != "one\ntwo\n" {
		t.Errorf("%q", got)
	}
}

// TestPagerThatCannotBeTurnedOff: nothing is typed ahead of a pager that is known.
func TestPagerThatCannotBeTurnedOff(t *testing.T) {
	shell := &devicetest.IOS{Commands: map[string]string{"show x": "x\n"}}
	shell.Hook = func(term *devicetest.Terminal, line string) bool {
		if line != "terminal length 0" {
			return false
		}
		shell.Answer(term, line, "Command authorization failed.\n\n", 0)
		return true
	}
	d := NewDialer()
	f := (&devicetest.Switch{Shell: shell.Run}).Start(t)
	s := openBy(t, d, f)
	if got := Run(t, s, "show x"); got != "x\n" || !s.stepwise {
		t.Errorf("%q, each line waits for the prompt: %v", got, s.stepwise)
	}
	if d.habits.loses(f.Address) {
		t.Error("what the account may do is remembered as what the switch does")
	}
}

// TestTypedAheadFails: each failure is the one of the command that was typed.
func TestTypedAheadFails(t *testing.T) {
	for name, tt := range map[string]struct {
		hook func(shell *devicetest.IOS) func(*devicetest.Terminal, string) bool
		at   string
		want failure.Reason
		says string
	}{
		"hangs up": {func(*devicetest.IOS) func(*devicetest.Terminal, string) bool {
			return func(term *devicetest.Terminal, line string) bool {
				if line == "show two" {
					term.Say(line + "\nhalf an")
					_ = term.Ch.Close()
				}
				return line == "show two"
			}
		}, "show two", failure.Disconnected, "closed"},
		"is renamed": {func(shell *devicetest.IOS) func(*devicetest.Terminal, string) bool {
			return func(_ *devicetest.Terminal, line string) bool {
				if line == "show two" {
					shell.Prompt = "other-sw#"
				}
				return false
			}
		}, "show two", failure.Disconnected, "prompt changed"},
		"is renamed and drops": {func(shell *devicetest.IOS) func(*devicetest.Terminal, string) bool {
			return func(_ *devicetest.Terminal, line string) bool {
				if line == "show two" {
					shell.Treat(devicetest.DropsAtStart)
					shell.Prompt = "other-sw#"
				}
				return false
			}
		}, "show two", failure.Disconnected, "prompt changed"},
		"answers comments": {func(shell *devicetest.IOS) func(*devicetest.Terminal, string) bool {
			return func(_ *devicetest.Terminal, line string) bool {
				if line == "show two" {
					shell.Comment = "event not found\n"
				}
				return false
			}
		}, "show two", failure.Disconnected, "event not found"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			commands, want, shell := threeCommands()
			s := openBy(t, quick(), (&devicetest.Switch{Shell: shell.Run}).Start(t))
			if _, err := poll(t, s, false, commands); err != nil {
				t.Fatal(err)
			}
			shell.Hook = tt.hook(shell)
			got, err := poll(t, s, false, commands)
			devicetest.WantReason(t, err, tt.want, tt.at, tt.says)
			if !slices.Equal(got, want[:1]) {
				t.Errorf("%q", got)
			}
		})
	}
}

// TestAnotherCommandThanAnnounced: what was typed ahead and is not wanted any more is read and dropped.
func TestAnotherCommandThanAnnounced(t *testing.T) {
	for name, tt := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			commands, _, shell := threeCommands()
			s := openBy(t, quick(), (&devicetest.Switch{Shell: shell.Run}).Start(t))
			shell.Treat(tt.way)
			ctx := devicetest.Context(t)
			for _, c := range []string{"show one", "show one", "show none", "show one"} {
				output, err := s.Run(ctx, c, commands...)
				if err != nil || output.Text != shell.Commands[c] {
					t.Errorf("%s: %q, %v", c, output.Text, err)
				}
			}
			if err := s.Alive(ctx); err != nil {
				t.Error(err)
			}
			output, err := s.Run(ctx, "show one", commands...)
			if err != nil || output.Text != shell.Commands["show one"] {
				t.Errorf("%q, %v", output.Text, err)
			}
			if output, alive, err := s.Resume(ctx, "show none", time.Minute); err != nil || !alive || output.Text != "" {
				t.Errorf("%q, %v", output.Text, err)
			}
		})
	}
}
