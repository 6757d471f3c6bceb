package parser

// dropUnfinished leaves of a truncated output only what later lines could not have changed: not
// the section in which it ends, if its lines belong together, no tally over a list that may have
// gone on, and no member of which only a part is known.
func (r *reading) dropUnfinished() {
	switch r.heading {
	case "Transport":
		r.Transport = nil
	case "Policy":
		r.Policy = nil
	case "Account Information", "Registration":
		r.Account = nil
	case "License Usage":
		r.Licenses = nil
	}
	if !r.ends["License Certificates"] { // the section after the Communication Statistics
		r.Messages, r.CommLevel, r.CommState = nil, "", ""
	}
	if !r.ends["Agent Version"] && !r.ends["Upcoming Scheduled Jobs"] { // Product Information may go on
		r.UDI, r.HAUDIs = nil, nil
		r.TrustCodes = nil
	}
}
