package parser

import (
	"slices"
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// enterTrust reads the heading "Trust Code Installed:", which says by itself what there is on a
// switch on its own ("<none>", a date) and is followed by a list on the others. Agent 6 puts
// "Trust Code Type: CSSM" behind it.
func (r *reading) enterTrust(l lines.Line) bool {
	r.flush()
	r.heading, r.section = "Trust Code Installed", readTrust
	r.ends["Trust Code Installed"] = true
	value, kind, _ := strings.Cut(l.Value, "Trust Code Type:")
	value = strings.TrimSpace(value)
	switch {
	case value == "": // a list follows, or nothing is said
	case scan.IsNone(value):
		r.TrustCodes = []TrustCode{{Installed: new(false)}}
	default:
		code := TrustCode{Type: scan.Text(strings.TrimSpace(kind))}
		if !code.setDates("INSTALLED on " + strings.TrimPrefix(value, "INSTALLED on ")) {
			r.unread(l)
			break
		}
		r.TrustCodes = []TrustCode{code}
	}
	return true
}

// readTrust reads the list below "Trust Code Installed:": a member, then
// "INSTALLED on …    Valid on …", "Expired on …" and "Trust Code Type: …".
func readTrust(r *reading, l lines.Line) bool {
	if l.Key == "Attributes" {
		return true
	}
	if d, ok := memberOf(l); ok {
		r.TrustCodes = scan.Append(r.TrustCodes, TrustCode{Device: d})
		return true
	}
	if len(r.TrustCodes) == 0 {
		code := TrustCode{} // of a switch that names no members
		took := code.setDates(l.Text)
		if took {
			r.TrustCodes = []TrustCode{code}
		}
		return took
	}
	code := &r.TrustCodes[len(r.TrustCodes)-1]
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

// readTrustStore reads the trust lines of Other Info, one a member:
//
//	P:C9300-24UX,S:FCW…: No Trust Data
//	P:C9300-24UX,S:FCW…: P:C9300-24UX,S:FCW…, state[2], Trust Data INSTALLED  TrustId:827
//	Local Device: P:C9300-48UN,S:FOC…, state[1], NOT INSTALLED TrustId:605
//
// udi is what stands in front of the colon, entry what is behind it; a local device is named in its
// entry alone, which then is both.
func (r *reading) readTrustStore(e TrustStoreEntry, udi, entry string) bool {
	for _, candidate := range []string{udi, entry} {
		if d, ok := parseUDI(firstTwo(candidate)); ok {
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
	r.TrustStore = scan.Append(r.TrustStore, e)
	return true
}

// firstTwo cuts "P:…,S:…, state[2], …" behind the serial number.
func firstTwo(s string) string {
	p, rest, ok := strings.Cut(s, ",")
	if !ok {
		return s
	}
	sn, _, _ := strings.Cut(rest, ",")
	return p + "," + sn
}

// TrustMembers tells of each member of the switch what is known of its trust code, from the
// section "Trust Code Installed" first and from the trust lines of Other Info where that says
// nothing. The members are those of the HA list, else the switch itself with the role active. nil
// if nothing was reported about trust.
func (s *State) TrustMembers() []TrustCode {
	if len(s.TrustCodes) == 0 && len(s.TrustStore) == 0 {
		return nil
	}
	members := s.members()
	codes, store := slices.Clone(s.TrustCodes), slices.Clone(s.TrustStore)
	for i := range members {
		m := &members[i]
		at := slices.IndexFunc(codes, func(c TrustCode) bool { return c.speaksOf(m.Device, i) })
		if at < 0 { // the roles may have changed between two commands
			at = slices.IndexFunc(codes, func(c TrustCode) bool { return c.sameMachine(m.Device) })
		}
		if at >= 0 {
			device := m.Device
			*m = codes[at]
			m.Device = device
			if codes[at].PID != "" { // each entry of a list once: serial numbers may be equal
				codes = slices.Delete(codes, at, at+1)
			}
		}
		at = slices.IndexFunc(store, func(e TrustStoreEntry) bool { return e.speaksOf(m.Device, i) })
		if at >= 0 {
			m.addStore(store[at])
			store = slices.Delete(store, at, at+1)
		}
	}
	return members
}

// members are the devices of the switch, from the best list there is.
func (s *State) members() []TrustCode {
	var devices []Device
	switch {
	case len(s.HAUDIs) > 0:
		devices = s.HAUDIs
	case s.UDI != nil:
		devices = []Device{*s.UDI}
	case len(s.TrustCodes) > 0 && s.TrustCodes[0].PID != "":
		for _, c := range s.TrustCodes {
			devices = append(devices, c.Device)
		}
	case len(s.TrustCodes) == 0:
		devices = []Device{s.TrustStore[0].Device}
	default:
		devices = []Device{{}}
	}
	out := make([]TrustCode, len(devices))
	for i, d := range devices {
		if d.Role == "" && len(devices) == 1 { // of several, NETCONF does not tell all roles
			d.Role = "active"
		}
		out[i].Device = d
	}
	return out
}

// speaksOf tells whether the entry is about the i-th member d. An entry without a name speaks of
// all members if it says <none>, and of the active one, the first, if it has a date.
func (c TrustCode) speaksOf(d Device, i int) bool {
	if c.PID == "" && c.SerialNumber == "" {
		return i == 0 || c.Installed != nil && !*c.Installed
	}
	return c.Device == d
}

// speaksOf: the local device is the active one, whatever serial number stands there.
func (e TrustStoreEntry) speaksOf(d Device, i int) bool {
	if e.Local {
		return i == 0
	}
	return e.sameMachine(d)
}

// sameMachine compares devices whatever their roles.
func (d Device) sameMachine(other Device) bool {
	return d.PID == other.PID && d.SerialNumber == other.SerialNumber
}

func (c *TrustCode) addStore(e TrustStoreEntry) {
	if c.Installed == nil {
		c.Installed = e.Installed
	}
	c.TrustID = e.TrustID
}
