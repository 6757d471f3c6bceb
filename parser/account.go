package parser

import (
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// accounts is "Account Information".
type accounts struct{ *page }

func (s accounts) take(l lines.Line) bool {
	switch l.Key {
	case "Smart Account":
		name, _ := cutTime(l.Value, " As of ")
		s.account().SmartAccount = scan.Text(name)
	case "Virtual Account":
		s.account().VirtualAccount = scan.Text(l.Value)
	default:
		return false
	}
	return true
}

func (s accounts) account() *Account {
	if s.Account == nil {
		s.Account = &Account{}
	}
	return s.Account
}

// registration is the section of agents before SLP, which register with CSSM instead of establishing trust.
type registration struct{ *page }

func (s registration) take(l lines.Line) bool {
	if s.Registration == nil {
		s.Registration = &Registration{}
	}
	switch l.Key {
	case "Status":
		// "REGISTERED", "REGISTERED - SPECIFIC LICENSE RESERVATION"; "UNREGISTERED", "REGISTERING"
		first, _ := scan.NextWord(l.Value)
		s.Registration.Registered = new(first == "REGISTERED")
	case "Registration Expires":
		s.setTime(&s.Registration.Expires, l)
	default:
		return accounts(s).take(l)
	}
	return true
}

// licenseAuthorization is the section of agents before SLP about what they may use.
type licenseAuthorization struct{ *page }

func (s licenseAuthorization) take(l lines.Line) bool {
	switch l.Key {
	case "Status":
		if l.Value == "Not Applicable" { // policy mode
			return true
		}
		status, _ := cutTime(l.Value, " on ")
		// "AUTHORIZED", "AUTHORIZED - RESERVED"
		first, _ := scan.NextWord(status)
		s.authorization().Authorized = new(first == "AUTHORIZED")
	case "Communication Deadline":
		s.authorized = true
		if l.Value != "DEADLINE EXCEEDED" {
			s.setTime(&s.authorization().CommDeadline, l)
		}
	case "Evaluation Period Remaining":
		s.authorized = true
	default:
		return false
	}
	return true
}

func (s licenseAuthorization) authorization() *LicenseAuthorization {
	if s.Authorization == nil {
		s.Authorization = &LicenseAuthorization{}
	}
	return s.Authorization
}
