package syslog

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// startsMessage reports whether a row begins with the text before a log message, on the
// switch or in the file of a syslog server, rather than being the rest of a longer line.
func startsMessage(row string) bool {
	s := strings.TrimLeft(row, " \t")
	for {
		rest, ok := cutNumber(s)
		if !ok {
			break
		}
		s = rest
	}
	if place, rest, ok := strings.Cut(s, ":"); ok && strings.HasPrefix(place, "RP/") && strings.Contains(place, "CPU") {
		s = rest // IOS-XR
	}
	if year, rest := scan.NextWord(s); len(year) == 4 && localtime.IsMonth(rest) { // IOS-XR and NX-OS
		s = rest
	}
	return startsStamp(strings.TrimLeft(s, "*.")) || startsISO(s) || startsUptime(s) || isSign(s)
}

// isSign reports whether s starts with a descriptor.
func isSign(s string) bool {
	if !strings.HasPrefix(s, "%") {
		return false
	}
	_, ok := readDescriptor(s, 0)
	return ok
}

// cutNumber cuts off the priority <189> or a sequence number 000123:.
func cutNumber(s string) (rest string, ok bool) {
	s, priority := strings.CutPrefix(s, "<")
	digits := 0
	for digits < len(s) && s[digits] >= '0' && s[digits] <= '9' {
		digits++
	}
	if digits == 0 || digits == len(s) {
		return "", false
	}
	if priority {
		return strings.TrimLeft(s[digits+1:], " "), s[digits] == '>'
	}
	rest = s[digits+1:]
	body := strings.TrimLeft(rest, " *.")
	ok = s[digits] == ':' && body != "" && (len(body) < len(rest) || body[0] == '%' || localtime.IsMonth(body))
	return body, ok // a blank, a mark, a month: 18:05:09 has none of these after its colons
}

// startsStamp reports whether s starts with "Nov 17 18:05:09" or "Nov 17 2026 18:05:09".
func startsStamp(s string) bool {
	if !localtime.IsMonth(s) {
		return false
	}
	_, s = scan.NextWord(s)
	day, s := scan.NextWord(s)
	clock, s := scan.NextWord(s)
	if _, ok := scan.Digits(clock); ok && len(clock) == 4 {
		clock, _ = scan.NextWord(s)
	}
	_, ok := scan.Digits(day)
	return ok && isClock(strings.TrimSuffix(clock, ":"))
}

// startsISO reports whether s starts with "2026-11-17T18:05:09" or with a blank instead of the T.
func startsISO(s string) bool {
	const date = len("2026-11-17")
	return len(s) > date && s[4] == '-' && (localtime.IsStamp(s) || s[date] == 'T' && localtime.IsStamp(s[:date]+" "+s[date+1:min(len(s), 2*date)]))
}

// startsUptime reports whether s starts with "00:01:07: %", "5d03h: %" or "1w2d: %".
func startsUptime(s string) bool {
	up, after := scan.NextWord(s)
	return strings.HasSuffix(up, ":") && len(up) > 2 && strings.Trim(up, "0123456789:.ywdhms") == "" && strings.HasPrefix(after, "%")
}

// wholeTexts are the ends of the agent's messages; text after them is not part of the message.
var wholeTexts = []string{
	".", " restored", " enabled", " disabled", " initialized", " allowed", " changed", " evaluation period",
}

// isWholeMessage reports whether a message cannot go on. A reason can.
func isWholeMessage(d descriptor, said string) bool {
	said = trimBlanks(said)
	for _, end := range wholeTexts {
		if !d.failed() && strings.HasSuffix(said, end) {
			return true
		}
	}
	return false
}
