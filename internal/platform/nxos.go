package platform

// NXOS returns what the terminals of NX-OS say.
func NXOS() *OS { return nxos }

// In maintenance mode the prompt is "leaf-1(maint-mode)# ".
var nxos = &OS{
	name:        "NX-OS",
	key:         "nx_os",
	marks:       iosxe.marks,
	privileged:  iosxe.privileged,
	nameLetters: iosxe.nameLetters,
	spaced:      true,
	execModes:   []string{"maint-mode"},
	pagers:      iosxe.pagers,
	pagerMarks:  iosxe.pagerMarks,
	logSign:     " %", // the switch's name precedes it: "2026 Jun 22 22:28:45 leaf-1 %LICMGR-2-…"
	longestTime: 120,
	yearFirst:   true,
	refusals: []refusal{
		{"% invalid ", Unsupported}, // command, number, parameter … at '^' marker
		{"% incomplete command", Unsupported},
		{"% ambiguous command", Unsupported},
		{"% unrecognized command", Unsupported},
		{"syntax error while parsing", Unsupported},
		{"no token match at '^' marker", Unsupported},
		{"% permission denied", Privilege}, // for the role
		{"% authorization failed", Privilege},
		{"error: aaa authorization failed", Privilege},
	},
	advice: map[Reason]string{
		Unsupported: "older NX-OS, or a product that licenses in another way, see platforms.md",
		Privilege:   "give the account the role network-operator, or a role with a rule that permits `show license`",
		UserMode:    "give the account the role network-operator",
	},
	traits: []string{
		"Cisco Nexus Operating System (NX-OS)", "% Invalid command at '^' marker.", "% Permission denied for the role",
	},
	setUp: []string{"terminal length 0", "terminal width 511"},

	password:    iosxe.password,
	secret:      iosxe.secret,
	anyPassword: iosxe.anyPassword,
	newPassword: iosxe.newPassword,
	linesBusy:   iosxe.linesBusy,
	expired:     iosxe.expired,
	execDenied:  iosxe.execDenied,
}
