package parser

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// licenseUsage is "License Usage".
type licenseUsage struct {
	*page
	// license is the one in hand; it points to hand.
	license *License
	hand    License
}

// take reads the two forms of License Usage: "Handle: 1" with "License:" and "Entitlement
// Tag:" below it in tech support, "network-advantage (C9300-24 Network Advantage):" elsewhere.
func (s *licenseUsage) take(l lines.Line) bool {
	if l.Key == "Handle" {
		s.begin(License{})
		return true
	}
	if l.Indent < 2 {
		if name, tag, ok := splitLicenseHeading(l.Text); ok {
			s.begin(License{Name: scan.Text(name), EntitlementTag: scan.Text(tag)})
			return true
		}
	}
	if s.license == nil || l.Indent == 0 && !isLicenseLine(l) {
		return false
	}
	// Everything indented belongs to the licence, also what is not kept: a peer's UDI, for one.
	s.set(l)
	return true
}

// isLicenseLine reports whether a line belongs to a licence, in text that has lost its indentation.
func isLicenseLine(l lines.Line) bool {
	switch l.Key {
	case "License", "Entitlement Tag", "Entitlement tag", "Description", "Count", "Version", "Status", "Status time", "Request Time",
		"Export status", "Feature Name", "Feature Description", "Enforcement type", "License type", "Enforcement Type", "License Type", "Measurements",
		"ENTITLEMENT", "Interval", "Current Value", "Current Report", "Soft Enforced", "Application HA Info",
		"Application Name", "Application Id", "Application Role", "Peer Info", "Hostname", "PIID",
		"Smart Account Name", "Virtual Account Name", "Reservation", "Reservation status", "Total reserved count":
		return true
	case "UDI":
		return strings.HasPrefix(l.Value, "P:") // a peer's; the switch's own has PID:
	}
	return false
}

// begin starts the next licence.
func (s *licenseUsage) begin(l License) {
	s.end()
	s.hand = l
	s.license = &s.hand
}

// end keeps the licence in hand.
func (s *licenseUsage) end() {
	if s.license != nil {
		s.Licenses = scan.Add(s.Licenses, *s.license, &s.head.Dropped)
	}
	s.license = nil
}

// set takes what a line says of the licence in hand.
func (s *licenseUsage) set(l lines.Line) {
	lic := s.license
	switch l.Key {
	case "License":
		s.setText(&lic.Name, l, l.Value)
	case "Entitlement Tag", "Entitlement tag":
		s.setText(&lic.EntitlementTag, l, l.Value)
	case "Description":
		s.setText(&lic.Description, l, l.Value)
	case "Count":
		if lic.Count != nil {
			s.unread(l)
			return
		}
		s.setNumber(&lic.Count, l, l.Value)
	case "Status":
		status, _, _ := strings.Cut(l.Value, "(")
		s.setText(&lic.Status, l, strings.TrimSpace(status))
	case "Export status":
		s.setText(&lic.ExportStatus, l, l.Value)
	case "Enforcement type", "Enforcement Type": // NX-OS writes them with two capitals
		s.setText(&lic.Enforcement, l, l.Value)
	case "License type", "License Type":
		s.setText(&lic.Type, l, l.Value)
	}
}

// setText keeps a text of the licence in hand. A second one is of another licence, whose heading was lost.
func (s *licenseUsage) setText(to *string, l lines.Line, value string) {
	if *to != "" {
		s.unread(l)
		return
	}
	*to = scan.Text(value)
}
