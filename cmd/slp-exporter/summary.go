package main

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/cause"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// summary is what a person wants to know of a switch, in a screen of text.
func summary(r report, verbose bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  (%s)\n", r.target, r.title)
	if r.err != nil {
		title := "Failed"
		if r.sample != nil {
			title = "Partly failed"
		}
		row(&b, title, r.err.Error())
		for _, other := range r.others {
			row(&b, "", other.Error())
		}
	}
	if r.sample == nil {
		return b.String()
	}
	for _, part := range []func(*strings.Builder, *collector.Sample){
		sumDevice, sumTrust, sumComm, sumEventlog, sumHistory, sumSyslog, sumUsage, sumRUM, sumPolicy, sumLicenses, sumAuthorizations, sumRegistration,
	} {
		part(&b, r.sample)
	}
	sumUnread(&b, r.unread, verbose)
	return b.String()
}

// sumUnread says how many lines could not be read, and which if the user wants to know.
func sumUnread(b *strings.Builder, lines []unreadLine, verbose bool) {
	switch {
	case len(lines) == 0:
	case !verbose:
		row(b, "Not read", several(len(lines), "line")+"; -v names them")
	default:
		for _, u := range lines {
			row(b, "Not read", u.String())
		}
	}
}

// row prints a line if there is something to say.
func row(b *strings.Builder, title, text string) {
	if text = strings.TrimSpace(text); text != "" {
		fmt.Fprintf(b, "  %-15s %s\n", title, text)
	}
}

// when shows a time: in UTC if it can be told, else as the switch wrote it.
func when(s *collector.Sample, t *localtime.Time) string {
	if t == nil {
		return ""
	}
	if at, ok := s.Clock.Resolve(t); ok {
		return at.UTC().Format("2006-01-02 15:04:05 UTC")
	}
	layout := "2006-01-02 15:04:05 "
	if t.NoYear {
		layout = "Jan _2 15:04:05 "
	}
	return strings.TrimSpace(t.Wall.Format(layout) + t.Zone)
}

func sumDevice(b *strings.Builder, s *collector.Sample) {
	var parts []string
	if s.UDI != nil {
		parts = append(parts, s.UDI.PID, s.UDI.SerialNumber)
	}
	if s.OSVersion != "" {
		parts = append(parts, systemOf(s.OSVersion)+" "+s.OSVersion)
	}
	if s.AgentVersion != "" {
		parts = append(parts, "agent "+s.AgentVersion)
	}
	if s.Hostname != "" {
		parts = append(parts, "host "+s.Hostname)
	}
	row(b, "Switch", strings.Join(parts, "  "))
	if s.Account != nil {
		row(b, "Account", strings.TrimLeft(s.Account.SmartAccount+" / "+s.Account.VirtualAccount, " /"))
	}
	if t := s.Transport; t != nil {
		text := strings.TrimSpace(t.Type + " " + t.URL)
		if t.ProxyAddress != "" {
			text += " through proxy " + t.ProxyAddress + ":" + t.ProxyPort
		}
		if t.VRF != "" {
			text += " in VRF " + t.VRF
		}
		row(b, "Transport", text)
	}
	if skew := s.Clock.Skew(); skew != nil {
		row(b, "Clock", "off by "+skew.Round(time.Second).String())
	}
}

// systemOf is the system of a release: IOS has parentheses in it, 15.2(7)E4.
func systemOf(release string) string {
	if strings.Contains(release, "(") {
		return "IOS"
	}
	return "IOS-XE"
}

func sumTrust(b *strings.Builder, s *collector.Sample) {
	row(b, "Trust", s.OverallTrust)
	for _, m := range s.Trust {
		if m.Installed == nil {
			continue
		}
		state := "no trust code"
		if *m.Installed {
			state = strings.TrimSpace("trust code installed " + when(s, m.InstalledOn))
		}
		row(b, "", strings.Join([]string{m.Role, m.PID, m.SerialNumber, state}, " "))
	}
}

