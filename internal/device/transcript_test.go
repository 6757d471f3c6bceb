package device

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/go-kit/log"
	"github.com/go-kit/log/level"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/device/dial"
)

// The log follows the dialogue and holds no secret.
func TestLog(t *testing.T) {
	shell := &devicetest.IOS{Prompt: "sw>", Commands: map[string]string{"show x": "an output\n"}}
	shell.Hook = func(term *devicetest.Terminal, line string) bool {
		if line == "enable" {
			term.Say(line + "\nPassword: ")
			_, _ = term.Line()
			shell.Prompt = "sw#"
			term.Say("\n" + shell.Prompt)
			return true
		}
		return false
	}
	var out bytes.Buffer
	target := (&devicetest.Switch{Shell: shell.Run}).Start(t).Target()
	target.Module.Auth.EnablePassword = config.NewSecret(devicetest.Enable)
	s, err := NewDialer(WithLogger(log.NewLogfmtLogger(log.NewSyncWriter(&out)))).Open(devicetest.Context(t), target)
	if err != nil {
		t.Fatal(err)
	}
	Run(t, s, "show x")
	if err := s.Close(devicetest.Context(t)); err != nil {
		t.Error(err)
	}
	text := out.String()
	for _, want := range []string{"target=lab-sw-01", "level=debug", "SHA256:", "method=password", "msg=sent text=enable", "msg=sent text=<secret>",
		`text="show x"`, `command="show x"`, `an output\nsw#`} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
	for _, secret := range []string{devicetest.Password, devicetest.Enable} {
		if strings.Contains(text, secret) {
			t.Errorf("%s in\n%s", secret, text)
		}
	}
}

// Where debug lines are not wanted the logger is asked once, and no more.
func TestLogIsOff(t *testing.T) {
	var out bytes.Buffer
	lines := 0
	counting := log.LoggerFunc(func(...any) error { lines++; return nil })
	filtered := level.NewFilter(log.NewLogfmtLogger(&out), level.AllowInfo())
	for _, logger := range []log.Logger{counting, filtered} {
		d := NewDialer(WithLogger(logger))
		s, err := d.Open(devicetest.Context(t), (&devicetest.Switch{}).Start(t).Target())
		if err != nil {
			t.Fatal(err)
		}
		if s.transcript != nil {
			t.Error("the dialogue is followed for nobody")
		}
		if err := s.Close(devicetest.Context(t)); err != nil {
			t.Fatal(err)
		}
	}
	if lines != 1 || out.Len() != 0 {
		t.Errorf("%d lines, %q", lines, out.String())
	}
}

// The log has every failure with its reason, and of a secret that comes in two pieces nothing.
func TestLogOfFailure(t *testing.T) {
	for name, format := range map[string]func(io.Writer) log.Logger{"logfmt": log.NewLogfmtLogger, "json": log.NewJSONLogger} {
		t.Run(name, func(t *testing.T) {
			shell := enabling()
			shell.Hook = both(shell.Hook, func(term *devicetest.Terminal, line string) bool {
				if line == "show x" {
					term.Say(line + "\n" + strings.Repeat("Ab3/", 30) + "\" " + devicetest.Password[:6])
					_ = term.Ch.Close()
				}
				return line == "show x"
			})
			var out bytes.Buffer
			target := (&devicetest.Switch{Shell: shell.Run}).Start(t).Target()
			target.Module.Auth.EnablePassword = config.NewSecret(devicetest.Enable)
			d := NewDialer(WithLogger(format(log.NewSyncWriter(&out))))
			s, err := d.Open(devicetest.Context(t), target)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.Run(devicetest.Context(t), "show x"); err == nil {
				t.Fatal("no error")
			}
			_ = s.Close(devicetest.Context(t))
			target.Module.Auth.Password = config.NewSecret("wrong-one")
			if _, err := d.Open(devicetest.Context(t), target); err == nil {
				t.Fatal("no error")
			}
			text := out.String()
			for _, want := range []string{"you typed <secret>", "<blob>", "disconnected", "no session", "auth", "the dialogue with switches is logged"} {
				// JSON writes < and > as numbers.
				if !strings.Contains(strings.NewReplacer(`\u003c`, "<", `\u003e`, ">").Replace(text), want) {
					t.Errorf("no %s in\n%s", want, text)
				}
			}
			for _, secret := range []string{devicetest.Password[:6], devicetest.Enable[:4], devicetest.Enable[4:], "wrong-one", "Ab3/"} {
				if strings.Contains(text, secret) {
					t.Errorf("%s in\n%s", secret, text)
				}
			}
			for line := range strings.Lines(text) {
				if !strings.Contains(line, target.Name) && !strings.Contains(line, dial.Opening) {
					t.Errorf("no target in %s", line)
				}
			}
		})
	}
}

func both(a, b func(*devicetest.Terminal, string) bool) func(*devicetest.Terminal, string) bool {
	return func(t *devicetest.Terminal, line string) bool { return a(t, line) || b(t, line) }
}
