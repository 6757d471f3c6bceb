package parser

import (
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// The sections that "show license status", "show license all" and "show license tech support"
// have in common.

func readPolicyMode(r *reading, l lines.Line) bool {
	if l.Key != "Status" {
		return l.Key == "Reporting Mode"
	}
	r.setBool(&r.PolicyMode, l, l.Value, "ENABLED", "DISABLED")
	return true
}

func readAccount(r *reading, l lines.Line) bool {
	switch l.Key {
	case "Smart Account":
		name, _ := cutTime(l.Value, " As of ")
		r.account().SmartAccount = scan.Text(name)
	case "Virtual Account":
		r.account().VirtualAccount = scan.Text(l.Value)
	default:
		return false
	}
	return true
}

func (r *reading) account() *Account {
	if r.Account == nil {
		r.Account = &Account{}
	}
	return r.Account
}

// cutTime cuts "VALUE on Jan 10 20:31:32 2022 UTC" at the last separator that a time follows.
func cutTime(value, separator string) (before string, t *localtime.Time) {
	i := strings.LastIndex(value, separator)
	if i < 0 {
		return value, nil
	}
	t, rest := localtime.Parse(value[i+len(separator):])
	if t == nil && rest == value[i+len(separator):] {
		return value, nil
	}
	return value[:i], t
}

func readTransport(r *reading, l lines.Line) bool {
	if r.Transport == nil {
		r.Transport = &Transport{}
	}
	t := r.Transport
	switch l.Key {
	case "Type":
		t.Type = transportType(l.Value)
	case "URL", "Cslu address", "CSLU address":
		t.URL = scan.Text(withoutCredentials(l.Value))
	case "Proxy":
		r.inProxy = true
	case "Address":
		if r.inProxy {
			t.ProxyAddress = scan.Text(withoutCredentials(l.Value))
		}
	case "Port":
		if r.inProxy {
			t.ProxyPort = scan.Text(l.Value)
		}
	case "VRF":
		t.VRF = scan.Text(l.Value)
	case "IP Mode":
		t.IPMode = scan.Text(l.Value)
	case "Trust Point":
		t.TrustPoint = scan.Text(l.Value)
	case "Username", "Password", "Server Identity Check": // credentials are not kept
	default:
		return l.Text == "Not Configured"
	}
	return true
}

// withoutCredentials drops a user and password from an address, and what follows a "?".
func withoutCredentials(address string) string {
	address, _, _ = strings.Cut(address, "?")
	scheme, rest, ok := strings.Cut(address, "://")
	if ok {
		scheme += "://"
	} else {
		scheme, rest = "", address
	}
	host, _, _ := strings.Cut(rest, "/")
	return scheme + rest[strings.LastIndexByte(host, '@')+1:]
}

// transportType writes the type in lower case; "Transport Off" is off.
func transportType(value string) string {
	if scan.IsNone(value) {
		return ""
	}
	return scan.Text(strings.TrimPrefix(strings.ToLower(value), "transport "))
}

func readPolicy(r *reading, l lines.Line) bool {
	if r.Policy == nil {
		r.Policy = &Policy{}
	}
	p := r.Policy
	if class, ok := policyClasses[l.Key]; ok {
		p.Classes = append(p.Classes, PolicyClass{Class: class})
		r.class = &p.Classes[len(p.Classes)-1]
		return true
	}
	switch l.Key {
	case "Policy in use":
		p.Source = scan.Text(l.Value)
		if source, on, ok := strings.Cut(l.Value, " On "); ok {
			if t, rest := localtime.Parse(on); t != nil || rest != on {
				p.Source, p.InstalledOn = scan.Text(source+" On"), t
			}
		}
	case "Policy name":
		p.Name = scan.Text(l.Value)
	case "Reporting ACK required":
		answer, _ := scan.NextWord(l.Value)
		r.setBool(&p.AckRequired, l, answer, "yes", "no")
	case "First report requirement (days)":
		return r.setDays(func(c *PolicyClass) **time.Duration { return &c.FirstReport }, l)
	case "Reporting frequency (days)":
		return r.setDays(func(c *PolicyClass) **time.Duration { return &c.ReportInterval }, l)
	case "Report on change (days)":
		return r.setDays(func(c *PolicyClass) **time.Duration { return &c.OnChange }, l)
	default:
		return false
	}
	return true
}

// policyClasses are the four classes of licences that a policy tells apart.
var policyClasses = map[string]string{
	"Unenforced/Non-Export Perpetual Attributes":           "unenforced_perpetual",
	"Unenforced/Non-Export Subscription Attributes":        "unenforced_subscription",
	"Enforced (Perpetual/Subscription) License Attributes": "enforced",
	"Export (Perpetual/Subscription) License Attributes":   "export",
}

// setDays reads "365 (Customer Policy)".
func (r *reading) setDays(field func(*PolicyClass) **time.Duration, l lines.Line) bool {
	if r.class == nil {
		return false
	}
	word, _ := scan.NextWord(l.Value)
	days, ok := scan.Number(word)
	if !ok || days > 36500 {
		if !scan.IsNone(l.Value) {
			r.unread(l)
		}
		return true
	}
	if to := field(r.class); *to == nil { // else a heading was lost between the two
		*to = new(time.Duration(days) * 24 * time.Hour)
	}
	return true
}

func readUsage(r *reading, l lines.Line) bool {
	if r.Usage == nil {
		r.Usage = &UsageReporting{}
	}
	u := r.Usage
	switch l.Key {
	case "Last ACK received":
		r.setTime(&u.LastAck, l)
	case "Next ACK deadline":
		r.setTime(&u.AckDeadline, l)
	case "Reporting push interval":
		r.setPushInterval(&u.PushInterval, l)
	case "Next ACK push check":
		r.setTime(&u.NextAckCheck, l)
	case "Next report push":
		r.setTime(&u.NextPush, l)
	case "Last report push":
		r.setTime(&u.LastPush, l)
	case "Last report file write":
		r.setTime(&u.LastFileWrite, l)
		r.ends["Last report file write"] = true
	default:
		return false
	}
	return true
}

// setPushInterval reads "30  days State(4) InPolicy(90)" and "0 (no reporting)".
func (r *reading) setPushInterval(to **time.Duration, l lines.Line) {
	if scan.IsNone(l.Value) {
		return
	}
	word, rest := scan.NextWord(l.Value)
	n, ok := scan.Number(word)
	unit, _ := scan.NextWord(rest)
	size, known := localtime.UnitOf(unit)
	switch {
	case ok && n == 0:
		*to = new(time.Duration(0))
	case ok && known && n <= 36500:
		*to = new(time.Duration(n) * size)
	default:
		r.unread(l)
	}
}

func readRUMSummary(r *reading, l lines.Line) bool {
	if r.RUM == nil {
		r.RUM = &RUMSummary{}
	}
	took := false
	for rest := l.Text; rest != ""; {
		label, after, ok := strings.Cut(rest, ":")
		if !ok {
			break
		}
		value, remainder := scan.NextWord(after)
		took = r.setRUM(strings.TrimLeft(label, ", "), strings.TrimRight(value, ","), l) || took
		rest = remainder
	}
	return took
}

// setRUM takes one "label: 0(349)" of the summary.
func (r *reading) setRUM(label, value string, l lines.Line) bool {
	s := r.RUM
	plain, behind, parenthesised := strings.Cut(strings.TrimSuffix(value, ")"), "(")
	switch label {
	case "Total":
		r.setNumber(&s.Total, l, plain)
	case "Purged":
		r.setNumber(&s.Purged, l, plain)
	case "Total Acknowledged Received":
		r.setNumber(&s.Acknowledged, l, plain)
	case "Waiting for Ack":
		r.setNumber(&s.WaitingAck, l, plain)
		if parenthesised {
			r.setNumber(&s.Unacknowledged, l, behind)
		}
	case "Available to Report":
		r.setNumber(&s.Available, l, plain)
	case "Collecting Data":
		r.setNumber(&s.Collecting, l, plain)
		r.ends["Collecting Data"] = s.Collecting != nil
	case "In Storage":
		r.setNumber(&s.InStorage, l, plain)
	case "MIA":
		r.setNumber(&s.Missing, l, plain)
	default:
		return label == "Maximum Display" || label == "Report Module Status"
	}
	return true
}
