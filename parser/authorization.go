package parser

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// authorizations is "License Authorizations" and "Reservation Info".
type authorizations struct {
	*page
	// device is the one whose status follows.
	device *Device
}

// take reads the devices below "Overall status:" in License Authorizations
// ("Status: NOT INSTALLED") and Reservation Info ("Reservation status: NOT INSTALLED").
func (s *authorizations) take(l lines.Line) bool {
	switch l.Key {
	case "Status", "Reservation status":
		if s.device == nil {
			return false
		}
		a := Authorization{Device: *s.device}
		switch {
		case strings.HasPrefix(l.Value, "NOT INSTALLED"):
			a.Installed = new(false)
		case strings.Contains(l.Value, "INSTALLED"):
			a.Installed = new(true)
		default:
			s.unread(l)
		}
		s.Authorizations = scan.Add(s.Authorizations, a, &s.head.Dropped)
		s.device = nil
	case "Overall status", "License reservation", "Last Data Push", "Last File Export", "Request code",
		"Last return code", "Last Confirmation code", "Reservation authorization code", "Authorizations":
	default:
		d, ok := memberOf(l)
		if ok {
			s.device = &d
		}
		return ok
	}
	return true
}
