package device

import (
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/device/dial"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/platform"
)

const (
	nexusVersion    = "Cisco Nexus Operating System (NX-OS) Software\nTAC support: http://www.cisco.com/tac\n\nSoftware\n  NXOS: version 10.2(3) [Feature Release]\n"
	catalystVersion = "Cisco IOS XE Software, Version 17.09.04a\n\nlab-sw-01 uptime is 1 week\n"
	noCommand       = "          ^\n% Invalid command at '^' marker.\n"
)

// TestIdentify: what the switch runs follows from the prompt and, where that leaves it open, from "show version".
func TestIdentify(t *testing.T) {
	for name, c := range map[string]struct {
		prompt, version, configured string
		want                        *platform.OS
		asked                       bool // for its version
		text                        string
	}{
		"Catalyst":                         {prompt: "lab-sw-01#", version: catalystVersion, want: platform.IOSXE()},
		"Catalyst, configured":             {prompt: "lab-sw-01#", version: catalystVersion, configured: "ios_xe", want: platform.IOSXE()},
		"Catalyst with a blank":            {prompt: "lab-sw-01# ", version: catalystVersion, want: platform.IOSXE(), asked: true},
		"Catalyst as Nexus":                {prompt: "lab-sw-01#", version: catalystVersion, configured: "nx_os", asked: true, text: `the switch runs IOS-XE, and module "m" says platform: nx_os; give it a module with platform: ios_xe, or auto`},
		"Nexus":                            {prompt: "lab-sw-01# ", version: nexusVersion, want: platform.NXOS(), asked: true},
		"Nexus, auto":                      {prompt: "lab-sw-01# ", version: nexusVersion, configured: "auto", want: platform.NXOS(), asked: true},
		"Nexus, configured":                {prompt: "lab-sw-01# ", version: nexusVersion, configured: "nx_os", want: platform.NXOS()},
		"Nexus as Catalyst":                {prompt: "lab-sw-01# ", version: nexusVersion, configured: "ios_xe", asked: true, text: `the switch runs NX-OS, and module "m" says platform: ios_xe; give it a module with platform: nx_os, or auto`},
		"Nexus in maintenance mode":        {prompt: "lab-sw-01(maint-mode)# ", version: nexusVersion, want: platform.NXOS(), asked: true},
		"Nexus with a narrow role":         {prompt: "lab-sw-01# ", version: "% Permission denied for the role\n", want: platform.NXOS(), asked: true},
		"nobody knows":                     {prompt: "lab-sw-01# ", version: "hello\n", want: platform.IOSXE(), asked: true},
		"nobody knows, but for the module": {prompt: "lab-sw-01#", version: "hello\n", configured: "nx_os", want: platform.NXOS(), asked: true},
	} {
		t.Run(name, func(t *testing.T) {
			shell := &devicetest.IOS{Prompt: c.prompt, Commands: map[string]string{"show version": c.version, "show x": "one\n"}}
			target := (&devicetest.Switch{Shell: shell.Run}).Start(t).Target()
			target.Module.Name, target.Module.Platform = "m", c.configured
			s, err := NewDialer().Open(devicetest.Context(t), target)
			if asked := strings.Contains(strings.Join(shell.Lines(), "|"), "show version"); asked != c.asked {
				t.Errorf("typed %q", shell.Lines())
			}
			if c.want == nil {
				devicetest.WantReason(t, err, failure.Unsupported, c.text)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = s.Close(devicetest.Context(t)) }()
			output, err := s.Run(devicetest.Context(t), "show x")
			if err != nil || output.Text != "one\n" || output.OS != c.want || s.System() != c.want {
				t.Errorf("%+v of %s, %v", output, s.System().Name(), err)
			}
			if typed := strings.Join(shell.Lines(), "|"); !strings.Contains(typed, strings.Join(c.want.SetUp(), "|")) {
				t.Errorf("typed %q", typed)
			}
		})
	}
}

// TestRecall: a Nexus is asked for its version once, until it shows another host key.
func TestRecall(t *testing.T) {
	shell := &devicetest.IOS{Prompt: "lab-sw-01# ", Commands: map[string]string{"show version": nexusVersion}}
	first := (&devicetest.Switch{Shell: shell.Run}).Start(t)
	replaced := (&devicetest.Switch{Shell: shell.Run}).Start(t) // with a key of its own
	ctx := dial.WithRecall(devicetest.Context(t), &dial.Recall{})
	for i, login := range []struct {
		at   *devicetest.Switch
		asks int
	}{{first, 1}, {first, 1}, {replaced, 2}, {replaced, 2}} {
		s, err := NewDialer().Open(ctx, login.at.Target())
		if err != nil {
			t.Fatal(err)
		}
		if asked := strings.Count(strings.Join(shell.Lines(), "|"), "show version"); asked != login.asks || s.System() != platform.NXOS() {
			t.Errorf("login %d: asked %d times, it is %s", i, asked, s.System().Name())
		}
		_ = s.Close(ctx)
	}
}

// TestNexusComments: an output is proven to be whole, whatever a Nexus answers to a comment line.
func TestNexusComments(t *testing.T) {
	for name, comment := range map[string]string{"nothing": "", "a refusal": noCommand} {
		t.Run(name, func(t *testing.T) {
			shell := &devicetest.IOS{Prompt: "lab-sw-01# ", Comment: comment, Commands: map[string]string{
				"show version": nexusVersion, "show license usage": "one\nlab-sw-01# \ntwo\n", "show license status": noCommand,
			}}
			s := open(t, (&devicetest.Switch{Shell: shell.Run}).Start(t))
			if got := Run(t, s, "show license usage"); got != "one\nlab-sw-01# \ntwo\n" {
				t.Errorf("%q", got)
			}
			devicetest.WantReason(t, s.CheckOutput("show license status", Run(t, s, "show license status")), failure.Unsupported,
				"% Invalid command at '^' marker.", "older NX-OS")
		})
	}
}
