package capture_test

import (
	"os"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser/capture"
)

// TestNexusCapture: a session on a Nexus, with its prompts and refusals, and a log message within a line.
func TestNexusCapture(t *testing.T) {
	read := func(name string) string {
		text, err := os.ReadFile("../testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	usage := strings.Replace(read("usage-nxos-10.4.txt"), "VPN Fabric", "VPN Fa2026 Jun 22 22:28:45 leaf-1 %ETHPORT-5-IF_UP: Interface is up\nbric", 1)
	for _, prompt := range []string{"leaf-1# ", "leaf-1(maint-mode)# "} {
		session := prompt + "terminal length 0\n" + prompt + "show version\n" + read("version-nxos-10.4.txt") +
			prompt + "sh lic usage\n" + usage + prompt + "show logging logfile | include SMART_LIC\n" + read("syslog-nxos-logfile.txt") + prompt
		parts, _ := capture.Split(session, "")
		if len(parts) != 3 {
			t.Fatalf("%s: %d parts", prompt, len(parts))
		}
		for i, part := range parts {
			state, err := part.Parse()
			if err != nil || len(state.Unread) > 0 || state.Hostname == "" {
				t.Fatalf("%s, part %d: %+v, %v", prompt, i, state, err)
			}
			switch i {
			case 0:
				if state.OSVersion != "10.4(2)" || !state.Nexus || !state.Era.Policy {
					t.Errorf("version: %+v", state)
				}
			case 1:
				if len(state.Licenses) != 2 || state.Licenses[1].Description != "VPN Fabric license for Nexus 9300-XF" {
					t.Errorf("usage: %+v", state.Licenses)
				}
			case 2:
				if len(state.Syslog.Messages) != 2 {
					t.Errorf("log: %+v", state.Syslog)
				}
			}
		}
	}
}
