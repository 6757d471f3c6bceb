package syslog

import (
	"strconv"
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// tally is the part of the log that was read so far.
type tally struct {
	log Log
	// last has the last message of each mnemonic, mnemonics where it is there.
	last      []lastLogged
	mnemonics map[string]int
}

// count adds one message of the agent. A time or a reason that cannot be read replaces an
// older one too. A message whose mnemonic has no place of its own is counted as dropped, too.
func (t *tally) count(d descriptor, at localtime.Time, text string, dropped *int) {
	name := d.mnemonic
	i, ok := t.mnemonics[name]
	if !ok && len(t.mnemonics) >= maxMnemonics {
		*dropped++
		name = otherMnemonics
		i, ok = t.mnemonics[name]
	}
	if !ok {
		i, name = len(t.last), strings.Clone(name)
		t.mnemonics[name] = i
		t.last = append(t.last, lastLogged{mnemonic: name, count: [8]int{}})
	}
	l := &t.last[i]
	if l.count[d.severity] == 0 {
		t.log.Messages = append(t.log.Messages, Count{Mnemonic: l.mnemonic, Severity: strconv.Itoa(d.severity)})
		l.count[d.severity] = len(t.log.Messages)
	}
	t.log.Messages[l.count[d.severity]-1].Count++
	l.at = at
	if d.failed() {
		t.log.CommFailReason = commFailReason(text)
	}
}

// lastLogged is the last message of a mnemonic; at has no Wall if its time cannot be read.
type lastLogged struct {
	mnemonic string
	at       localtime.Time
	count    [8]int // by severity, where it is counted in Messages, from 1
}

// commFailReason is the text after the peer: "Communications failure with the Cisco Smart
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
