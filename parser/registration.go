package parser

import (
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// The sections of agents before SLP, which register with CSSM instead of establishing trust.

func readRegistration(r *reading, l lines.Line) bool {
	if r.Registration == nil {
		r.Registration = &Registration{}
	}
	switch l.Key {
	case "Status":
		// "REGISTERED", "REGISTERED - SPECIFIC LICENSE RESERVATION"; "UNREGISTERED", "REGISTERING"
		first, _ := scan.NextWord(l.Value)
		r.Registration.Registered = new(first == "REGISTERED")
	case "Registration Expires":
		r.setTime(&r.Registration.Expires, l)
	default:
		return readAccount(r, l)
	}
	return true
}

func readLicenseAuthorization(r *reading, l lines.Line) bool {
	switch l.Key {
	case "Status":
		if l.Value == "Not Applicable" { // policy mode
			return true
		}
		status, _ := cutTime(l.Value, " on ")
		// "AUTHORIZED", "AUTHORIZED - RESERVED"
		first, _ := scan.NextWord(status)
		r.licenseAuthorization().Authorized = new(first == "AUTHORIZED")
	case "Communication Deadline":
		r.authorizationEnds = true
		if l.Value != "DEADLINE EXCEEDED" {
			r.setTime(&r.licenseAuthorization().CommDeadline, l)
		}
	case "Evaluation Period Remaining":
		r.authorizationEnds = true
	default:
		return false
	}
	return true
}

func (r *reading) licenseAuthorization() *LicenseAuthorization {
	if r.Authorization == nil {
		r.Authorization = &LicenseAuthorization{}
	}
	return r.Authorization
}
