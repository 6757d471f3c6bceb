// Package syslog reads the log buffer, "show logging", for the messages of the smart agent. It
// puts together what terminals, other messages and mail programs broke, and keeps counts, times and the
// last reason, but no line. parser.State holds the Log.
package syslog

import (
	"strconv"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// Log is what the log buffer has of the smart agent (facility SMART_LIC).
type Log struct {
	// Messages by mnemonic and severity, in the order in which they first appear. Mnemonics beyond
	// the first 200 are counted together as "other".
	Messages []Count
	// Last has, for each mnemonic, when it was logged last; not those whose time cannot be read.
	Last []Last
	// CommFailReason is the reason of the last COMM_FAILED, cut at 1024 bytes; empty if there is none.
	CommFailReason string
}

// Command is the command as it is typed.
const Command = "show logging | include SMART_LIC"

// Count is how often a message is in the buffer.
type Count struct {
	Mnemonic string // COMM_FAILED
	Severity string // 0 to 7
	Count    int
}

// Last is when a message was logged last.
type Last struct {
	Mnemonic string
	At       *localtime.Time
}

// What is kept of a buffer grows with the mnemonics in it alone, and these are bounded too.
const (
	maxMnemonics   = 200
	otherMnemonics = "other"
	commFailed     = "COMM_FAILED"
)

// Parse reads "show logging | include SMART_LIC", and "show logging" as a whole. A buffer
// without any message of the agent gives an empty Syslog, and so does an empty output, for that is
// all that the filter leaves then; it is ErrEmpty only if the echo says that there was no filter.
// If the output ends within a message, that message is left out, Last and CommFailReason are not
// told and the error is a *TruncatedError. An output that was cut exactly between two messages
// cannot be told from a whole one.
func Parse(out platform.Output) (*Log, *lines.Head, error) {
	r := read(out)
	refusal := lines.Refused(out)
	switch {
	case len(r.log.Messages) > 0:
	case refusal != nil:
		return nil, nil, refusal
	case r.header && !r.buffer && !r.Filtered && !r.in.Whole:
		return nil, r.Copy(), r.truncated(r.lastLine, "Log Buffer")
	case r.cut != nil, r.known():
	case r.first.Number == 0 && r.typed:
		return nil, nil, reply.ErrEmpty
	case r.strange != nil:
		return nil, nil, &reply.UnrecognisedError{Command: Command, Line: r.strange.Number, Text: scan.Quotable(r.strange.Text)}
	}
	log := r.finish()
	if r.cut != nil {
		return log, r.Copy(), r.truncated(*r.cut, "the end of that message")
	}
	return log, r.Copy(), nil
}

// truncated says behind which line the output ends.
func (r *reading) truncated(l lines.Line, missing string) *reply.TruncatedError {
	return &reply.TruncatedError{
		Command: Command, Line: l.Number, Text: scan.Quotable(scan.WithoutSecrets(l.Text)), Section: "Syslog logging", Missing: missing,
	}
}

// count adds one message of the agent. A time that cannot be read does not leave an older one
// standing, and neither does a reason.
func (r *reading) count(d descriptor, at localtime.Time, text string) {
	name := d.mnemonic
	i, ok := r.mnemonics[name]
	if !ok && len(r.mnemonics) >= maxMnemonics {
		name = otherMnemonics
		i, ok = r.mnemonics[name]
	}
	if !ok {
		i, name = len(r.last), strings.Clone(name)
		r.mnemonics[name] = i
		r.last = append(r.last, lastLogged{mnemonic: name, count: [8]int{}})
	}
	l := &r.last[i]
	if l.count[d.severity] == 0 {
		r.log.Messages = append(r.log.Messages, Count{Mnemonic: l.mnemonic, Severity: strconv.Itoa(d.severity)})
		l.count[d.severity] = len(r.log.Messages)
	}
	r.log.Messages[l.count[d.severity]-1].Count++
	l.at = at
	if d.mnemonic == commFailed {
		r.log.CommFailReason = commFailReason(text)
	}
}

// lastLogged is the last message of a mnemonic; at has no Wall if its time cannot be read.
type lastLogged struct {
	mnemonic string
	at       localtime.Time
	count    [8]int // by severity, where it is counted in Messages, from 1
}

// commFailReason is what stands behind the peer: "Communications failure with the Cisco Smart
// License Utility (CSLU) : Connection timed out".
func commFailReason(text string) string {
	text = text[:lines.RemarkAt(text)]
	for i := 1; i < len(text); i++ {
		if text[i] == ':' && (text[i-1] == ' ' || text[i-1] == ')') {
			return strings.TrimSpace(text[i+1:])
		}
	}
	_, reason, _ := strings.Cut(text, ": ")
	return strings.TrimSpace(reason)
}

// finish is the log, once all lines are read. What came last in a part says nothing.
func (r *reading) finish() *Log {
	l := r.log // a copy: the reading holds on to the output
	if r.cut != nil {
		l.CommFailReason = ""
		return &l
	}
	l.CommFailReason = scan.Text(scan.WithoutSecrets(l.CommFailReason))
	for _, last := range r.last {
		if at := last.at; !at.Wall.IsZero() {
			at.Zone = strings.Clone(at.Zone)
			l.Last = append(l.Last, Last{Mnemonic: last.mnemonic, At: &at})
		}
	}
	return &l
}
