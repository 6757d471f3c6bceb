package evidence

import "strings"

// CA is what "show crypto pki trustpoints NAME status" says of a trust point. Its presence is no proof that a
// handshake succeeds.
type CA struct {
	// Found is false if there is no such trust point.
	Found bool
	// Authenticated is "Issuing CA authenticated": a certificate of the authority is installed. nil if it is not said.
	Authenticated *bool
	// Line is the line that says so.
	Line string
}

// ReadCA reads the status of a trust point; false if the output says nothing about one.
//
//	Trustpoint SLA-TrustPoint:
//	  State:
//	    Issuing CA authenticated ....... Yes
func ReadCA(o Output) (ca CA, ok bool) {
	for line := range o.Lines() {
		low := strings.ToLower(line)
		switch {
		case strings.HasPrefix(low, "trustpoint "):
			ca.Found, ca.Line, ok = true, line, true
		case strings.HasPrefix(low, "issuing ca authenticated"):
			ca.Found, ca.Line, ok = true, line, true
			ca.Authenticated = new(strings.HasSuffix(low, "yes"))
		case strings.HasPrefix(low, "%") && strings.Contains(low, "trustpoint"), strings.Contains(low, "no such trustpoint"):
			ca.Line, ok = line, true
		}
	}
	return ca, ok
}
