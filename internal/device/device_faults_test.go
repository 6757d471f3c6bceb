package device

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/device/dialogue"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

const simulated = "show license status"

// simulate starts a switch whose clock stands still.
func simulate(t *testing.T, so simulator.SwitchOptions, faults simulator.Faults) *simulator.Switch {
	t.Helper()
	clock := simulator.SpedUp(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), 0)
	sw, err := simulator.NewSwitch(simulator.Options{Switches: 1, Seed: 7, Clock: clock}, so)
	if err != nil {
		t.Fatal(err)
	}
	sw.SetFaults(faults)
	if err := sw.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sw.Close() })
	return sw
}

// simulatedTarget checks the host key, as a configuration by the book does.
func simulatedTarget(t *testing.T, sw *simulator.Switch) *config.Target {
	return &config.Target{
		Name:    "sim",
		Address: sw.Addr(),
		Module: &config.Module{
			Auth: &config.Auth{Name: "ro", Username: sw.Username(), Password: config.NewSecret(sw.Password())},
			HostKey: config.HostKey{
				Policy:         config.HostKeyKnownHosts,
				KnownHostsFile: devicetest.WriteFile(t, knownhosts.Line([]string{sw.Addr()}, sw.HostKey())),
			},
		},
	}
}

// brief is the deadline of what is expected to hang.
func brief(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 900*time.Millisecond)
	t.Cleanup(cancel)
	return ctx
}

func TestSimulatedOpenFaults(t *testing.T) {
	tests := map[string]struct {
		faults simulator.Faults
		hangs  bool
		want   failure.Reason
	}{
		"Refuse":           {simulator.Faults{Refuse: true}, false, failure.Refused},
		"Reset":            {simulator.Faults{Reset: true}, false, failure.Disconnected},
		"SilentAccept":     {simulator.Faults{SilentAccept: true}, true, failure.Timeout},
		"HangBanner":       {simulator.Faults{HangBanner: true}, true, failure.Timeout},
		"HangAuth":         {simulator.Faults{HangAuth: true}, true, failure.Timeout},
		"HangBeforeShell":  {simulator.Faults{HangBeforeShell: true}, true, failure.Timeout},
		"HangBeforePrompt": {simulator.Faults{HangBeforePrompt: true}, true, failure.Timeout},
		"MuteAfterLogin":   {simulator.Faults{MuteAfterLogin: true}, true, failure.Timeout},
		"VTYFull":          {simulator.Faults{VTYFull: true}, false, failure.Refused},
		"WrongPassword":    {simulator.Faults{WrongPassword: true}, false, failure.Auth},
		"PasswordExpired":  {simulator.Faults{PasswordExpired: true}, false, failure.Auth},
		"ChangedHostKey":   {simulator.Faults{ChangedHostKey: true}, false, failure.HostKey},
		"HostKeyType":      {simulator.Faults{HostKeyType: simulator.HostKeyECDSA}, false, failure.HostKey},
		"LegacyOnly":       {simulator.Faults{LegacyOnly: true}, false, failure.Unsupported},
		"NoEcho":           {simulator.Faults{NoEcho: true}, false, failure.Unsupported},
		"NotACisco":        {simulator.Faults{NotACisco: true}, true, failure.Timeout},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sw := simulate(t, simulator.SwitchOptions{}, simulator.Faults{})
			target := simulatedTarget(t, sw) // the host key before the fault
			sw.SetFaults(tt.faults)
			ctx := devicetest.Context(t)
			if tt.hangs {
				ctx = brief(t)
			}
			s, err := NewDialer().Open(ctx, target)
			if err == nil {
				_ = s.Close(devicetest.Context(t))
			}
			devicetest.WantReason(t, err, tt.want, "sim")
			if sw.LoginAttempts() > 1 {
				t.Errorf("%d attempts to log in", sw.LoginAttempts())
			}
		})
	}
}

func TestSimulatedLegacy(t *testing.T) {
	sw := simulate(t, simulator.SwitchOptions{}, simulator.Faults{LegacyOnly: true})
	target := simulatedTarget(t, sw)
	target.Module.LegacyAlgorithms = true
	target.Module.HostKey.Policy = config.HostKeyInsecure // the fault changes the key's type
	if err := TryOpen(t, NewDialer(), target); err != nil {
		t.Error(err)
	}
}

