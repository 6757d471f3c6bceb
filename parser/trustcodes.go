package parser

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// trustHeading is the heading of the trust codes, without what it says by itself.
const trustHeading = "Trust Code Installed"

// trustCodes is "Trust Code Installed".
type trustCodes struct{ *page }

// atHeading reads the heading "Trust Code Installed:", which says by itself what there is on a
// switch on its own ("<none>", a date) and is followed by a list on the others. Agent 6 puts
// "Trust Code Type: CSSM" after it.
func (s trustCodes) atHeading(l lines.Line) {
	value, kind, _ := strings.Cut(l.Value, "Trust Code Type:")
	value = strings.TrimSpace(value)
	switch {
	case value == "": // a list follows, or nothing is said
	case scan.IsNone(value):
		s.TrustCodes = []TrustCode{{Installed: new(false)}}
	default:
		code := TrustCode{Type: scan.Text(strings.TrimSpace(kind))}
		if !code.setDates("INSTALLED on " + strings.TrimPrefix(value, "INSTALLED on ")) {
			s.unread(l)
			break
		}
		s.TrustCodes = []TrustCode{code}
	}
}

// take reads the list below "Trust Code Installed:": a member, then
// "INSTALLED on …    Valid on …", "Expired on …" and "Trust Code Type: …".
func (s trustCodes) take(l lines.Line) bool {
	if l.Key == "Attributes" {
		return true
	}
	if d, ok := memberOf(l); ok {
		s.TrustCodes = scan.Add(s.TrustCodes, TrustCode{Device: d}, &s.head.Dropped)
		return true
	}
	if len(s.TrustCodes) == 0 {
		code := TrustCode{} // of a switch that names no members
		took := code.setDates(l.Text)
		if took {
			s.TrustCodes = []TrustCode{code}
		}
		return took
	}
	code := &s.TrustCodes[len(s.TrustCodes)-1]
	switch {
	case l.Key == "Trust Code Type":
		code.Type = scan.Text(l.Value)
	case l.Text == "NOT INSTALLED" || scan.IsNone(l.Text):
		code.Installed = new(false)
	default:
		return code.setDates(l.Text)
	}
	return true
}

// setDates reads "INSTALLED on DATE    Valid on DATE" and "Expired on DATE".
func (c *TrustCode) setDates(s string) bool {
	took := false
	for s = strings.TrimLeft(s, " "); s != ""; s = strings.TrimLeft(s, " ") {
		label, rest, ok := strings.Cut(s, " on ")
		if !ok {
			break
		}
		t, after := localtime.Parse(rest)
		if t == nil && after == rest {
			break
		}
		switch label {
		case "INSTALLED":
			c.Installed, c.InstalledOn = new(true), t
		case "Valid":
			c.ValidOn = t
		case "Expired", "Expires":
			c.Expires = t
		default:
			return took
		}
		took, s = true, after
	}
	return took
}

// addTrustStore reads the trust lines of Other Info, one a member:
//
//	P:C9300-24UX,S:FCW…: No Trust Data
//	P:C9300-24UX,S:FCW…: P:C9300-24UX,S:FCW…, state[2], Trust Data INSTALLED  TrustId:827
//	Local Device: P:C9300-48UN,S:FOC…, state[1], NOT INSTALLED TrustId:605
//
// udi is the text before the colon, entry the text after it. A local device is named in its entry only, which then
// is both.
func (p *page) addTrustStore(e TrustStoreEntry, udi, entry string) bool {
	for _, candidate := range []string{udi, entry} {
		if d, ok := DeviceOf(firstTwo(candidate)); ok {
			e.Device = d
		}
	}
	switch {
	case strings.Contains(entry, "No Trust Data"), strings.Contains(entry, "NOT INSTALLED"):
		e.Installed = new(false)
	case strings.Contains(entry, "INSTALLED"):
		e.Installed = new(true)
	default:
		return false
	}
	if _, id, ok := strings.Cut(entry, "TrustId:"); ok {
		word, _ := scan.NextWord(id)
		e.TrustID = scan.Text(word)
	}
	p.TrustStore = scan.Add(p.TrustStore, e, &p.head.Dropped)
	return true
}

// firstTwo cuts "P:…,S:…, state[2], …" after the serial number.
func firstTwo(s string) string {
	p, rest, ok := strings.Cut(s, ",")
	if !ok {
		return s
	}
	sn, _, _ := strings.Cut(rest, ",")
	return s[:len(p)+1+len(sn)]
}
