// Package reply names what may be wrong with the answer to a command: it is empty, refused, cut, or not
// the answer at all. Its errors quote no more of the text than may be shown. Readers return them, and the
// fleet and the command line decide by them what to do.
package reply

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// ErrEmpty is returned for an output without any text.
var ErrEmpty = errors.New("the output is empty")

// RefusedError says that the switch refused the command instead of answering it.
type RefusedError struct {
	// Text is the switch's own line: "% Invalid input detected at '^' marker."
	Text string
	// Privilege is true if the refusal is one of authorization, not of an unknown command.
	Privilege bool
}

// Error quotes the refusal.
func (e *RefusedError) Error() string { return "the switch refused the command: " + e.Text }

// FilteredError says that the command had a filter, "| include Smart", which left nothing of the licence state.
type FilteredError struct {
	// Line is the first line that it left, Text its text; 0 if it left none.
	Line int
	Text string
}

// Error quotes that line.
func (e *FilteredError) Error() string {
	const said = "the filter after the command left nothing of the licence state"
	if e.Line == 0 {
		return said
	}
	return fmt.Sprintf("line %d: %q: %s", e.Line, e.Text, said)
}

// UnrecognisedError says that the text is not the output of the command.
type UnrecognisedError struct {
	// Command that the text was taken for; empty if it looks like no command in particular.
	Command string
	// Line is the first line with text on it.
	Line int
	Text string
}

// Error names the command and quotes the first line.
func (e *UnrecognisedError) Error() string {
	what := "any command that is read here"
	if e.Command != "" {
		what = strconv.Quote(e.Command)
	}
	said := fmt.Sprintf("line %d: %q: this is not the output of %s", e.Line, e.Text, what)
	if strings.HasPrefix(e.Text, "{") || strings.HasPrefix(e.Text, "[") {
		said += ": RESTCONF JSON is not read, NETCONF XML is"
	}
	return said
}

// TruncatedError says that the output ends before its last section. The State returned with it
// holds a true part of the whole, which must not be shown as the whole.
type TruncatedError struct {
	Command string
	// Line is the last line with text on it, Text its text, Section the heading above; empty if there is no heading.
	Line          int
	Text, Section string
	// Missing is the section that the whole output ends with.
	Missing string
}

// Error says where the text ends, and what is missing.
func (e *TruncatedError) Error() string {
	section := ""
	if e.Section != "" {
		section = fmt.Sprintf(" in section %q,", e.Section)
	}
	return fmt.Sprintf("line %d: the output of %q ends%s after %q, before %q", e.Line, e.Command, section, e.Text, e.Missing)
}

// UnreadLine is a line that a reader recognised but could not make sense of.
type UnreadLine struct {
	Line int // counted from 1
	Text string
}

// RightToUseError says that the switch licenses its features by right to use, which is older than
// Smart Licensing: it has no agent, and nothing of what this package reads.
type RightToUseError struct {
	// Line is the line that shows it, Text its text: "Index 1 Feature: ipservices".
	Line int
	Text string
}

// Error names the line that shows it, and says where Smart Licensing begins.
func (e *RightToUseError) Error() string {
	return fmt.Sprintf("line %d: %q: this is right-to-use licensing, from before Smart Licensing, and has nothing for this exporter: "+
		"Smart Licensing Using Policy begins with IOS-XE 17.3.2", e.Line, e.Text)
}

// NodeLockedError says that the switch runs an NX-OS that licenses by files for that one switch (PAK) or on trust (honor
// based): it reports nothing, and has nothing of what this package reads.
type NodeLockedError struct {
	// Line is the line that shows it, Text its text: "Feature  Ins  Lic   Status Expiry Date Comments".
	Line int
	Text string
}

// Error names the line that shows it, and says where Smart Licensing Using Policy begins.
func (e *NodeLockedError) Error() string {
	return fmt.Sprintf("line %d: %q: this is node-locked or honor-based licensing of NX-OS, and has nothing for this exporter: "+
		"Smart Licensing Using Policy begins with NX-OS 10.2(1)F, on MDS with 9.2(2)", e.Line, e.Text)
}
