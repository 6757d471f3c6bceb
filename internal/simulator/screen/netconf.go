package screen

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
	"github.com/slp-exporter/slp-exporter/internal/simulator/xmltree"
)

// This file prints the tree licensing/state of the YANG module cisco-smart-license, in the revision of the
// release. It says the same as the CLI at the same instant, as far as the module covers it.

// The YANG module and its namespace.
const (
	LicenceModel     = "cisco-smart-license"
	LicenceNamespace = "http://cisco.com/ns/yang/" + LicenceModel
)

// ModelRevision returns the revision of the module cisco-smart-license in a release.
func ModelRevision(ios string) string {
	switch {
	case ios < "17.04":
		return "2019-07-01"
	case ios < "17.05":
		return "2020-11-01"
	default:
		return "2021-03-01"
	}
}

// Netconf returns the whole tree, with at least padding bytes of reports added.
func Netconf(g *agent.Agent, padding int) *xmltree.Element {
	var tree xmltree.Element
	g.See(func(a *agent.State) {
		pg := newPage(a, "")
		tree = xmltree.Container("licensing", xmltree.Container("state",
			xmltree.Leaf("always-enabled", truthText(!pg.v.PreSLP)),
			xmltree.Leaf("smart-enabled", "true"),
			xmltree.Leaf("version", pg.v.Full),
			xmltree.Container("state-info", pg.stateInfo(padding)...),
		))
	})
	tree.Space = LicenceNamespace
	return &tree
}

func (pg *Page) stateInfo(padding int) []xmltree.Element {
	revision := ModelRevision(pg.v.IOS)
	in := []xmltree.Element{
		pg.netconfRegistration(), pg.netconfAuthorization(), pg.netconfUtility(), xmltree.Leaf("custom-id", ""), pg.netconfTransport(),
		xmltree.Container("privacy", xmltree.Leaf("hostname", "false"), xmltree.Leaf("version", "false")),
		pg.netconfEvaluation(), netconfUDI(pg.a.Members[0]),
	}
	in = append(in, pg.netconfUsage()...)
	if revision >= "2021-03-01" {
		in = append(in, pg.netconfPolicy())
	}
	if revision >= "2020-11-01" {
		in = append(in, pg.netconfTrust()...)
	}
	if revision >= "2021-03-01" {
		in = append(in, pg.netconfReports(padding)...)
		in = append(in, xmltree.Container("rum-ack",
			xmltree.Leaf("last-received-time", pg.exact(pg.a.LastAck)),
			xmltree.Leaf("next-report-deadline", pg.exact(pg.a.Deadline))))
		in = append(in, pg.netconfAuthorizations())
	}
	return in
}

// exact formats an instant with its zone. Never is the beginning of 1970.
func (pg *Page) exact(i agent.Instant) string {
	at := time.Unix(0, 0).UTC()
	if i != 0 {
		at = pg.local(i).UTC()
	}
	return at.Format("2006-01-02T15:04:05") + "+00:00"
}

func truthText(b bool) string { return strconv.FormatBool(b) }

func netconfUDI(m agent.Member) xmltree.Element {
	return xmltree.Container("udi",
		xmltree.Leaf("pid", m.PID), xmltree.Leaf("sn", m.Serial), xmltree.Leaf("vid", ""), xmltree.Leaf("uuid", ""), xmltree.Leaf("suvi", ""),
		xmltree.Leaf("host-identifier", ""), xmltree.Leaf("mac-address", "00:00:00:00:00:00"))
}

func (pg *Page) netconfRegistration() xmltree.Element {
	r := pg.a.Registration
	if r.Registered == 0 {
		return xmltree.Container("registration", xmltree.Leaf("registration-state", "reg-state-not-registered"), xmltree.Leaf("export-control-allowed", "false"))
	}
	return xmltree.Container("registration", xmltree.Leaf("registration-state", "reg-state-complete"),
		xmltree.Container("registration-complete",
			xmltree.Leaf("complete-time", pg.exact(r.Registered)), xmltree.Leaf("last-renew-time", pg.exact(r.Renewed)),
			xmltree.Leaf("next-renew-time", pg.exact(pg.nextRenewal())), xmltree.Leaf("expire-time", pg.exact(r.Expires)),
			xmltree.Leaf("last-renew-success", truthText(r.Renewed != 0)), xmltree.Leaf("fail-message", ""),
			xmltree.Leaf("smart-account", pg.p.Account), xmltree.Leaf("virtual-account", pg.p.VirtualAccount)),
		xmltree.Leaf("export-control-allowed", "true"))
}

