package server

import (
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
)

// TestNexus: a Nexus has its own prompt, commands and refusals.
func TestNexus(t *testing.T) {
	for _, form := range agent.NexusForms() {
		t.Run(string(form), func(t *testing.T) {
			s := startSwitch(t, 1, Options{}, agent.SwitchOptions{Nexus: form, Refused: []string{"show clock"}})
			prompt := s.Name() + "# "
			if form == agent.NexusUnused {
				prompt = s.Name() + "(maint-mode)# "
			}
			m := openTerminal(t, dial(t, s))
			m.until(prompt)
			m.command("terminal length 0", prompt)
			if got := plain(m.command("show version", prompt)); !strings.Contains(got, "Cisco Nexus Operating System (NX-OS) Software\n") ||
				!strings.Contains(got, form.Release()+"\n") && !strings.Contains(got, form.Release()+" [") {
				t.Errorf("show version: %s", got)
			}
			usage := s.Render("show license usage")
			for what, want := range map[string]bool{
				"Enforcement Type: NOT ENFORCED\n": form == agent.NexusPolicy,
				"Status: Not Applicable\n":         form == agent.NexusPolicy || form == agent.NexusUnused,
				"Feature                      Ins": form == agent.NexusNodeLocked || form == agent.NexusHonor,
				"Honor Start":                      form == agent.NexusHonor,
				"% Invalid command at '^' marker.": form == agent.NexusACI,
			} {
				if strings.Contains(usage, what) != want {
					t.Errorf("%q in the usage: %v\n%s", what, !want, usage)
				}
			}
			for typed, want := range map[string]string{
				"show license tech support": "% Invalid command at '^' marker.\n",
				"terminal width 0":          "% Invalid command at '^' marker.\n",
				"show clock":                "% Permission denied for the role\n",
				"terminal width 511":        "",
				"! a comment":               "",
			} {
				if got := plain(m.command(typed, prompt)); !strings.HasSuffix(got, want+"\n"+prompt) {
					t.Errorf("%s: %q", typed, got)
				}
			}
		})
	}
}
