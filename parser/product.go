package parser

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// product is "Product Information" and the "HA UDI List".
type product struct{ *page }

func (s product) take(l lines.Line) bool {
	switch l.Key {
	case "UDI":
		if d, ok := DeviceOf(l.Value); ok {
			d.Role = "active"
			s.UDI = &d
		} else {
			s.unread(l)
		}
	case "HA UDI List":
	default:
		d, ok := memberOf(l)
		if ok {
			s.HAUDIs = scan.Add(s.HAUDIs, d, &s.Dropped)
		}
		return ok
	}
	return true
}

// memberOf reads "Active:PID:C9300-24UX,SN:FCW…", "Standby: …" or "Member: …".
func memberOf(l lines.Line) (Device, bool) {
	switch l.Key {
	case "Active", "Standby", "Member":
		d, ok := DeviceOf(l.Value)
		d.Role = strings.ToLower(l.Key)
		return d, ok
	}
	return Device{}, false
}

// DeviceOf reads "PID:C9300-24UX,SN:FCW2134L00C" and "P:C9300-24UX,S:FCW2134L00C".
func DeviceOf(value string) (Device, bool) {
	pid, sn, ok := strings.Cut(value, ",")
	if !ok {
		return Device{}, false
	}
	p, pok := cutAnyPrefix(pid, "PID:", "P:")
	s, sok := cutAnyPrefix(strings.TrimSpace(sn), "SN:", "S:")
	return Device{PID: strings.Clone(p), SerialNumber: strings.Clone(s)}, pok && sok
}

func cutAnyPrefix(s string, prefixes ...string) (string, bool) {
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(s, p); ok {
			return strings.TrimSpace(rest), true
		}
	}
	return s, false
}
