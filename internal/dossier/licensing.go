package dossier

import (
	"cmp"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/parser"
)

// reports is the cadence of usage reports and ACKs, and how many reports there are.
func (r reader) reports(s *Section) {
	if u := r.Usage; u != nil {
		s.Facts = []Fact{
			{"Pushed every", long(u.PushInterval, "no reporting")}, {"Last push", r.when(u.LastPush)},
			{"Last push went", toned(either(u.LastPushSuccess, "well", "wrong"), toneOf(u.LastPushSuccess))}, {"Why", text(u.LastPushFailure)},
			{"Next push", r.when(u.NextPush)}, {"Last ACK", r.when(u.LastAck)}, {"Next look for an ACK", r.when(u.NextAckCheck)},
			{"ACK deadline", r.when(u.AckDeadline)}, {"Last file written", r.when(u.LastFileWrite)},
		}
	}
	s.Facts = append(s.Facts, Fact{"Oldest report without ACK", r.when(r.OldestReport)})
	if t := r.RUM; t != nil {
		s.Facts = append(s.Facts,
			Fact{"Created", count(t.Total)}, Fact{"Acknowledged", count(t.Acknowledged)}, Fact{"Waiting for an ACK", count(t.WaitingAck)},
			Fact{"Without ACK", count(t.Unacknowledged)}, Fact{"Available", count(t.Available)}, Fact{"Collecting", count(t.Collecting)},
			Fact{"In storage", count(t.InStorage)}, Fact{"Purged", count(t.Purged)}, Fact{"Missing", count(t.Missing)},
		)
	}
	states := Table{Title: "RUM reports on the switch", Columns: []string{"State", "Reports"}}
	for _, c := range r.RUMStates {
		states.Rows = append(states.Rows, []Value{text(spaced(c.State)), number(c.Reports)})
	}
	jobs := Table{Title: "What the agent does next", Columns: []string{"Job", "When"}}
	for _, j := range r.Jobs {
		if j.At != nil {
			jobs.Rows = append(jobs.Rows, []Value{text(spaced(j.Name)), r.when(j.At)})
		}
	}
	s.Tables = []Table{states, jobs}
}

// policy is what the policy in force asks for.
func (r reader) policy(s *Section) {
	p := r.Policy
	if p == nil {
		return
	}
	s.Facts = []Fact{
		{"Name", text(p.Name)}, {"Source", text(p.Source)}, {"Installed", r.when(p.InstalledOn)},
		{"ACK required", either(p.AckRequired, "yes", "no")},
	}
	t := Table{Title: "Reports that it asks for", Columns: []string{"Class", "First report within", "Then every", "After a change within"}}
	for _, c := range p.Classes {
		t.Rows = append(t.Rows, []Value{
			text(spaced(c.Class)), long(c.FirstReport, "not required"), long(c.ReportInterval, "not required"), long(c.OnChange, "not required"),
		})
	}
	s.Tables = []Table{t}
}

// licences are those in use, and what else the switch may use.
func (r reader) licences(s *Section) {
	t := Table{Title: "Licences in use", Columns: []string{"Licence", "Count", "Status", "Enforcement", "Type", "Export", "Description", "Tag"}}
	for _, l := range r.Licenses {
		name := cmp.Or(l.Name, l.EntitlementTag)
		description, tag := l.Description, l.EntitlementTag
		if description == name {
			description = ""
		}
		if tag == name {
			tag = ""
		}
		t.Rows = append(t.Rows, []Value{
			text(name), count(l.Count), toned(text(strings.ToLower(l.Status)), toneOf(l.InUse())), text(l.Enforcement), text(l.Type),
			text(l.ExportStatus), text(description), text(tag),
		})
	}
	codes := Table{Title: "Authorization codes", Columns: []string{"Member", "PID", "Serial number", "Code"}}
	for _, a := range r.Authorizations {
		codes.Rows = append(codes.Rows, []Value{text(cmp.Or(a.Role, "switch")), text(a.PID), text(a.SerialNumber), either(a.Installed, "installed", "none")})
	}
	s.Facts, s.Tables = r.rights(), []Table{t, codes}
}

