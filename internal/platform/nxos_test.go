package platform_test

import (
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/platform"
)

func TestKeyed(t *testing.T) {
	for _, os := range platform.Systems() {
		if platform.Keyed(os.Key()) != os || os.Name() == "" || len(os.SetUp()) == 0 {
			t.Errorf("%q: not found, or not complete", os.Key())
		}
		for _, reason := range []platform.Reason{platform.Unsupported, platform.Privilege, platform.UserMode} {
			if os.Advice(reason) == "" {
				t.Errorf("%s: no advice for reason %d", os.Name(), reason)
			}
		}
	}
	if platform.Keyed("ios_xr") != nil || platform.Keyed("") != nil {
		t.Error("found what does not exist")
	}
}

// TestNXOSPrompts: a blank follows the mark, and maintenance mode is no configuration mode.
func TestNXOSPrompts(t *testing.T) {
	for prompt, exec := range map[string]bool{
		"leaf-1# ": true, "leaf-1(maint-mode)# ": true, "leaf-1(config)# ": false, "leaf-1(config-if)# ": false, "leaf-1(boot)# ": false,
	} {
		p, ok := platform.NXOS().PromptOf(prompt)
		if !ok || p.Host != "leaf-1" || !p.Privileged || platform.NXOS().IsExec(p.Mode) != exec {
			t.Errorf("%q: %+v, %v", prompt, p, ok)
		}
		if platform.ByPrompt(prompt) != platform.NXOS() {
			t.Errorf("%q: the blank is not told", prompt)
		}
	}
	if platform.IOSXE().IsExec("maint-mode") || !platform.IOSXE().IsExec("") {
		t.Error("IOS-XE has no such mode")
	}
	for _, prompt := range []string{"acc-1#", "acc-1>", ""} {
		if platform.ByPrompt(prompt) != platform.IOSXE() {
			t.Errorf("%q: a prompt of IOS-XE has no blank", prompt)
		}
	}
}

// TestInVersion: what a switch answers to "show version" names its system, also where it refuses.
func TestInVersion(t *testing.T) {
	for output, want := range map[string]*platform.OS{
		"Cisco IOS XE Software, Version 17.09.04a\nCisco IOS Software [Cupertino], …\n":            platform.IOSXE(),
		"Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version 15.2(7)E4\n":          platform.IOSXE(),
		"   ^\n% Invalid input detected at '^' marker.\n":                                          platform.IOSXE(),
		"Command authorization failed.\n":                                                          platform.IOSXE(),
		"\nCisco Nexus Operating System (NX-OS) Software\nTAC support: http://www.cisco.com/tac\n": platform.NXOS(),
		"% Permission denied for the role\n":                                                       platform.NXOS(),
		"    ^\n% Invalid command at '^' marker.\n":                                                platform.NXOS(),
		"Cisco Adaptive Security Appliance Software Version 9.16(4)\n":                             nil,
		"": nil,
	} {
		if got := platform.InVersion(output); got != want {
			t.Errorf("%q: %v", output, got)
		}
	}
}

func TestNXOSRefusals(t *testing.T) {
	const caret = "                    ^\n"
	for output, want := range map[string]platform.Reason{
		caret + "% Invalid command at '^' marker.\n":                   platform.Unsupported,
		caret + "% Incomplete command at '^' marker.\n":                platform.Unsupported,
		caret + "% Ambiguous command at '^' marker.\n":                 platform.Unsupported,
		caret + "% Invalid number, range is (24:511) at '^' marker.\n": platform.Unsupported,
		"Syntax error while parsing 'show license status'\n\n":         platform.Unsupported,
		caret + "No token match at '^' marker\n":                       platform.Unsupported,
		"% Permission denied for the role\n":                           platform.Privilege,
		"Feature List:\ncontroller-adv\n":                              0,
	} {
		refusal, ok := platform.NXOS().Refused(output)
		if refusal.Reason != want || ok != (want != 0) {
			t.Errorf("%q: %+v, %v", output, refusal, ok)
		}
	}
}

// TestNXOSLog: the year is first, and the name of the switch precedes the facility. "|" marks where the message begins.
func TestNXOSLog(t *testing.T) {
	const stamp = "2026 Jun 22 22:28:45"
	for _, marked := range []string{
		"|" + stamp + " leaf-1 %LICMGR-2-LOG_LIC_NO_LIC: No license(s) present",
		"|" + stamp + ".123 leaf-1 %ETHPORT-5-IF_UP: Interface Ethernet1/1 is up",
		"|" + stamp + " UTC leaf-1 %LICMGR-3-LOG_SMART_LIC_COMM_FAILED: x",
		"|" + stamp + " leaf-1 %$ VDC-1 %$ %LICMGR-2-LOG_LIC_NO_LIC: x",
		"  Description: LAN lic|" + stamp + " leaf-1 %LICMGR-2-LOG_LIC_NO_LIC: x",
		"  Enforcement Type: NOT ENF|" + stamp + " " + strings.Repeat("n", 60) + " %$ VDC-1 %$ %LICMGR-2-LOG_LIC_NO_LIC: x",
		"  Description: 100 %SYS-5: sure",
		"***", "",
	} {
		want, line := strings.IndexByte(marked, '|'), strings.Replace(marked, "|", "", 1)
		if got := platform.NXOS().LogStart(line); got != want {
			t.Errorf("%q: %d, want %d", line, got, want)
		}
		if got := platform.NXOS().HasLog(line); want >= 0 && !got {
			t.Errorf("%q: the text has no log message", line)
		}
		if got := platform.NXOS().IsLog(line); want <= 0 && got != (want == 0) {
			t.Errorf("%q: a log message: %v", line, got)
		}
	}
	if command, ok := platform.NXOS().PartHead("------------------ show version ------------------"); ok {
		t.Errorf("the head of a part: %q", command)
	}
}
