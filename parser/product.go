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
			s.HAUDIs = scan.Add(s.HAUDIs, d, &s.head.Dropped)
		}
		return ok
	}
	return true
}

// memberOf reads "Active:PID:C9300-24UX,SN:FCW…", "Standby: …" or "Member: …".
func memberOf(l lines.Line) (Device, bool) {
	switch l.Key {
	case "Active":
		return deviceAs("active", l)
	case "Standby":
		return deviceAs("standby", l)
	case "Member":
		return deviceAs("member", l)
	}
	return Device{}, false
}

func deviceAs(role string, l lines.Line) (Device, bool) {
	d, ok := DeviceOf(l.Value)
	d.Role = role
	return d, ok
}

// DeviceOf reads "PID:C9300-24UX,SN:FCW2134L00C" and "P:C9300-24UX,S:FCW2134L00C".
func DeviceOf(value string) (Device, bool) {
	pid, sn, ok := strings.Cut(value, ",")
	if !ok {
		return Device{}, false
	}
	p, pok := cutEither(pid, "PID:", "P:")
	s, sok := cutEither(strings.TrimSpace(sn), "SN:", "S:")
	if !pok || !sok {
		return Device{}, false
	}
	both := p + s // one copy of the two
	return Device{PID: both[:len(p)], SerialNumber: both[len(p):]}, true
}

func cutEither(s, long, short string) (string, bool) {
	rest, ok := strings.CutPrefix(s, long)
	if !ok {
		rest, ok = strings.CutPrefix(s, short)
	}
	return strings.TrimSpace(rest), ok
}
