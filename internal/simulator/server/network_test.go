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
		"license smart sync all": false, "license smart factory reset": false,
	} {
		for _, level := range []int{1, 7, privileged} {
			u := &user{sw: s, level: level}
			if refused := strings.Contains(u.answer(command).text, "% Invalid input"); refused == (level == privileged || everybody) {
				t.Errorf("%s, level %d: refused %v", command, level, refused)
			}
		}
	}
}

// TestMarker checks that the marker points at the word that does not belong there.
func TestMarker(t *testing.T) {
	s := newSwitch(t, 1, Options{}, agent.SwitchOptions{})
	u := &user{sw: s, level: privileged}
	const typed = "sh ip cef vrf Mgmt-vrf rubbish"
	want := strings.Repeat(" ", len(u.prompt())+strings.Index(typed, "rubbish")) + "^\n% Invalid input detected at '^' marker.\n\n"
	if got := u.answer(typed).text; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestFilteredConfig checks that below privilege 15 the configuration is unknown, or empty where that level may see it.
func TestFilteredConfig(t *testing.T) {
	s := newSwitch(t, 1, Options{}, agent.SwitchOptions{ConfigLevel: 5})
	for level, want := range map[int]string{1: "% Invalid input", 5: "Current configuration : ", privileged: "license smart transport"} {
		u := &user{sw: s, level: level}
		got := u.answer("show running-config").text
		if !strings.Contains(got, want) || level < privileged && strings.Contains(got, "license smart") {
			t.Errorf("level %d: %q", level, got)
		}
	}
	u := &user{sw: s, level: 5}
	if got := u.prompt(); got != s.Name()+"#" {
		t.Errorf("the prompt of level 5 is %q", got)
	}
}

// TestAllowed checks a profile of AAA that names the only commands that it permits.
func TestAllowed(t *testing.T) {
	s := newSwitch(t, 1, Options{}, agent.SwitchOptions{Allowed: []string{"show license", "show clock"}})
	for command, allowed := range map[string]bool{
		"show license status": true, "sh lic tech": true, "show clock detail": true,
		"show version": false, "ping 192.0.2.53": false, "terminal length 0": false, "exit": true,
	} {
		if got := s.Render(command); strings.Contains(got, "Command authorization failed.") == allowed {
			t.Errorf("%s: %q", command, got)
		}
	}
}
