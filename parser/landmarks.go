package parser

// landmarks are headings and lines that were seen, a bit for each of landmarkBits and the first one for all others.
type landmarks uint32

// landmarkBits are the headings and lines by which it is known how far an output goes.
var landmarkBits = bitsOf(
	"Smart Licensing Status", "Smart Licensing Tech Support info", "Utility", "Smart Licensing Using Policy", "Transport", "Policy",
	"Usage Reporting", "Registration", trustHeading, "Features Authorized", "Upcoming Scheduled Jobs", "Agent Version",
	"License Certificates", "Purchased Licenses", "Clock sync-ed with NTP", "Platform Provided Mapping Table",
)

func bitsOf(names ...string) map[string]landmarks {
	bits := make(map[string]landmarks, len(names))
	for i, name := range names {
		bits[name] = 1 << (i + 1)
	}
	return bits
}

// add notes a heading or line.
func (s *landmarks) add(name string) { *s |= max(landmarkBits[name], 1) }

// has reports whether any of the landmarks was seen.
func (s landmarks) has(names ...string) bool {
	for _, name := range names {
		if s&landmarkBits[name] != 0 {
			return true
		}
	}
	return false
}

// hasBut reports whether anything was seen but the landmarks named.
func (s landmarks) hasBut(names ...string) bool {
	for _, name := range names {
		s &^= landmarkBits[name]
	}
	return s != 0
}

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
	if !r.seen.has("License Certificates") { // the section after the Communication Statistics
		r.Messages, r.CommLevel, r.CommState = nil, "", ""
	}
	if !r.seen.has("Agent Version", "Upcoming Scheduled Jobs") { // Product Information may go on
		r.UDI, r.HAUDIs = nil, nil
		r.TrustCodes = nil
	}
}
