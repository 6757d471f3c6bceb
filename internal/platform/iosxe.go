package platform

import "regexp"

// IOSXE returns what the terminals of IOS-XE and IOS say.
func IOSXE() *OS { return iosxe }

var iosxe = &OS{
	name:        "IOS-XE",
	key:         "ios_xe",
	marks:       "#>",
	privileged:  '#',
	nameLetters: "-_./@:+~",
	pagers: []pager{
		{open: "<", dashes: true, word: "more", close: ">"}, // --More--, <--- More --->
		{open: "--(", word: "more", close: ")--", percent: true},
	},
	pagerMarks:     "-<",
	logSign:        ": %",
	longestTime:    45,
	broadcasts:     []string{"*** --- ", "*** Message from "},
	broadcastFrame: "***",
	partRule:       "------------------",
	partCommand:    " show ",
	refusals: []refusal{
		{"% invalid input", Unsupported},
		{"% incomplete command", Unsupported},
		{"% ambiguous command", Unsupported},
		{"% unknown command", Unsupported},
		{"% unrecognized command", Unsupported},
		{"% bad ip address or host name", Unsupported}, // IOS took a word for a host to telnet to
		{"% authorization failed", Privilege},
		{"command authorization failed", Privilege},
		{"% command authorization failed", Privilege},
		{"% permission denied", Privilege},
		{"% access denied", Privilege},
		{"% not authorized", Privilege},
	},
	preambles: []string{"translating "}, // it looks the word up in DNS first
	advice: map[Reason]string{
		Unsupported: "older software, or another product",
		Privilege:   "allow it in the AAA server's command set or by `privilege exec`",
		UserMode:    "allow it by `privilege exec level`, or set enable_password_file",
	},
	model: true,
	traits: []string{
		"Cisco IOS Software", "Cisco IOS XE Software", "Cisco Internetwork Operating System Software",
		"% Invalid input detected at '^' marker.", "Command authorization failed.",
	},
	setUp: []string{"terminal length 0", "terminal width 0"},

	password:    regexp.MustCompile(`(?i)pass(word|code|phrase)[^\n]{0,40}: ?$`),
	secret:      regexp.MustCompile(`(?i)(pass(word|code|phrase)|username|login)[^\n]{0,40}: ?$`),
	anyPassword: regexp.MustCompile(`(?i)\bpassword\b`),
	newPassword: regexp.MustCompile(`(?i)((new|old|re-?enter|re-?type|confirm|change)\b[^\n]{0,40}\bpassword|password[^\n]{0,40}\b(expired|must be changed|change required))`),
	linesBusy:   regexp.MustCompile(`(?i)% ?connection refused|no free (lines|vty)|\blines? (are )?(all )?(busy|in use)`),
	expired:     regexp.MustCompile(`(?i)password[^\n]{0,40}\bexpired|must change (your|the) password`),
	execDenied:  regexp.MustCompile(`(?im)^% ?authorization failed`),
}
