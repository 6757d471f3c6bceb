package parser

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// The sections that only "show license tech support" and "show license all" have.

func readProduct(r *reading, l lines.Line) bool {
	switch l.Key {
	case "UDI":
		if d, ok := parseUDI(l.Value); ok {
			d.Role = "active"
			r.UDI = &d
		} else {
			r.unread(l)
		}
	case "HA UDI List":
	default:
		d, ok := memberOf(l)
		if ok {
			r.HAUDIs = scan.Append(r.HAUDIs, d)
		}
		return ok
	}
	return true
}

// memberOf reads "Active:PID:C9300-24UX,SN:FCW…", "Standby: …" or "Member: …".
func memberOf(l lines.Line) (Device, bool) {
	switch l.Key {
	case "Active", "Standby", "Member":
		d, ok := parseUDI(l.Value)
		d.Role = strings.ToLower(l.Key)
		return d, ok
	}
	return Device{}, false
}

// parseUDI reads "PID:C9300-24UX,SN:FCW2134L00C" and "P:C9300-24UX,S:FCW2134L00C".
func parseUDI(value string) (Device, bool) {
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

// readJob reads one of the Upcoming Scheduled Jobs: a time with a countdown or "(Expired)",
// "Expired Not Rescheduled" or "Not Available".
func readJob(r *reading, l lines.Line) bool {
	if l.Key == "Current time" {
		return r.atCurrentTime(l)
	}
	name, value, ok := splitJob(l)
	if !ok {
		return false
	}
	job := Job{Name: scan.Snake(name)}
	if value == "Expired Not Rescheduled" || value == "Not Available" || scan.IsNone(value) {
		r.Jobs = scan.Append(r.Jobs, job)
		return true
	}
	t, rest := localtime.Parse(value)
	if t == nil {
		if strings.HasSuffix(value, ")") {
			r.unread(l)
		}
		return false
	}
	t.Remaining = localtime.ParseRemaining(rest)
	job.At = t
	r.Jobs = scan.Append(r.Jobs, job)
	return true
}

func splitJob(l lines.Line) (name, value string, ok bool) {
	return l.Key, l.Value, l.Key != "" && l.Value != "" && l.Key[0] != '*' && l.Key[0] != '.'
}

// readAuthorization reads the devices below "Overall status:" in License Authorizations
// ("Status: NOT INSTALLED") and Reservation Info ("Reservation status: NOT INSTALLED").
func readAuthorization(r *reading, l lines.Line) bool {
	switch l.Key {
	case "Status", "Reservation status":
		if r.device == nil {
			return false
		}
		a := Authorization{Device: *r.device}
		switch {
		case strings.HasPrefix(l.Value, "NOT INSTALLED"):
			a.Installed = new(false)
		case strings.Contains(l.Value, "INSTALLED"):
			a.Installed = new(true)
		default:
			r.unread(l)
		}
		r.Authorizations = scan.Append(r.Authorizations, a)
		r.device = nil
	case "Overall status", "License reservation", "Last Data Push", "Last File Export", "Request code",
		"Last return code", "Last Confirmation code", "Reservation authorization code", "Authorizations":
	default:
		d, ok := memberOf(l)
		if ok {
			r.device = &d
		}
		return ok
	}
	return true
}

// enterMessage starts a message type of the Communication Statistics at its line
// "Attempts: Total=2, Success=0, Fail=2  Ongoing Failure: Overall=2 Communication=2".
// The line above is the name of the message: "Usage Reporting:".
func (r *reading) enterMessage(l lines.Line) bool {
	orphan := r.counted || r.filtered && r.previous != r.heading // its heading was filtered out
	if r.heading == "" || orphan || !strings.HasPrefix(l.Value, "Total=") {
		return false
	}
	r.flush()
	r.section, r.counted = readMessage, true
	m := &Message{Name: scan.Snake(r.heading)}
	r.message = m
	for word := range strings.FieldsFuncSeq(l.Value, func(c rune) bool { return c == ' ' || c == ',' }) {
		name, digits, ok := strings.Cut(word, "=")
		if !ok {
			continue
		}
		switch name {
		case "Success":
			r.setNumber(&m.Success, l, digits)
		case "Fail":
			r.setNumber(&m.Failure, l, digits)
		case "Overall":
			r.setNumber(&m.OngoingOverall, l, digits)
		case "Communication":
			r.setNumber(&m.OngoingComm, l, digits)
		}
	}
	return true
}

func readMessage(r *reading, l lines.Line) bool {
	m := r.message
	if m == nil {
		return false
	}
	open := r.jsonOpen
	r.jsonOpen = false
	switch l.Key {
	case "Last Response":
		response, at := cutTime(l.Value, " on ")
		m.Response, m.ResponseTime = scan.Text(response), at
	case "Failure Reason":
		m.Reason = scan.Text(l.Value)
		r.jsonOpen = unbalanced(m.Reason)
	case "Last Success Time":
		r.setTime(&m.LastSuccess, l)
	case "Last Failure Time":
		r.setTime(&m.LastFailure, l)
	default:
		if !open {
			return false
		}
		m.Reason += " " + l.Text // JSON goes on
		r.jsonOpen = unbalanced(m.Reason) && len(m.Reason) < 4096
	}
	return true
}

// unbalanced tells whether a JSON text has more brackets open than closed.
func unbalanced(s string) bool {
	return strings.HasPrefix(s, "{") && strings.Count(s, "{") > strings.Count(s, "}")
}