func (pg *Page) netconfAuthorization() xmltree.Element {
	r := pg.a.Registration
	state := func(name string, in ...xmltree.Element) xmltree.Element {
		return xmltree.Container("authorization", append([]xmltree.Element{xmltree.Leaf("authorization-state", name)}, in...)...)
	}
	if !pg.v.PreSLP {
		return state("auth-state-none")
	}
	if left := pg.evaluationLeft(); r.Registered == 0 && left > 0 {
		return state("auth-state-eval", xmltree.Container("authorization-eval", xmltree.Leaf("seconds-left", secondsText(left))))
	} else if r.Registered == 0 {
		return state("auth-state-eval-expired", xmltree.Container("authorization-eval-expired", xmltree.Leaf("expire-time", pg.exact(pg.a.Now.Add(left)))))
	}
	name := "authorized"
	if r.OutOfCompliance {
		name = "out-of-compliance"
	}
	return state("auth-state-"+name, xmltree.Container("authorization-"+name,
		xmltree.Leaf("last-comm-status-success", "true"), xmltree.Leaf("fail-message", ""),
		xmltree.Leaf("last-comm-time", pg.exact(r.Authorized)), xmltree.Leaf("next-comm-time", pg.exact(r.NextAuth)),
		xmltree.Leaf("comm-deadline-time", pg.exact(r.Deadline))))
}

func secondsText(d time.Duration) string { return strconv.FormatInt(int64(d/time.Second), 10) }

// netconfUtility returns the schedule of usage reports.
func (pg *Page) netconfUtility() xmltree.Element {
	t := &pg.a.Tallies[agent.MessageUsage]
	_, push := pg.nextChecks()
	success, why := t.Total > 0 && t.Ongoing == 0, ""
	if t.Ongoing > 0 {
		why = t.Reason
		if why == "" {
			why = t.Response
		}
	}
	return xmltree.Container("utility", xmltree.Leaf("enabled", "false"), xmltree.Leaf("reporting", "utility-reporting-type-subscription"),
		xmltree.Container("reporting-times",
			xmltree.Leaf("last-report-time", pg.exact(pg.a.LastPush)), xmltree.Leaf("last-report-success", truthText(success)),
			xmltree.Leaf("fail-message", why), xmltree.Leaf("next-report-time", pg.exact(push))),
		xmltree.Container("customer-info", xmltree.Leaf("id", ""), xmltree.Leaf("name", ""), xmltree.Leaf("street", ""), xmltree.Leaf("city", ""),
			xmltree.Leaf("state", ""), xmltree.Leaf("country", ""), xmltree.Leaf("postal-code", "")))
}

func (pg *Page) netconfTransport() xmltree.Element {
	t := pg.a.Transport()
	switch t.Kind {
	case "Smart":
		return xmltree.Container("transport", xmltree.Leaf("transport-type", "transport-type-smart"),
			xmltree.Container("url-settings", xmltree.Leaf("url-registration", t.URL), xmltree.Leaf("url-utility", t.URL)))
	case "Transport Off":
		return xmltree.Container("transport", xmltree.Leaf("transport-type", "transport-type-off"))
	default:
		return xmltree.Container("transport", xmltree.Leaf("transport-type", "transport-type-"+strings.ToLower(t.Kind)))
	}
}

func (pg *Page) netconfEvaluation() xmltree.Element {
	inUse := pg.v.PreSLP && pg.a.Registration.Registered == 0
	left := pg.evaluationLeft()
	over := inUse && left <= 0
	in := []xmltree.Element{xmltree.Leaf("eval-in-use", truthText(inUse && !over)), xmltree.Leaf("eval-expired", truthText(over))}
	switch {
	case over:
		in = append(in, xmltree.Container("eval-expire-time", xmltree.Leaf("expire-time", pg.exact(pg.a.Now.Add(left)))))
	case inUse:
		in = append(in, xmltree.Container("eval-period-left", xmltree.Leaf("time-left", secondsText(left))))
	default:
		in = append(in, xmltree.Container("eval-period-left", xmltree.Leaf("time-left", "0")))
	}
	return xmltree.Container("evaluation", in...)
}

// enforcement returns the mode of licences in use. Agents with SLP know only one.
func (pg *Page) enforcement() string {
	if !pg.v.PreSLP {
		return "enforcement-invalid-tag"
	}
	return map[string]string{
		"EVAL EXPIRED": "enforcement-evaluation-expired", "EVAL MODE": "enforcement-evaluation",
		"OUT OF COMPLIANCE": "enforcement-out-of-compliance", "AUTHORIZED": "enforcement-in-compliance",
	}[pg.compliance()]
}

