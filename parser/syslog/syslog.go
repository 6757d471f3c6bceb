// Package syslog reads the log buffer, "show logging", for the messages of the smart agent. It
// puts together what terminals, other messages and mail programs broke, and keeps counts, times and the
// last reason, but no line. parser.State holds the Log.
package syslog

import (
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// Log is the smart agent's part of the log buffer (facility SMART_LIC; on NX-OS the messages LOG_SMART_LIC_… of LICMGR).
type Log struct {
	// Messages by mnemonic and severity, in the order in which they first appear. Mnemonics beyond
	// the first 200 are counted together as "other".
	Messages []Count
	// Last has, for each mnemonic, when it was logged last; without those whose time cannot be read.
	Last []Last
	// CommFailReason is the reason of the last COMM_FAILED, cut at 1024 bytes; empty if there is no reason.
	CommFailReason string
}

// Command is the command as it is typed, CommandNXOS the one of NX-OS, whose log file names the agent's messages
// LOG_SMART_LIC_….
const (
	Command     = "show logging | include SMART_LIC"
	CommandNXOS = "show logging logfile | include SMART_LIC"
)

// Count is how often a message is in the buffer.
type Count struct {
	Mnemonic string `text:"word"` // COMM_FAILED
	Severity string `text:"word"` // 0 to 7
	Count    int
}

// Last is when a message was logged last.
type Last struct {
	Mnemonic string `text:"word"`
	At       *localtime.Time
}

// The memory that a buffer needs grows only with the mnemonics in it, and these are bounded too.
const (
	maxMnemonics   = 200
	otherMnemonics = "other"
	commFailed     = "COMM_FAILED"
)
