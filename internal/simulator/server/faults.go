package server

import "time"

// HostKeyKind is the algorithm of a host key.
type HostKeyKind string

// The algorithms of host keys. The zero value is Ed25519.
const (
	HostKeyEd25519 HostKeyKind = ""
	HostKeyECDSA   HostKeyKind = "ecdsa"
	HostKeyRSA     HostKeyKind = "rsa"
)

// Faults is what is wrong with a switch at the moment. The zero value is a switch that works. Faults
// may be combined; the one that takes effect earlier wins. Faults of login and key exchange affect
// connections opened after they are set, the others affect the next command.
type Faults struct {
	// TCP.

	Refuse       bool // the port is closed
	Reset        bool // the connection is accepted and immediately reset (RST)
	SilentAccept bool // the connection is accepted, but no byte is ever sent

	// Up to the prompt.

	HangBanner       bool // half an SSH version line, then nothing
	HangAuth         bool // key exchange works, the login is never answered
	HangBeforeShell  bool // the session channel opens, but pty and shell requests are not answered
	HangBeforePrompt bool // the shell starts, but prints nothing
	MuteAfterLogin   bool // the prompt appears, but then neither echo nor answer
	VTYFull          bool // no VTY line is free: the login succeeds, then the session is closed with a message
	WrongPassword    bool // every password, key and answer is rejected
	PasswordExpired  bool // after login the switch asks for a new password instead of printing a prompt
	EndlessRounds    bool // keyboard-interactive is the only login, and asks nothing again and again
	CloseInSetUp     bool // "terminal length" closes the session

	// Host key, algorithms and banners.

	ChangedHostKey bool        // a different key from the one in KnownHosts
	HostKeyType    HostKeyKind // a different algorithm from Ed25519
	LegacyOnly     bool        // only group14-sha1, ssh-rsa (SHA-1), aes128-cbc and hmac-sha1
	Banner         string      // SSH banner, shown before login
	MOTD           string      // text after login, before the first prompt; it may contain lines that look like prompts

	// How bytes travel.

	OneByteAtATime bool          // each byte in a packet of its own
	Pace           int           // bytes per second; 0: unlimited
	SplitAt        int           // the output of a command is sent as two packets, split after this many bytes; 0: not split
	Latency        time.Duration // before each answer, in addition to Options.Latency
	NoEcho         bool          // what is typed is not echoed
	Flood          int           // this many channel requests that nobody asked for precede each prompt
	FlushInput     bool          // a command that begins drops what was typed ahead
	EchoAtOnce     bool          // what was typed ahead is echoed when a command begins, and not when it is read
	EchoLate       time.Duration // a line that was typed ahead is read only after this time

	// The output of commands.

	HangMidOutput         bool   // half of the output, then nothing
	CloseMidOutputTCP     bool   // half of the output, then the TCP connection closes
	CloseMidOutputChannel bool   // half of the output, then the channel closes in an orderly way
	PromptInOutput        string // a line inserted in the middle of the output; "%p" becomes the prompt
	PauseAtPrompt         bool   // a packet ends after the text of that line, before its line end, and a pause follows
	SyslogBurst           int    // this many log lines interrupt the output
	PagerAlways           bool   // output is paged despite "terminal length 0"
	EndlessPager          bool   // the pager comes again after each key
	HugeOutput            int    // the output is padded to at least this many bytes
	Garbage               bool   // a line of invalid UTF-8 and control characters in the output
	GarbageInside         bool   // the same inside the descriptions of licences
	HistoryBytes          int    // "show license history message" has at least this many bytes of well-formed requests and responses
	CutOutput             int    // the output ends after this many bytes, and the prompt follows as if nothing were wrong

	// What the switch is and allows.

	RefuseCommands  []string // commands (prefixes of full words) that AAA refuses with "Command authorization failed."; "*" refuses all except exit
	RefuseTerminal  bool     // "terminal length" and "terminal width" are refused
	HostnameChange  string   // the host name from the next command on
	Prompt          string   // in place of the prompt; "%p" becomes the usual one
	NotACisco       bool     // a Linux-like shell that knows none of the commands
	UnknownCommands []string // commands (prefixes of full words) that this release lacks: "% Invalid input"

	// Ping and telnet.

	HangInPing bool   // a ping prints half of its marks, then nothing
	NoTelnet   bool   // "transport output none": telnet is not permitted
	FarEnd     FarEnd // what the far end of a telnet does
	NoEscape   bool   // "escape-character NONE": a telnet cannot be suspended

	// ReloadMidSession reloads the switch in the middle of the next command's output: all
	// connections drop, the port is closed for ReloadTime (real time; 0 means one second), and
	// the agent's tallies start again at zero. The fault clears itself.
	ReloadMidSession bool
	ReloadTime       time.Duration
	// Switchover makes the standby take over immediately, with lower tallies. It takes effect
	// each time it changes from false to true.
	Switchover bool

	// Netconf is what else is wrong with its NETCONF.
	Netconf NetconfFaults
}
