package parser

import "strings"

// readLicense reads the two forms of License Usage: "Handle: 1" with "License:" and "Entitlement
// Tag:" below it in tech support, "network-advantage (C9300-24 Network Advantage):" elsewhere.
func readLicense(r *reading, l line) bool {
	if l.key == "Handle" {
		r.newLicense(License{})
		return true
	}
	if l.indent == 0 {
		name, tag, ok := splitLicenseHeading(l.text)
		if ok {
			r.newLicense(License{Name: name, EntitlementTag: tag})
		}
		return ok
	}
	if r.license == nil {
		return false
	}
	// Everything indented belongs to the licence, also what is not kept: a peer's UDI, for one.
	r.setLicense(l)
	return true
}

func (r *reading) newLicense(l License) {
	if r.license != nil {
		r.Licenses = appendBounded(r.Licenses, *r.license)
	}
	r.license = &l
}

func (r *reading) setLicense(l line) {
	lic := r.license
	switch l.key {
	case "License":
		lic.Name = text(l.value)
	case "Entitlement Tag":
		lic.EntitlementTag = text(l.value)
	case "Description":
		lic.Description = text(l.value)
	case "Count":
		r.setNumber(&lic.Count, l, l.value)
	case "Status":
		status, _, _ := strings.Cut(l.value, "(")
		lic.Status = text(strings.TrimSpace(status))
	case "Export status":
		lic.ExportStatus = text(l.value)
	case "Enforcement type":
		lic.Enforcement = text(l.value)
	case "License type":
		lic.Type = text(l.value)
	}
}

// splitLicenseHeading reads "network-advantage (C9300-24 Network Advantage):". The tag may hold
// parentheses of its own, the name has none.
func splitLicenseHeading(s string) (name, tag string, ok bool) {
	s, ok = strings.CutSuffix(s, "):")
	if !ok {
		return "", "", false
	}
	name, tag, ok = strings.Cut(s, "(")
	return text(strings.TrimSpace(name)), text(tag), ok
}