func sumComm(b *strings.Builder, s *collector.Sample) {
	row(b, "Communication", strings.TrimSpace(s.CommLevel+" "+s.CommState))
	for _, m := range s.Messages {
		if m.Response == "" {
			continue
		}
		text := m.Name + ": " + m.Response
		if m.Reason != "" {
			text += ", " + m.Reason
		}
		if at := when(s, m.ResponseTime); at != "" {
			text += " on " + at
		}
		if m.OngoingComm != nil && *m.OngoingComm > 0 {
			text += fmt.Sprintf(", %v failures in a row (%s)", *m.OngoingComm, cause.Of(m.Response, m.Reason))
		}
		row(b, "", text)
	}
}

func sumUsage(b *strings.Builder, s *collector.Sample) {
	u := s.Usage
	if u == nil {
		return
	}
	if u.PushInterval != nil {
		row(b, "Usage reports", every(*u.PushInterval))
	}
	for _, line := range []struct {
		name string
		at   *localtime.Time
	}{
		{"last push", u.LastPush}, {"next push", u.NextPush}, {"last ACK", u.LastAck}, {"ACK deadline", u.AckDeadline},
	} {
		if at := when(s, line.at); at != "" {
			row(b, "", line.name+" "+at)
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

func sumRUM(b *strings.Builder, s *collector.Sample) {
	row(b, "RUM reports", ofSummary(s.RUM))
	var states []string
	for _, r := range s.RUMStates {
		states = append(states, fmt.Sprintf("%d %s", r.Reports, r.State))
	}
	if len(states) > 0 {
		row(b, "Reports listed", strings.Join(states, ", "))
	}
}

// ofSummary is the Usage Report Summary in a line; empty if there is none.
func ofSummary(r *parser.RUMSummary) string {
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

func sumPolicy(b *strings.Builder, s *collector.Sample) {
	if s.Policy != nil {
		row(b, "Policy", s.Policy.Name+" "+s.Policy.Source+" "+when(s, s.Policy.InstalledOn))
	}
}

func sumLicenses(b *strings.Builder, s *collector.Sample) {
	title := "Licences"
	for _, l := range s.Licenses {
		name := cmp.Or(l.Name, l.EntitlementTag) // agents before SLP name no licence that is not registered
		text := name
		if l.Status != "" { // by NETCONF there is none of agents with SLP
			text += ", " + strings.ToLower(l.Status)
		}
		if l.Description != "" && l.Description != name {
			text += " (" + l.Description + ")"
		}
		if l.Count != nil {
			text = fmt.Sprintf("%v × %s", *l.Count, text)
		}
		row(b, title, text)
		title = ""
	}
}

// sumAuthorizations says which devices have an authorization code.
func sumAuthorizations(b *strings.Builder, s *collector.Sample) {
	title := "Authorization"
	for _, a := range s.Authorizations {
		if a.Installed == nil {
			continue
		}
		state := either(*a.Installed, "authorization code installed", "no authorization code")
		row(b, title, strings.Join([]string{a.Role, a.PID, a.SerialNumber, state}, " "))
		title = ""
	}
}

// sumRegistration says where a switch stands whose agent is older than SLP.
func sumRegistration(b *strings.Builder, s *collector.Sample) {
	title := "Before SLP"
	say := func(text string, at *localtime.Time, meaning string) {
		if when := when(s, at); when != "" {
			text += ", " + meaning + " " + when
		}
		row(b, title, text)
		title = ""
	}
	if s.SmartLicensing != nil && !*s.SmartLicensing {
		say("Smart Licensing is disabled", nil, "")
	}
	if r := s.Registration; r != nil && r.Registered != nil {
		say(either(*r.Registered, "registered", "not registered"), r.Expires, "expires")
	}
	if a := s.Authorization; a != nil && a.Authorized != nil {
		say(either(*a.Authorized, "licences authorized", "licences not authorized"), a.CommDeadline, "CSSM to be reached by")
	}
}

func either(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}
