// Package platform knows what the terminal of a network operating system says, as data: its prompts, its refusals, what it writes by itself.
// It does no I/O and imports nothing of this project.
// Sessions use it to hold a dialogue, readers to understand an output, and captures to recognise what somebody pasted.
package platform

import (
	"regexp"
	"strings"
)

// OS is what the terminal of one operating system says. A value is never changed.
// One more operating system is one more value, in a file of its own.
type OS struct {
	name, key string

	// marks are the characters that a prompt ends with, privileged the one among them that says so.
	// Beside letters and digits, nameLetters may be in the name before them.
	marks, nameLetters string
	privileged         byte
	// spaced reports that a blank follows the mark of every prompt. execModes are the modes in which show commands are
	// answered as at an exec prompt.
	spaced    bool
	execModes []string

	// pagers are the words at which the terminal waits for a key. They begin with one of pagerMarks.
	pagers     []pager
	pagerMarks string

	// logSign is between the time of a log message and its facility. longestTime is how far before it the time may begin.
	// yearFirst reports that a year may precede the month.
	logSign     string
	longestTime int
	yearFirst   bool
	// broadcasts are the beginnings of lines that the system writes to all terminals.
	// broadcastFrame is the whole of a line above and below them.
	broadcasts     []string
	broadcastFrame string

	// partRule begins and ends the line above each part of a long output, partCommand follows the first one.
	partRule, partCommand string

	// refusals are what it prints instead of an output. preambles may begin the lines before them.
	refusals  []refusal
	preambles []string
	advice    map[Reason]string

	// traits are texts that no other system prints, in "show version" or in place of it.
	traits []string

	// model reports that the system has the licensing model of NETCONF.
	model bool

	// setUp are the commands that make the terminal fit for a program.
	setUp []string

	// The following are questions, and what is said where a login fails.
	password, secret, anyPassword, newPassword *regexp.Regexp
	linesBusy, expired, execDenied             *regexp.Regexp
}

// Systems returns all operating systems that are known.
func Systems() []*OS { return []*OS{iosxe, nxos} }

// Keyed returns the operating system of that key; nil without one.
func Keyed(key string) *OS {
	for _, o := range Systems() {
		if o.key == key {
			return o
		}
	}
	return nil
}

// HasModel reports whether the system says over NETCONF how it is licensed, by the model cisco-smart-license. A nil *OS, which
// is not known yet, may have it.
func (o *OS) HasModel() bool { return o == nil || o.model }

// VersionCommand is the command by which [InVersion] tells the systems apart. All of them have it.
const VersionCommand = "show version"

// InVersion returns the operating system that answered [VersionCommand] in this way, even by refusing it; nil if no one
// can tell.
func InVersion(output string) *OS {
	for _, o := range Systems() {
		for _, trait := range o.traits {
			if strings.Contains(output, trait) {
				return o
			}
		}
	}
	return nil
}

// Name is the name of the operating system: "IOS-XE".
func (o *OS) Name() string { return o.name }

// Key is its name in the configuration and in labels: "ios_xe".
func (o *OS) Key() string { return o.key }

// SetUp returns the commands that make the terminal fit for a program: no pager, and no broken lines.
// A switch may refuse them.
func (o *OS) SetUp() []string { return append([]string(nil), o.setUp...) }

// pager is a form of the word at which a terminal waits for a key.
type pager struct {
	open, close string
	// dashes reports that there are dashes around the word, with a blank or none, and that open and close may be missing.
	dashes bool
	word   string
	// percent reports that how far the output is may follow the word: "more 12%".
	percent bool
}

// Reason is the class of a refusal.
type Reason uint8

// The classes of refusals, and of the advice on them. UserMode is no class of what a switch says: it is what Unsupported
// means at a prompt without privileges, where a command that the user may not run is an unknown one.
const (
	Unsupported Reason = iota + 1
	Privilege
	UserMode
)

// refusal is the beginning of a line by which a switch refuses, in lower case.
type refusal struct {
	begin  string
	reason Reason
}

// isWordByte reports whether a byte is a letter or a digit of ASCII.
func isWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}