// rights are those of agents before SLP, and of the evaluation period.
func (r reader) rights() []Fact {
	var facts []Fact
	if r.Era != nil {
		facts = append(facts, Fact{"This switch licenses by", text(r.Era.Name)})
	}
	if g := r.Registration; g != nil {
		facts = append(facts, Fact{"Registered", toned(either(g.Registered, "yes", "no"), toneOf(g.Registered))}, Fact{"Registration expires", r.when(g.Expires)})
	}
	if a := r.Authorization; a != nil {
		facts = append(facts, Fact{"Licences authorized", toned(either(a.Authorized, "yes", "no"), toneOf(a.Authorized))}, Fact{"Server to be reached by", r.when(a.CommDeadline)})
	}
	if e := r.Evaluation; e != nil {
		facts = append(facts, Fact{"Evaluation period", evaluation(e)}, Fact{"Evaluation expired", r.when(e.ExpiredOn)})
	}
	return facts
}

// evaluation is how the evaluation period stands.
func evaluation(e *parser.Evaluation) Value {
	switch {
	case e.Expired != nil && *e.Expired:
		return toned(text("expired"), Bad)
	case e.InUse != nil && *e.InUse && e.Left != nil:
		return text("runs, " + long(new(e.Left.Round(time.Hour)), "nothing").Text + " left")
	}
	return either(e.InUse, "runs", "does not run")
}

// transport is how the switch reaches its server.
func (r reader) transport(s *Section) {
	t := r.Transport
	if t == nil {
		return
	}
	proxy := t.ProxyAddress
	if proxy != "" && t.ProxyPort != "" {
		proxy += ":" + t.ProxyPort
	}
	s.Facts = []Fact{
		{"Type", text(t.Type)}, {"Address", text(t.URL)}, {"Proxy", text(proxy)}, {"VRF", text(t.VRF)},
		{"IP mode", text(t.IPMode)}, {"Trust point", text(t.TrustPoint)},
	}
}

// device is what the switch is.
func (r reader) device(s *Section) {
	if u := r.UDI; u != nil {
		s.Facts = []Fact{{"PID", text(u.PID)}, {"Serial number", text(u.SerialNumber)}}
	}
	s.Facts = append(s.Facts, Fact{"Release", text(r.OSVersion)}, Fact{"Smart agent", text(r.AgentVersion)}, Fact{"Host name", text(r.Hostname)})
	if a := r.Account; a != nil {
		s.Facts = append(s.Facts, Fact{"Smart account", text(a.SmartAccount)}, Fact{"Virtual account", text(a.VirtualAccount)})
	}
	if skew := r.clock.Skew(); skew != nil {
		s.Facts = append(s.Facts, Fact{"Clock is off by", text(skew.Round(time.Second).String())})
	}
	s.Facts = append(s.Facts, Fact{"Smart Licensing", either(r.SmartLicensing, "enabled", "disabled")},
		Fact{"Using policy", either(r.PolicyMode, "yes", "no")})
	s.Facts = append(s.Facts, Fact{"Clock synchronised by NTP", either(r.NTPSynced, "yes", "no")})
	if p := r.Privacy; p != nil {
		s.Facts = append(s.Facts, Fact{"Host name kept from the server", either(p.Hostname, "yes", "no")}, Fact{"Version kept from the server", either(p.Version, "yes", "no")})
	}
	members := Table{Title: "Members", Columns: []string{"Member", "PID", "Serial number"}}
	for _, d := range r.HAUDIs {
		members.Rows = append(members.Rows, []Value{text(d.Role), text(d.PID), text(d.SerialNumber)})
	}
	s.Tables = []Table{members}
}
