package platform_test

import (
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/platform"
)

// TestRefusalIn: the same words are a refusal in upper and in lower case.
func TestRefusalIn(t *testing.T) {
	for line, want := range map[string]platform.Reason{
		"% Invalid input detected at '^' marker.":                                platform.Unsupported,
		"% Incomplete command.":                                                  platform.Unsupported,
		"% Ambiguous command:  \"show li\"":                                      platform.Unsupported,
		"% Unknown command or computer name, or unable to find computer address": platform.Unsupported,
		"% Unrecognized command":                                                 platform.Unsupported,
		"% Bad IP address or host name":                                          platform.Unsupported,
		"% Authorization failed.":                                                platform.Privilege,
		"Command authorization failed.":                                          platform.Privilege,
		"% Command authorization failed.":                                        platform.Privilege,
		"% Permission denied":                                                    platform.Privilege,
		"% Access denied":                                                        platform.Privilege,
		"% Not authorized":                                                       platform.Privilege,
		"%":                                                                      0,
		"":                                                                       0,
		"Smart Licensing is ENABLED":                                             0,
	} {
		for _, said := range []string{line, strings.ToLower(line), strings.ToUpper(line)} {
			got, ok := platform.IOSXE().RefusalIn(said)
			if got != want || ok != (want != 0) {
				t.Errorf("%q: %d, %v", said, got, ok)
			}
		}
	}
}

// TestRefused: an output is a refusal if it is nothing else.
func TestRefused(t *testing.T) {
	const caret = "            ^\n"
	for name, tt := range map[string]struct {
		output string
		want   platform.Reason
	}{
		"caret":     {caret + "% Invalid input detected at '^' marker.\n\n", platform.Unsupported},
		"a host":    {"Translating \"shwo\"...domain server (255.255.255.255)\n% Unknown command or computer name, or unable to find computer address\n", platform.Unsupported},
		"log line":  {"*Nov 23 10:00:00.123: %SYS-5-CONFIG_I: Configured\n% Authorization failed.\n", platform.Privilege},
		"broadcast": {"\n\n***\n*** --- SHUTDOWN in 0:05:00 ---\n***\n\n% Authorization failed.\n", platform.Privilege},
		"empty":     {"", 0},
		"an output": {"Smart Licensing is ENABLED\n", 0},
		"quoted":    {"Last error:\n% Invalid input detected\n", 0},
		"long":      {"% Invalid input detected at '^' marker.\n" + strings.Repeat("line\n", 10), 0},
		"very long": {"% Invalid input detected at '^' marker. " + strings.Repeat("x", 2000), 0},
	} {
		got, ok := platform.IOSXE().Refused(tt.output)
		if got.Reason != tt.want || ok != (tt.want != 0) {
			t.Errorf("%s: %+v, %v", name, got, ok)
		}
	}
}

// TestAdvice: there is advice on each class of refusals.
func TestAdvice(t *testing.T) {
	for _, reason := range []platform.Reason{platform.Unsupported, platform.Privilege, platform.UserMode} {
		if platform.IOSXE().Advice(reason) == "" {
			t.Errorf("none on %d", reason)
		}
	}
}
