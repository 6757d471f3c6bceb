package server

import "time"

// HostKeyKind chooses the algorithm of a switch's host key.
type HostKeyKind string

// The kinds of host key. The zero value is Ed25519.
const (
	HostKeyEd25519 HostKeyKind = ""
	HostKeyECDSA   HostKeyKind = "ecdsa"
	HostKeyRSA     HostKeyKind = "rsa"
)

// Faults is what is wrong with a switch just now. The zero value is a switch that
// works. Fields may be combined; a fault that takes hold earlier wins. A fault that
// changes login or key exchange holds for connections that begin after it is set,
// the others hold from the next command on.
type Faults struct {
	// On TCP level.

	Refuse       bool // the port is closed
	Reset        bool // the connection is accepted and at once reset (RST)
	SilentAccept bool // the connection is accepted and never served: not a byte

	// Up to the prompt.

	HangBanner       bool // half an SSH version line, then nothing
	HangAuth         bool // key exchange works, the login is never answered
	HangBeforeShell  bool // the session channel opens, pty and shell requests stay unanswered
	HangBeforePrompt bool // the shell is granted, but prints nothing
	MuteAfterLogin   bool // the prompt comes, and then neither echo nor answer
	VTYFull          bool // no line is free: the login succeeds, the session is closed with a message
	WrongPassword    bool // every password, key and answer is refused
	PasswordExpired  bool // after login the switch asks for a new password instead of printing a prompt

	// Host key, algorithms and banners.

	ChangedHostKey bool        // another key than the one in KnownHosts
	HostKeyType    HostKeyKind // another algorithm than Ed25519
	LegacyOnly     bool        // only group14-sha1, ssh-rsa (SHA-1), aes128-cbc and hmac-sha1
	Banner         string      // SSH banner, shown before login
	MOTD           string      // text after login, before the first prompt (prompt-like lines and all)

	// How bytes are sent.

	OneByteAtATime bool          // each byte in a packet of its own
	Pace           int           // bytes per second; 0: unlimited
	SplitAt        int           // the output of a command is sent as two packets, split after so many bytes; 0: not split
	Latency        time.Duration // before each command's answer, besides Options.Latency
	NoEcho         bool          // what is typed is not echoed

	// What a command's output suffers.

	HangMidOutput         bool   // half of the output, then nothing
	CloseMidOutputTCP     bool   // half of the output, then the TCP connection closes
	CloseMidOutputChannel bool   // half of the output, then the channel closes in good order
	PromptInOutput        string // a line put into the middle of the output; "%p" stands for the prompt
	PauseAtPrompt         bool   // behind that line's text, before its end, there is a packet's end and a pause
	SyslogBurst           int    // so many log lines break into the output
	PagerAlways           bool   // pages in spite of "terminal length 0"
	HugeOutput            int    // the output is padded to at least so many bytes
	Garbage               bool   // a line of invalid UTF-8 and control characters in the output
	GarbageInside         bool   // the same inside the descriptions of licences
	HistoryBytes          int    // show license history message has so many bytes at least, of well-formed requests and responses
	CutOutput             int    // the output ends after so many bytes, then the prompt comes as if all were well

	// What the switch lets one do, and is.

	RefuseCommands  []string // commands (full words, as prefixes) that AAA refuses: "Command authorization failed."; "*" refuses all but exit
	RefuseTerminal  bool     // "terminal length" and "terminal width" are refused
	HostnameChange  string   // the name from the next command on
	NotACisco       bool     // a plain Linux-like shell that knows no command
	UnknownCommands []string // commands (full words, as prefixes) that this release does not have: "% Invalid input"

	// ReloadMidSession: in the middle of the next command's output the switch
	// reloads: all connections drop, the port is closed for ReloadTime (real time;
	// 0: one second), and the agent's tallies start anew. The fault clears itself.
	ReloadMidSession bool
	ReloadTime       time.Duration
	// Switchover: at once, when set, the standby takes over, with lower tallies. It
	// takes effect each time it goes from false to true.
	Switchover bool

	// Netconf is what is wrong with its NETCONF besides.
	Netconf NetconfFaults
}
