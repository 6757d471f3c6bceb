package simulator

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The tree licensing/state of the YANG module cisco-smart-license, of the revision that the release has:
// what the model has of the agent, as the CLI says it at the same instant.

// The YANG module and its namespace.
const (
	licenceModel     = "cisco-smart-license"
	licenceNamespace = "http://cisco.com/ns/yang/" + licenceModel
)

// modelRevision is the revision of the module cisco-smart-license that a release has.
func modelRevision(ios string) string {
	switch {
	case ios < "17.04":
		return "2019-07-01"
	case ios < "17.05":
		return "2020-11-01"
	default:
		return "2021-03-01"
	}
}

// drawNetconf is the whole tree, with so many bytes of reports at least.
func drawNetconf(g *Agent, padding int) *element {
	var tree element
	g.See(func(a *State) {
		sc := newScreen(a, "")
		tree = container("licensing", container("state",
			leaf("always-enabled", truthText(!sc.v.preSLP)),
			leaf("smart-enabled", "true"),
			leaf("version", sc.v.full),
			container("state-info", sc.stateInfo(padding)...),
		))
	})
	tree.space = licenceNamespace
	return &tree
}

func (sc *screen) stateInfo(padding int) []element {
	revision := modelRevision(sc.v.ios)
	in := []element{
		sc.netconfRegistration(), sc.netconfAuthorization(), sc.netconfUtility(), leaf("custom-id", ""), sc.netconfTransport(),
		container("privacy", leaf("hostname", "false"), leaf("version", "false")),
		sc.netconfEvaluation(), netconfUDI(sc.a.members[0]),
	}
	in = append(in, sc.netconfUsage()...)
	if revision >= "2021-03-01" {
		in = append(in, sc.netconfPolicy())
	}
	if revision >= "2020-11-01" {
		in = append(in, sc.netconfTrust()...)
	}
	if revision >= "2021-03-01" {
		in = append(in, sc.netconfReports(padding)...)
		in = append(in, container("rum-ack",
			leaf("last-received-time", sc.exact(sc.a.lastAck)),
			leaf("next-report-deadline", sc.exact(sc.a.deadline))))
		in = append(in, sc.netconfAuthorizations())
	}
	return in
}

// exact is an instant with its zone, the beginning of 1970 for never.
func (sc *screen) exact(i instant) string {
	at := time.Unix(0, 0).UTC()
	if i != 0 {
		at = sc.local(i).UTC()
	}
	return at.Format("2006-01-02T15:04:05") + "+00:00"
}

func truthText(b bool) string { return strconv.FormatBool(b) }

func netconfUDI(m member) element {
	return container("udi",
		leaf("pid", m.pid), leaf("sn", m.serial), leaf("vid", ""), leaf("uuid", ""), leaf("suvi", ""),
		leaf("host-identifier", ""), leaf("mac-address", "00:00:00:00:00:00"))
}

func (sc *screen) netconfRegistration() element {
	r := sc.a.reg
	if r.registered == 0 {
		return container("registration", leaf("registration-state", "reg-state-not-registered"), leaf("export-control-allowed", "false"))
	}
	return container("registration", leaf("registration-state", "reg-state-complete"),
		container("registration-complete",
			leaf("complete-time", sc.exact(r.registered)), leaf("last-renew-time", sc.exact(r.renewed)),
			leaf("next-renew-time", sc.exact(sc.nextRenewal())), leaf("expire-time", sc.exact(r.expires)),
			leaf("last-renew-success", truthText(r.renewed != 0)), leaf("fail-message", ""),
			leaf("smart-account", sc.p.account), leaf("virtual-account", sc.p.virtual)),
		leaf("export-control-allowed", "true"))
}

func (sc *screen) netconfAuthorization() element {
	r := sc.a.reg
	state := func(name string, in ...element) element {
		return container("authorization", append([]element{leaf("authorization-state", name)}, in...)...)
	}
	if !sc.v.preSLP {
		return state("auth-state-none")
	}
	if left := sc.evaluationLeft(); r.registered == 0 && left > 0 {
		return state("auth-state-eval", container("authorization-eval", leaf("seconds-left", seconds(left))))
	} else if r.registered == 0 {
		return state("auth-state-eval-expired", container("authorization-eval-expired", leaf("expire-time", sc.exact(sc.a.now.add(left)))))
	}
	name := "authorized"
	if r.outOfCompliance {
		name = "out-of-compliance"
	}
	return state("auth-state-"+name, container("authorization-"+name,
		leaf("last-comm-status-success", "true"), leaf("fail-message", ""),
		leaf("last-comm-time", sc.exact(r.authorized)), leaf("next-comm-time", sc.exact(r.nextAuth)),
		leaf("comm-deadline-time", sc.exact(r.deadline))))
}

func seconds(d time.Duration) string { return strconv.FormatInt(int64(d/time.Second), 10) }

// netconfUtility has the cadence of usage reports.
func (sc *screen) netconfUtility() element {
	t := &sc.a.tallies[msgUsage]
	_, push := sc.nextChecks()
	success, why := t.total > 0 && t.ongoing == 0, ""
	if t.ongoing > 0 {
		why = t.reason
		if why == "" {
			why = t.response
		}
	}
	return container("utility", leaf("enabled", "false"), leaf("reporting", "utility-reporting-type-subscription"),
		container("reporting-times",
			leaf("last-report-time", sc.exact(sc.a.lastPush)), leaf("last-report-success", truthText(success)),
			leaf("fail-message", why), leaf("next-report-time", sc.exact(push))),
		container("customer-info", leaf("id", ""), leaf("name", ""), leaf("street", ""), leaf("city", ""),
			leaf("state", ""), leaf("country", ""), leaf("postal-code", "")))
}

