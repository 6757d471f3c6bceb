package syslog

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// descriptor is the beginning of a log message after its stamp: "%SMART_LIC-3-COMM_FAILED:".
type descriptor struct {
	start, end int // of its % and of the text after its colon
	// agent is true for the facility SMART_LIC, which IOS-XR writes LICENSE-SMART_LIC, and which may
	// name another member than the active one: SMART_LIC-SW2, SMART_LIC-SW1_STBY, SMART_LIC-STBY. On NX-OS the facility
	// is LICMGR, which logs more than the agent: then the mnemonic begins with LOG_SMART_LIC_.
	agent    bool
	severity int
	mnemonic string
}

// failed reports whether the message gives a reason for which the server was not reached.
func (d descriptor) failed() bool {
	return d.mnemonic == commFailed || d.mnemonic == "LOG_"+agentFacility+"_"+commFailed
}

// agentFacility is in every message of the agent.
const agentFacility = "SMART_LIC"

// findDescriptor finds the first descriptor in s from a place on. Text within a word or
// in quotes does not count.
func findDescriptor(s string, from int) (descriptor, bool) {
	for {
		i := strings.IndexByte(s[from:], '%')
		if i < 0 {
			return descriptor{}, false
		}
		from += i
		if from == 0 || strings.IndexByte(" \t:>#]", s[from-1]) >= 0 {
			if d, ok := readDescriptor(s, from); ok {
				return d, true
			}
		}
		from++
	}
}

// readDescriptor reads the descriptor that begins with the % at start.
func readDescriptor(s string, start int) (descriptor, bool) {
	const mostParts, longest = 8, 120
	d := descriptor{start: start}
	var parts [mostParts]string
	n, from, i := 0, start+1, start+1
	for ; i < len(s) && i < start+longest; i++ {
		if c := s[i]; c == '_' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' {
			continue
		}
		if n == mostParts || i == from {
			return d, false
		}
		parts[n] = s[from:i]
		n, from = n+1, i+1
		if s[i] != '-' {
			break
		}
	}
	for i < len(s) && s[i] == ' ' {
		i++
	}
	if n < 3 || i == len(s) || s[i] != ':' || len(parts[n-2]) != 1 {
		return d, false
	}
	d.end, d.mnemonic, d.severity = i+1, parts[n-1], int(parts[n-2][0])-'0'
	facility := parts[:n-2]
	if facility[0] == "LICENSE" {
		facility = facility[1:]
	}
	d.agent = len(facility) > 0 && len(facility) <= 2 && isMnemonicName(d.mnemonic) &&
		(facility[0] == agentFacility || facility[0] == "LICMGR" && strings.HasPrefix(d.mnemonic, "LOG_"+agentFacility+"_"))
	return d, d.severity >= 0 && d.severity <= 7
}

// isMnemonicName reports whether a word is written as mnemonics are: AGENT_READY.
func isMnemonicName(word string) bool {
	return scan.IsName(word) && word[0] >= 'A' && word[0] <= 'Z' && strings.ToUpper(word) == word
}

// stampBefore reads the stamp that ends before a descriptor, and returns where it begins. It is
// the switch's own: a stamp that is followed by a host name or a number is that of the server which wrote the file.
//
//	*Nov 17 18:05:09.580:
//	.Mar  7 2026 23:38:41.985 CET:
//	RP/0/RP0/CPU0:Aug 20 18:41:28.381 UTC: smartlicserver[266]:
//	2026 Jun 22 22:28:45 leaf-1
//
// ok is false if there is no stamp, as with uptimes (5d03h:). The Time is zero for the epoch.
func stampBefore(front string) (at localtime.Time, start int, ok bool) {
	s, ok := withoutColon(front)
	if ok && strings.HasSuffix(s, "]") { // the process that logged it
		s, _ = lastWord(s)
		s, ok = withoutColon(s)
	}
	named := !ok // NX-OS: no colon, but the name of the switch
	if named {
		s, _ = lastWord(withoutContext(s))
	}
	rest, clock := lastWord(s)
	if !isClock(clock) {
		at.Zone = clock
		rest, clock = lastWord(rest)
	}
	rest, day := lastWord(rest)
	year := ""
	if len(day) == 4 {
		year = day
		rest, day = lastWord(rest)
	}
	rest = trimBlanks(rest)
	start = len(rest) - 3
	if start < 0 || !isClock(clock) || !isZoneName(at.Zone) {
		return localtime.Time{}, 0, false
	}
	month := rest[start:]
	if year == "" { // IOS-XR and NX-OS print it first
		year, start = yearInFront(rest, start)
	}
	at.NoYear, at.NoZone = year == "", at.Zone == ""
	if named && at.NoYear {
		return localtime.Time{}, 0, false
	}
	if at.NoYear {
		year = "0000"
	}
	if at.Wall, ok = localtime.Assemble(month, day, year, clock); !ok {
		return localtime.Time{}, 0, false
	}
	if start > 0 && (rest[start-1] == '*' || rest[start-1] == '.') {
		start--
	}
	if !at.NoYear && localtime.New(at.Wall, at.Zone) == nil {
		at = localtime.Time{}
	}
	return at, start, true
}

// withoutContext cuts off what a Nexus with several contexts puts after its name: "leaf-1 %$ VDC-1 %$".
func withoutContext(s string) string {
	const mark = "%$"
	if before, ok := strings.CutSuffix(trimBlanks(s), mark); ok {
		return before[:max(0, strings.LastIndex(before, mark))]
	}
	return s
}

// yearInFront looks for the year in "RP/0/RP0/CPU0:2026 Aug 20" and "2026 Aug 20".
func yearInFront(rest string, month int) (year string, start int) {
	const length = len("2026 ")
	at := month - length
	if at < 0 || at > 0 && rest[at-1] != ':' && rest[at-1] != ' ' || rest[month-1] != ' ' {
		return "", month
	}
	if _, ok := scan.Digits(rest[at : month-1]); !ok {
		return "", month
	}
	return rest[at : month-1], at
}

// withoutColon cuts a colon off, and the blanks around it.
func withoutColon(s string) (string, bool) {
	s, ok := strings.CutSuffix(trimBlanks(s), ":")
	return trimBlanks(s), ok
}

func trimBlanks(s string) string { return strings.TrimRight(s, " \t") }

// lastWord cuts the last blank-separated word off s.
func lastWord(s string) (rest, word string) {
	s = trimBlanks(s)
	i := strings.LastIndexByte(s, ' ') + 1
	return s[:i], s[i:]
}

// isClock reports whether a word is a time of day: 18:05:09 or 18:05:09.580.
func isClock(word string) bool {
	const form = "00:00:00"
	if len(word) < len(form) || len(word) > len(form) && word[len(form)] != '.' {
		return false
	}
	for i := range len(form) {
		if digit := word[i] >= '0' && word[i] <= '9'; digit != (form[i] == '0') || !digit && word[i] != ':' {
			return false
		}
	}
	return true
}

// isZoneName reports whether a word may be the name of a zone, or is empty. Neither a number
// nor an address is one.
func isZoneName(word string) bool {
	return word == "" || len(word) <= localtime.MaxZone && (word[0] < '0' || word[0] > '9') && strings.IndexByte(word, ':') < 0
}
