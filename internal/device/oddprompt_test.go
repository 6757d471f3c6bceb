package device

import (
	"fmt"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// TestOddPrompts: a prompt of any form works if it stands still and ends as prompts do.
func TestOddPrompts(t *testing.T) {
	for name, prompt := range map[string]string{
		"blanks": "the lab switch #", "quotes": `"lab 'sw'"#`, "braces": "{lab}-sw-01#", "brackets": "[lab (sw)] # ", "letters": "zürich-größe-東京#",
		"long": strings.Repeat("lab-sw-", 40) + "01#", "user mode": "the lab switch>", "commas": "lab,sw;01#",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shell := &devicetest.IOS{Prompt: prompt, MOTD: "Welcome\nto the lab #\n", Commands: map[string]string{"show it": "one\n" + prompt + "\ntwo #\n"}}
			s := open(t, (&devicetest.Switch{Shell: shell.Run}).Start(t))
			for range 2 {
				if got := Run(t, s, "show it"); got != "one\n"+prompt+"\ntwo #\n" {
					t.Errorf("%q", got)
				}
			}
			if s.Privileged() != (name != "user mode") {
				t.Errorf("privileged %v", s.Privileged())
			}
		})
	}
}

func TestEnableAtOddPrompt(t *testing.T) {
	shell := &devicetest.IOS{Prompt: "the lab switch>"}
	shell.Hook = func(term *devicetest.Terminal, line string) bool {
		if line != "enable" {
			return false
		}
		term.Say(line + "\nPassword: ")
		if given, _ := term.Line(); given == devicetest.Enable {
			shell.Prompt = "the lab switch#"
		}
		term.Say("\n" + shell.Prompt)
		return true
	}
	target := (&devicetest.Switch{Shell: shell.Run}).Start(t).Target()
	target.Module.Auth.EnablePassword = config.NewSecret(devicetest.Enable)
	s, err := NewDialer().Open(devicetest.Context(t), target)
	if err != nil {
		t.Fatal(err)
	}
	if !s.Privileged() {
		t.Error("not in privileged mode")
	}
	if err := s.Close(devicetest.Context(t)); err != nil {
		t.Error(err)
	}
}

// TestNoPromptStandsStill: where the switch waits at something else, the error quotes it, and does not wait for the
// end of the poll.
func TestNoPromptStandsStill(t *testing.T) {
	count := 0
	counting := &devicetest.IOS{Prompt: "lab sw 0#", Hook: func(t *devicetest.Terminal, line string) bool {
		count++
		t.Say(fmt.Sprintf("%s\nlab sw %d#", line, count))
		return true
	}}
	for name, tt := range map[string]struct {
		shell func(*devicetest.Terminal)
		says  string
	}{
		"another mark": {(&devicetest.IOS{Prompt: "admin@box:~$ "}).Run, "admin@box:~$"},
		"a question":   {devicetest.Says("Welcome\nPress RETURN to get started!"), "Press RETURN to get started!"},
		"it counts":    {counting.Run, "lab sw 1#"},
		"too long":     {(&devicetest.IOS{Prompt: strings.Repeat("lab sw ", 100) + "#"}).Run, "lab sw"},
		"no echo": {(&devicetest.IOS{Prompt: "lab sw#", Hook: func(t *devicetest.Terminal, _ string) bool {
			t.Say("\nlab sw#")
			return true
		}}).Run, "lab sw#"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := NewDialer().Open(devicetest.Context(t), (&devicetest.Switch{Shell: tt.shell}).Start(t).Target())
			devicetest.WantReason(t, err, failure.Unsupported, "waits at", tt.says)
		})
	}
}
