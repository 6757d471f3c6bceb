package server

import (
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
)

// TestLevels checks which commands about the way to the server are there in user mode.
func TestLevels(t *testing.T) {
	s := newSwitch(t, 1, Options{}, agent.SwitchOptions{})
	for command, everybody := range map[string]bool{
		"show clock detail": true, "show ntp status": true, "show hosts": true, "show ip interface brief": true,
		"show ip route 192.0.2.53": true, "show ip cef 192.0.2.53": true, "show ip arp": true, "show mac address-table": true,
		"show ip dns view": false, "show running-config": false, "show crypto pki trustpoints SLA-TrustPoint status": false,
	} {
		for _, enabled := range []bool{false, true} {
			u := &user{sw: s, enabled: enabled}
			if refused := strings.Contains(u.answer(command).text, "% Invalid input"); refused == (enabled || everybody) {
				t.Errorf("%s, enabled %v: refused %v", command, enabled, refused)
			}
		}
	}
}

// TestMarker checks that the marker points at the word that does not belong there.
func TestMarker(t *testing.T) {
	s := newSwitch(t, 1, Options{}, agent.SwitchOptions{})
	u := &user{sw: s, enabled: true}
	const typed = "sh ip cef vrf Mgmt-vrf rubbish"
	want := strings.Repeat(" ", len(u.prompt())+strings.Index(typed, "rubbish")) + "^\n% Invalid input detected at '^' marker.\n\n"
	if got := u.answer(typed).text; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