func (pg *Page) netconfUsage() []xmltree.Element {
	var in []xmltree.Element
	for _, l := range pg.p.Licences {
		if l.Count == 0 {
			continue
		}
		name, description := l.Name, l.Description
		if pg.unnamed() {
			name, description = "", ""
		}
		in = append(in, xmltree.Entry("usage", "entitlement-tag",
			xmltree.Leaf("entitlement-tag", l.Tag), xmltree.Leaf("short-name", l.Description), xmltree.Leaf("license-name", name),
			xmltree.Leaf("description", description), xmltree.Leaf("count", itoa(l.Count)), xmltree.Leaf("enforcement-mode", pg.enforcement()),
			xmltree.Leaf("post-paid", "true"), xmltree.Leaf("subscription-id", "")))
	}
	return in
}

// netconfPolicy returns the policy, with its classes in the order of the module.
func (pg *Page) netconfPolicy() xmltree.Element {
	p, kind := pg.p.Policy, "policy-type-custom"
	if pg.a.PolicySince == 0 {
		p, kind = agent.DefaultPolicy(), "policy-type-merged"
	}
	in := []xmltree.Element{
		xmltree.Leaf("policy-type", kind), xmltree.Leaf("policy-name", p.Name),
		xmltree.Leaf("install-time", pg.exact(pg.a.PolicySince)), xmltree.Leaf("ack-required", "true"),
	}
	for _, c := range []struct {
		name  string
		class int // index in agent.PolicyClasses
	}{{"policy-enforced", 2}, {"policy-export", 3}, {"policy-subscription", 1}, {"policy-perpetual", 0}} {
		d := p.Days[c.class]
		in = append(in, xmltree.Container(c.name, xmltree.Leaf("reporting-first-time", itoa(d[0])),
			xmltree.Leaf("reporting-ongoing", itoa(d[1])), xmltree.Leaf("reporting-macd", itoa(d[2]))))
	}
	return xmltree.Container("policy", in...)
}

// netconfTrust returns one entry per machine. Agents of 17.13 and later without any trust code
// return none.
func (pg *Page) netconfTrust() []xmltree.Element {
	var in []xmltree.Element
	if !pg.a.HasTrust() && pg.v.IOS >= "17.13" {
		return nil
	}
	for i, m := range pg.machines() {
		at := pg.a.Trusted[i]
		e := xmltree.Entry("trust-code", "key_udi", xmltree.Leaf("key_udi", m.UDI()), xmltree.Leaf("is-installed", truthText(at != 0)))
		if at != 0 {
			e.In = append(e.In, xmltree.Leaf("time-installed", pg.exact(at)))
		}
		e.In = append(e.In, netconfUDI(m))
		in = append(in, e)
	}
	return in
}

// machines returns the members without duplicate serial numbers, because a keyed list holds each
// only once.
func (pg *Page) machines() []agent.Member {
	var out []agent.Member
	for _, m := range pg.a.Members {
		if !slices.ContainsFunc(out, func(o agent.Member) bool { return o.UDI() == m.UDI() }) {
			out = append(out, m)
		}
	}
	return out
}

// netconfReports returns the reports that are closed and not acknowledged.
func (pg *Page) netconfReports(padding int) []xmltree.Element {
	states := map[agent.ReportState]string{agent.ReportClosed: "rum-report-state-closed", agent.ReportUnack: "rum-report-state-unacknowledged"}
	var in []xmltree.Element
	add := func(id int64, opened, closed agent.Instant, state string) {
		in = append(in, xmltree.Entry("rum-reports-closed-keys", "rum-report-key",
			xmltree.Leaf("rum-report-key", fmt.Sprintf("%d", id)), xmltree.Leaf("report-id", fmt.Sprintf("%d", id)), netconfUDI(pg.a.Members[0]),
			xmltree.Leaf("report-start-time", pg.exact(opened)), xmltree.Leaf("report-end-time", pg.exact(closed)), xmltree.Leaf("report-state", state)))
	}
	for _, r := range pg.a.RUM.Stored {
		if state, ok := states[r.State]; ok {
			add(r.ID, r.Opened, r.Closed, state)
		}
	}
	const each = 120 // the minimum size of a report in bytes
	for i := range padding / each {
		at := pg.a.Start.Add(-400 * agent.Day)
		add(int64(i)+1, at, at.Add(agent.Day), states[agent.ReportClosed])
	}
	return in
}

func (pg *Page) netconfAuthorizations() xmltree.Element {
	var in []xmltree.Element
	for _, m := range pg.machines() {
		in = append(in, xmltree.Entry("overall-status", "key_udi", xmltree.Leaf("key_udi", m.UDI()), netconfUDI(m),
			xmltree.Entry("installed-list", "install-type", xmltree.Leaf("install-type", "authorization-type-none"), xmltree.Leaf("install-time", pg.exact(0)))))
	}
	return xmltree.Container("imported-authorizations", in...)
}
