package parser

import (
	"slices"
)

// TrustMembers returns what is known of the trust code of each member of the switch, from the
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
			at = slices.IndexFunc(codes, func(c TrustCode) bool { return c.SameMachine(m.Device) })
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
		if d.Role == "" && len(devices) == 1 { // of several members, NETCONF does not report all roles
			d.Role = "active"
		}
		out[i].Device = d
	}
	return out
}

// speaksOf reports whether the entry is about the i-th member d. An entry without a name speaks of
// all members if it says <none>, and of the active one, the first, if it has a date.
func (c TrustCode) speaksOf(d Device, i int) bool {
	if c.PID == "" && c.SerialNumber == "" {
		return i == 0 || c.Installed != nil && !*c.Installed
	}
	return c.Device == d
}

// speaksOf: the local device is the active one, whatever its serial number is.
func (e TrustStoreEntry) speaksOf(d Device, i int) bool {
	if e.Local {
		return i == 0
	}
	return e.SameMachine(d)
}

// SameMachine compares devices whatever their roles.
func (d Device) SameMachine(other Device) bool {
	return d.PID == other.PID && d.SerialNumber == other.SerialNumber
}

func (c *TrustCode) addStore(e TrustStoreEntry) {
	if c.Installed == nil {
		c.Installed = e.Installed
	}
	c.TrustID = e.TrustID
}
