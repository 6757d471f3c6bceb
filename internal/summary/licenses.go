package summary

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// usage says when usage reports are pushed and acknowledged.
func (t *writing) usage() {
	u := t.Usage
	if u == nil {
		return
	}
	if u.PushInterval != nil {
		t.line("Usage reports", every(*u.PushInterval))
	}
	for _, line := range []struct {
		name string
		at   *localtime.Time
	}{
		{"last push", u.LastPush}, {"next push", u.NextPush}, {"last ACK", u.LastAck}, {"ACK deadline", u.AckDeadline},
	} {
		if at := t.when(line.at); at != "" {
			t.line("", line.name+" "+at)
		}
	}
}

// every says how often usage reports are pushed.
func every(interval time.Duration) string {
	switch days := interval.Hours() / 24; days {
	case 0:
		return "no reporting"
	case 1:
		return "pushed every day"
	default:
		return fmt.Sprintf("pushed every %v days", days)
	}
}

func (t *writing) rum() {
	t.line("RUM reports", tallies(t.RUM))
	var states []string
	for _, r := range t.RUMStates {
		states = append(states, fmt.Sprintf("%d %s", r.Reports, r.State))
	}
	if len(states) > 0 {
		t.line("Reports listed", strings.Join(states, ", "))
	}
}

// tallies is the Usage Report Summary in a line; empty for nil.
func tallies(r *parser.RUMSummary) string {
	if r == nil {
		return ""
	}
	var parts []string
	for _, n := range []struct {
		name  string
		value *float64
	}{
		{"created", r.Total}, {"acknowledged", r.Acknowledged}, {"without ACK", r.Unacknowledged},
		{"available", r.Available}, {"purged", r.Purged}, {"missing", r.Missing},
	} {
		if n.value != nil {
			parts = append(parts, fmt.Sprintf("%v %s", *n.value, n.name))
		}
	}
	return strings.Join(parts, ", ")
}

func (t *writing) policy() {
	if p := t.Policy; p != nil {
		t.line("Policy", p.Name+" "+p.Source+" "+t.when(p.InstalledOn))
	}
}

func (t *writing) licenses() {
	line := t.section("Licences")
	for _, l := range t.Licenses {
		name := cmp.Or(l.Name, l.EntitlementTag) // agents before SLP name no licence that is not registered
		text := name
		if l.Status != "" { // NETCONF reports none for agents with SLP
			text += ", " + strings.ToLower(l.Status)
		}
		if l.Description != "" && l.Description != name {
			text += " (" + l.Description + ")"
		}
		if l.Count != nil {
			text = fmt.Sprintf("%v × %s", *l.Count, text)
		}
		line(text)
	}
}

// authorizations says which devices have an authorization code.
func (t *writing) authorizations() {
	line := t.section("Authorization")
	for _, a := range t.Authorizations {
		if a.Installed == nil {
			continue
		}
		state := either(*a.Installed, "authorization code installed", "no authorization code")
		line(strings.Join([]string{a.Role, a.PID, a.SerialNumber, state}, " "))
	}
}

// registration says whether a switch with an agent before SLP is registered and authorized.
func (t *writing) registration() {
	line := t.section("Before SLP")
	until := func(text, meaning string, at *localtime.Time) string {
		if when := t.when(at); when != "" {
			text += ", " + meaning + " " + when
		}
		return text
	}
	if t.SmartLicensing != nil && !*t.SmartLicensing {
		line("Smart Licensing is disabled")
	}
	if r := t.Registration; r != nil && r.Registered != nil {
		line(until(either(*r.Registered, "registered", "not registered"), "expires", r.Expires))
	}
	if a := t.Authorization; a != nil && a.Authorized != nil {
		line(until(either(*a.Authorized, "licences authorized", "licences not authorized"), "CSSM to be reached by", a.CommDeadline))
	}
}
