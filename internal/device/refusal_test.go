package device

import (
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/platform"
)

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
			err := CheckOutput(platform.IOSXE(), "show it", tt.output)
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