func TestSimulatedRunFaults(t *testing.T) {
	tests := map[string]struct {
		faults simulator.Faults
		hangs  bool
		want   failure.Reason
	}{
		"HangMidOutput":         {simulator.Faults{HangMidOutput: true}, true, failure.Timeout},
		"CloseMidOutputTCP":     {simulator.Faults{CloseMidOutputTCP: true}, false, failure.Disconnected},
		"CloseMidOutputChannel": {simulator.Faults{CloseMidOutputChannel: true}, false, failure.Disconnected},
		"HostnameChange":        {simulator.Faults{HostnameChange: "renamed-sw"}, false, failure.Disconnected},
		"ReloadMidSession":      {simulator.Faults{ReloadMidSession: true}, false, failure.Disconnected},
		"HugeOutput":            {simulator.Faults{HugeOutput: dialogue.MaxOutput + 1}, false, failure.Parse},
		"SilentNow":             {simulator.Faults{MuteAfterLogin: true}, true, failure.Timeout},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sw := simulate(t, simulator.SwitchOptions{}, simulator.Faults{})
			s, err := NewDialer().Open(devicetest.Context(t), simulatedTarget(t, sw))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = s.Close(devicetest.Context(t)) }()
			sw.SetFaults(tt.faults)
			ctx := devicetest.Context(t)
			if tt.hangs {
				ctx = brief(t)
			}
			_, err = s.Run(ctx, simulated)
			devicetest.WantReason(t, err, tt.want, "sim", simulated)
			_, err = s.Run(devicetest.Context(t), simulated)
			devicetest.WantReason(t, err, tt.want, "has ended")
		})
	}
}

// Under each of these the output is exactly what the switch has drawn.
func TestSimulatedOutputIsWhole(t *testing.T) {
	tests := map[string]simulator.Faults{
		"none":            {},
		"OneByteAtATime":  {OneByteAtATime: true},
		"SplitAt":         {SplitAt: 1000},
		"PromptInOutput":  {PromptInOutput: "%p"},
		"another prompt":  {PromptInOutput: "other-sw#"},
		"cut at a prompt": {PromptInOutput: "%p", SplitAt: 700},
		"PagerAlways":     {PagerAlways: true},
		"RefuseTerminal":  {RefuseTerminal: true},
		"SyslogBurst":     {SyslogBurst: 5},
		"Pace":            {Pace: 200_000},
		"MOTD":            {MOTD: "Welcome to\nrouter>\nhost#\n", Banner: "Keep out\n"},
	}
	for name, faults := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sw := simulate(t, simulator.SwitchOptions{}, faults)
			s, err := NewDialer().Open(devicetest.Context(t), simulatedTarget(t, sw))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = s.Close(devicetest.Context(t)) }()
			if s.Hostname() != sw.Name() {
				t.Errorf("hostname %q, want %q", s.Hostname(), sw.Name())
			}
			for range 2 {
				want := sw.Render(simulated) + "\n" // the line end before the prompt
				got := Run(t, s, simulated)
				if faults.SyslogBurst > 0 {
					if strings.Count(got, "%SYS-5-CONFIG_I") != faults.SyslogBurst {
						t.Error("log messages are missing: they stay in the output")
					}
					got = regexp.MustCompile(`\n\*Nov [^\n]*\n`).ReplaceAllString(got, "")
				}
				if faults.PromptInOutput != "" {
					line := strings.ReplaceAll(faults.PromptInOutput, "%p", s.prompt) + "\n"
					if !strings.Contains(got, line) {
						t.Error("the prompt in the output is missing")
					}
					got = strings.Replace(got, line, "", 1)
				}
				if got != want {
					t.Errorf("%d bytes, want %d:\n%s", len(got), len(want), got)
				}
			}
			if err := s.Alive(devicetest.Context(t)); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestSimulatedRefusals(t *testing.T) {
	sw := simulate(t, simulator.SwitchOptions{}, simulator.Faults{
		RefuseCommands:  []string{"show license usage"},
		UnknownCommands: []string{"show license rum"},
	})
	s, err := NewDialer().Open(devicetest.Context(t), simulatedTarget(t, sw))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close(devicetest.Context(t)) }()
	for command, want := range map[string]failure.Reason{
		"show license usage":      failure.Privilege,
		"show license rum id all": failure.Unsupported,
	} {
		devicetest.WantReason(t, s.CheckOutput(command, Run(t, s, command)), want, command)
	}
	if err := s.CheckOutput(simulated, Run(t, s, simulated)); err != nil {
		t.Error(err)
	}
}

func TestSimulatedEnable(t *testing.T) {
	for name, tt := range map[string]struct {
		secret     func(*simulator.Switch) string
		privileged bool
		fails      bool
	}{
		"none":  {func(*simulator.Switch) string { return "" }, false, false},
		"right": {(*simulator.Switch).EnablePassword, true, false},
		"wrong": {func(*simulator.Switch) string { return "not-this" }, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			sw := simulate(t, simulator.SwitchOptions{Privilege: 1}, simulator.Faults{})
			target := simulatedTarget(t, sw)
			target.Module.Auth.EnablePassword = config.NewSecret(tt.secret(sw))
			s, err := NewDialer().Open(devicetest.Context(t), target)
			if tt.fails {
				devicetest.WantReason(t, err, failure.Privilege, "enable")
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = s.Close(devicetest.Context(t)) }()
			if s.Privileged() != tt.privileged {
				t.Errorf("privileged %v", s.Privileged())
			}
			if got, want := Run(t, s, simulated), sw.Render(simulated)+"\n"; got != want {
				t.Errorf("%q, want %q", got, want)
			}
		})
	}
}
