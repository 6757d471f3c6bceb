package device

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

func TestReasons(t *testing.T) {
	want := "dns refused unreachable timeout host_key auth privilege disconnected unsupported parse internal"
	if got := strings.Trim(fmt.Sprint(failure.Reasons()), "[]"); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestReasonOf(t *testing.T) {
	for want, err := range map[failure.Reason]error{
		failure.Auth:     fmt.Errorf("poll: %w", &failure.Error{Reason: failure.Auth, Err: context.DeadlineExceeded}),
		failure.Timeout:  fmt.Errorf("poll: %w", context.DeadlineExceeded),
		failure.Internal: errors.New("x"),
	} {
		if got := failure.ReasonOf(err); got != want {
			t.Errorf("%v: %s, want %s", err, got, want)
		}
	}
	e := &failure.Error{Reason: failure.Auth, Target: "sw", Command: "show x", Err: errors.New("what happened")}
	if got := e.Error(); got != "sw: show x: what happened" {
		t.Error(got)
	}
	if got := (&failure.Error{Reason: failure.DNS}).Error(); got != "dns" {
		t.Error(got)
	}
}

func TestPromptForm(t *testing.T) {
	for line, want := range map[string]bool{
		"sw#": true, "sw-1.example>": true, "sw_a# ": true, "core-stby#": true, "sw(config)#": true, "RP/0/RP0/CPU0:x#": true,
		"": false, "#": false, "######": false, "two words#": false, "sw#x": false, "> ": false, "Password:": false,
		strings.Repeat("x", 200) + "#": false,
	} {
		if got := isPrompt([]byte(line)); got != want {
			t.Errorf("%q: %v", line, got)
		}
	}
}

func TestSyslogForm(t *testing.T) {
	for line, want := range map[string]bool{
		"*Nov 23 10:00:00.123: %SYS-5-CONFIG_I: Configured":                   true,
		"000123: Nov 23 2023 10:00:00 CET: %SMART_LIC-3-COMM_FAILED: x":       true,
		".Nov 23 10:00:00: %LINEPROTO-5-UPDOWN: x":                            true,
		"1w2d: %LINK-3-UPDOWN: Interface":                                     true,
		"*Nov 23 10:00:00.1: %CRYPTO_ENGINE-SW1-4-CSDL: x":                    true,
		"%SYS-5-RESTART: System restarted":                                    true,
		"*Nov 23 10:00:00.1: %SYS-9-X: no such severity":                      false,
		"CPU utilization 5% -5-":                                              false,
		"% Invalid input detected at '^' marker.":                             false,
		strings.Repeat("x", 70) + ": %SYS-5-RESTART: too much in front of it": false,
	} {
		if got := isSyslog([]byte(line)); got != want {
			t.Errorf("%q: %v", line, got)
		}
	}
}

func TestCheckOutput(t *testing.T) {
	caret := "            ^\n"
	tests := map[string]struct {
		output string
		want   failure.Reason // "" for an output
	}{
		"invalid":       {caret + "% Invalid input detected at '^' marker.\n\n", failure.Unsupported},
		"incomplete":    {"% Incomplete command.\n\n", failure.Unsupported},
		"ambiguous":     {"% Ambiguous command:  \"show li\"\n", failure.Unsupported},
		"a host":        {"Translating \"shwo\"...domain server (255.255.255.255)\n% Unknown command or computer name, or unable to find computer address\n", failure.Unsupported},
		"aaa":           {"Command authorization failed.\n\n", failure.Privilege},
		"authorization": {"% Authorization failed.\n", failure.Privilege},
		"denied":        {"% Permission denied\n", failure.Privilege},
		"access":        {"% Access denied\n", failure.Privilege},
		"not":           {"% Not authorized\n", failure.Privilege},
		"log line":      {"*Nov 23 10:00:00.123: %SYS-5-CONFIG_I: Configured\n% Authorization failed.\n", failure.Privilege},
		"empty":         {"", ""},
		"an output":     {"Smart Licensing is ENABLED\n", ""},
		"quoted":        {"Last error:\n% Invalid input detected\n", ""},
		"long":          {"% Invalid input detected at '^' marker.\n" + strings.Repeat("line\n", 10), ""},
		"very long":     {"% Invalid input detected at '^' marker. " + strings.Repeat("x", 2000), ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			err := CheckOutput("show it", tt.output)
			if tt.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			devicetest.WantReason(t, err, tt.want, "show it")
		})
	}
}

func TestCheckOutputInUserMode(t *testing.T) {
	for prompt, want := range map[string]failure.Reason{"sw>": failure.Privilege, "sw#": failure.Unsupported} {
		s := open(t, (&devicetest.Switch{Shell: (&devicetest.IOS{Prompt: prompt}).Run}).Start(t))
		err := s.CheckOutput("show it", Run(t, s, "show it"))
		devicetest.WantReason(t, err, want, "lab-sw-01", "Invalid input")
		if got := strings.Contains(err.Error(), "enable_password"); got != (want == failure.Privilege) {
			t.Errorf("at %s: %v", prompt, err)
		}
		if err := s.CheckOutput("show it", "fine\n"); err != nil {
			t.Error(err)
		}
	}
}