func (sc *screen) netconfTransport() element {
	t := sc.p.transport
	switch t.kind {
	case "Smart":
		return container("transport", leaf("transport-type", "transport-type-smart"),
			container("url-settings", leaf("url-registration", t.url), leaf("url-utility", t.url)))
	case "Transport Off":
		return container("transport", leaf("transport-type", "transport-type-off"))
	default:
		return container("transport", leaf("transport-type", "transport-type-"+strings.ToLower(t.kind)))
	}
}

func (sc *screen) netconfEvaluation() element {
	inUse := sc.v.preSLP && sc.a.reg.registered == 0
	left := sc.evaluationLeft()
	over := inUse && left <= 0
	in := []element{leaf("eval-in-use", truthText(inUse && !over)), leaf("eval-expired", truthText(over))}
	switch {
	case over:
		in = append(in, container("eval-expire-time", leaf("expire-time", sc.exact(sc.a.now.add(left)))))
	case inUse:
		in = append(in, container("eval-period-left", leaf("time-left", seconds(left))))
	default:
		in = append(in, container("eval-period-left", leaf("time-left", "0")))
	}
	return container("evaluation", in...)
}

// enforcement is the mode of licences in use: agents with SLP know but this one.
func (sc *screen) enforcement() string {
	if !sc.v.preSLP {
		return "enforcement-invalid-tag"
	}
	return map[string]string{
		"EVAL EXPIRED": "enforcement-evaluation-expired", "EVAL MODE": "enforcement-evaluation",
		"OUT OF COMPLIANCE": "enforcement-out-of-compliance", "AUTHORIZED": "enforcement-in-compliance",
	}[sc.compliance()]
}

func (sc *screen) netconfUsage() []element {
	var in []element
	for _, l := range sc.p.licences {
		if l.count == 0 {
			continue
		}
		name, description := l.name, l.description
		if sc.unnamed() {
			name, description = "", ""
		}
		in = append(in, entry("usage", "entitlement-tag",
			leaf("entitlement-tag", l.tag), leaf("short-name", l.description), leaf("license-name", name),
			leaf("description", description), leaf("count", itoa(l.count)), leaf("enforcement-mode", sc.enforcement()),
			leaf("post-paid", "true"), leaf("subscription-id", "")))
	}
	return in
}

// netconfPolicy has its classes in the model's order.
func (sc *screen) netconfPolicy() element {
	p, kind := sc.p.policy, "policy-type-custom"
	if sc.a.policySince == 0 {
		p, kind = defaultPolicy(), "policy-type-merged"
	}
	in := []element{
		leaf("policy-type", kind), leaf("policy-name", p.name),
		leaf("install-time", sc.exact(sc.a.policySince)), leaf("ack-required", "true"),
	}
	for _, c := range []struct {
		name  string
		class int // of policyClasses
	}{{"policy-enforced", 2}, {"policy-export", 3}, {"policy-subscription", 1}, {"policy-perpetual", 0}} {
		d := p.days[c.class]
		in = append(in, container(c.name, leaf("reporting-first-time", itoa(d[0])),
			leaf("reporting-ongoing", itoa(d[1])), leaf("reporting-macd", itoa(d[2]))))
	}
	return container("policy", in...)
}

// netconfTrust has an entry for each machine. Agents of 17.13 on that have no trust code at all have no
// entry at all.
func (sc *screen) netconfTrust() []element {
	var in []element
	if !sc.a.hasTrust() && sc.v.ios >= "17.13" {
		return nil
	}
	for i, m := range sc.machines() {
		at := sc.a.trusted[i]
		e := entry("trust-code", "key_udi", leaf("key_udi", m.udi()), leaf("is-installed", truthText(at != 0)))
		if at != 0 {
			e.in = append(e.in, leaf("time-installed", sc.exact(at)))
		}
		e.in = append(e.in, netconfUDI(m))
		in = append(in, e)
	}
	return in
}

// machines are the members without those of the same serial number, of which a keyed list has but one.
func (sc *screen) machines() []member {
	var out []member
	for _, m := range sc.a.members {
		if !slices.ContainsFunc(out, func(o member) bool { return o.udi() == m.udi() }) {
			out = append(out, m)
		}
	}
	return out
}

// netconfReports are the reports that are closed and not acknowledged.
func (sc *screen) netconfReports(padding int) []element {
	states := map[reportState]string{reportClosed: "rum-report-state-closed", reportUnack: "rum-report-state-unacknowledged"}
	var in []element
	add := func(id int64, opened, closed instant, state string) {
		in = append(in, entry("rum-reports-closed-keys", "rum-report-key",
			leaf("rum-report-key", fmt.Sprintf("%d", id)), leaf("report-id", fmt.Sprintf("%d", id)), netconfUDI(sc.a.members[0]),
			leaf("report-start-time", sc.exact(opened)), leaf("report-end-time", sc.exact(closed)), leaf("report-state", state)))
	}
	for _, r := range sc.a.rum.stored {
		if state, ok := states[r.state]; ok {
			add(r.id, r.opened, r.closed, state)
		}
	}
	const each = 120 // bytes at least, of what is asked for
	for i := range padding / each {
		at := sc.a.start.add(-400 * day)
		add(int64(i)+1, at, at.add(day), states[reportClosed])
	}
	return in
}

func (sc *screen) netconfAuthorizations() element {
	var in []element
	for _, m := range sc.machines() {
		in = append(in, entry("overall-status", "key_udi", leaf("key_udi", m.udi()), netconfUDI(m),
			entry("installed-list", "install-type", leaf("install-type", "authorization-type-none"), leaf("install-time", sc.exact(0)))))
	}
	return container("imported-authorizations", in...)
}
