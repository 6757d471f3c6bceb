package advise

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/advise/evidence"
	"github.com/slp-exporter/slp-exporter/internal/plural"
	"github.com/slp-exporter/slp-exporter/parser/eventlog"
)

func askTrust(v *view) reply {
	wants := show(techSupport)
	if !v.policyMode() {
		return skipped("the switch does not use Smart Licensing Using Policy")
	}
	for _, find := range []func(*view) *hit{trustLost, tokenRefused, trustMissing, memberWithoutTrust} {
		if h := find(v); h != nil {
			return reply{answer: No, why: h.summary, evidence: h.evidence, wants: wants}
		}
	}
	known, since := 0, ""
	for _, c := range v.trust {
		if c.Installed != nil {
			known++
		}
		if c.InstalledOn != nil && since == "" {
			since = ", since " + v.when(c.InstalledOn)
		}
	}
	switch {
	case v.untrusted() && v.s.Transport != nil:
		return skipped("none is installed, and with transport " + v.s.Transport.Type + " none is needed")
	case v.untrusted():
		return reply{answer: No, why: "no trust code is installed; whether one is needed depends on the transport", evidence: v.quoteTrust(), wants: wants}
	case known > 0:
		return reply{answer: Yes, why: "installed on " + plural.Of(known, "member") + since, evidence: v.quoteTrust()}
	case v.s.OverallTrust != "":
		return reply{answer: Yes, why: v.s.OverallTrust, evidence: v.quoteTrust()}
	}
	return unknown("no output says it", wants...)
}

func askExchange(v *view) reply {
	if r, ok := v.noWay(); ok {
		return r
	}
	wants := show(techSupport)
	hints := []string{"show license history message"}
	if v.fail != nil {
		return reply{answer: No, why: v.fail.what() + " failed" + v.told(v.fail), evidence: v.fail.evidence, wants: wants, hints: hints}
	}
	if h := unanswered(v); h != nil {
		return reply{answer: No, why: h.summary, evidence: h.evidence, wants: wants}
	}
	if last, message := v.lastSuccess(); last != nil {
		if h := noExchange(v); h != nil {
			return reply{answer: No, why: h.summary, evidence: h.evidence, wants: wants}
		}
		return reply{answer: Yes, why: spoken(message) + " was answered " + v.when(last), evidence: v.quote(heading(message), "Last Success Time:", "")}
	}
	if h := v.s.History; h != nil && v.works {
		for _, m := range h.Messages {
			if m.StatusCode == "OK" {
				return reply{answer: Yes, why: spoken(m.Name) + " was answered " + v.when(m.LastResponse) + " with " + m.StatusCode}
			}
		}
	}
	return v.exchangeByLog(wants)
}

// exchangeByLog is what the event log says without statistics. That it notes a restore is no answer: it does so at
// each start.
func (v *view) exchangeByLog(wants []Want) reply {
	e := v.s.Eventlog
	switch {
	case e != nil && e.LastRestored != nil && v.later(e.LastRestored, e.LastFail) && !v.booted():
		return reply{
			answer: Yes, why: "communication failed " + v.when(e.LastFail) + " and was restored " + v.when(e.LastRestored),
			evidence: v.last("SAEVT_COMM_RESTORED"), wants: wants,
		}
	case e != nil && e.LastRestored != nil:
		return unknown("the event log has a restore, but the agent notes one at each start; nothing shows an answer", wants...)
	case e != nil && len(e.Events) == 0:
		return unknown("the event log is empty, which proves nothing", wants...)
	case v.works:
		return reply{answer: Yes, why: "an ACK came " + v.when(v.s.Usage.LastAck), evidence: v.quote("Usage Reporting:", "Last ACK received:", ""), wants: wants}
	}
	return unknown("no output has the agent's statistics", wants...)
}

// booted reports whether the event log may have a start of the agent after the last failure, so that the restore
// is only that of the start.
func (v *view) booted() bool {
	starts := func(line string) bool {
		return strings.Contains(line, "SAEVT_INIT_") || strings.Contains(line, "SAEVT_READY")
	}
	for _, o := range v.Outputs.Answered() {
		if !strings.HasPrefix(o.Command, eventlog.Command) {
			continue
		}
		return starts(o.Text[strings.LastIndex(o.Text, "SAEVT_COMM_FAIL")+1:])
	}
	return slices.ContainsFunc(v.s.Eventlog.Events, func(c eventlog.Count) bool { return starts(c.Name) })
}

func askReports(v *view) reply {
	if r, ok := v.noWay(); ok {
		return r
	}
	u := v.s.Usage
	for _, find := range []func(*view) *hit{deadlinePassed, deadlineVeryNear, deadlineNear, reportOverdue, reportsWaiting} {
		if h := find(v); h != nil && h.severity == "" {
			return reply{answer: No, why: h.summary, evidence: h.evidence, wants: show(techSupport), hints: []string{"show license rum id all"}}
		}
	}
	if u == nil || u.NextPush == nil && u.LastAck == nil {
		return unknown("no output has the section Usage Reporting", show("show license status")...)
	}
	var parts []string
	for _, part := range []struct{ name, at string }{
		{"last push", v.when(u.LastPush)}, {"last ACK", v.when(u.LastAck)}, {"next push", v.when(u.NextPush)}, {"ACK deadline", v.when(u.AckDeadline)},
	} {
		if part.at != "" {
			parts = append(parts, part.name+" "+part.at)
		}
	}
	if u.PushInterval != nil {
		parts = append(parts, fmt.Sprintf("every %s, at most one a day", span(*u.PushInterval)))
	}
	r := reply{answer: Yes, why: strings.Join(parts, ", "), evidence: v.quote("Usage Reporting:", "Next ACK deadline:", "")}
	if v.now == nil {
		r.answer, r.why = NotKnown, r.why+"; without the switch's clock nobody knows what is past"
		r.wants = show(techSupport)
	}
	return r
}

// askSync: what came of it is found in a newer state; here it is only offered.
func askSync(v *view) reply {
	if r, ok := v.noWay(); ok {
		return r
	}
	r := skipped("only --sync makes the switch send")
	if v.fail != nil {
		r.wants = []Want{{Command: "license smart sync all", Effect: Sync}}
	}
	return r
}

// egress is the interface by which the switch sends to a far end, and the port that it uses; empty if unknown.
func (v *view) egress(p peer) (via, nextHop, port string) {
	w, _, ok := v.route(p)
	if !ok || !w.Exists {
		return "", "", ""
	}
	nextHop = w.NextHop
	if nextHop == "" {
		nextHop = v.resolved(p)
	}
	mac := ""
	for _, o := range v.Outputs.Of(evidence.ARP).Answered() {
		if found := evidence.ReadARP(o, nextHop); found != "" {
			mac = found
		}
	}
	for _, o := range v.Outputs.Of(evidence.MAC).Answered() {
		if found := evidence.ReadMAC(o, mac); found != "" && mac != "" {
			port = found
		}
	}
	return w.Interface, nextHop, port
}

// askCapture writes out the capture to make where nothing else says why communication fails.
func askCapture(v *view) reply {
	switch {
	case v.fail == nil:
		return skipped("communication is not known to fail")
	case !vague(v.fail.cause) && stageOf(v.fail.cause) != stageConnect:
		return reply{answer: Yes, why: "the agent names it: " + v.fail.reason, evidence: v.fail.evidence}
	}
	p := v.next()
	r := reply{answer: No, why: "capture what the switch sends to " + p.host + " and what comes back"}
	via, nextHop, port := v.egress(p)
	address := v.resolved(p)
	switch {
	case address == "":
		r.why += "; its address must be known first"
		r.hints = []string{"show hosts" + vrfAfter(v)}
	case via == "":
		r.wants = show("show ip cef " + v.inVRF() + address)
	case port == "" && strings.HasPrefix(strings.ToLower(via), "vl"):
		r.wants = show("show ip arp " + v.inVRF() + nextHop)
		for _, o := range v.Outputs.Of(evidence.ARP).Answered() {
			if mac := evidence.ReadARP(o, nextHop); mac != "" {
				r.wants = append(r.wants, show("show mac address-table address "+mac)...)
			}
		}
	}
	on := port
	if on == "" {
		on = via
	}
	if on != "" && address != "" {
		r.why += fmt.Sprintf(": it goes out by %s", on)
		r.hints = append(r.hints, captureOn(on, address)...)
	}
	r.hints = append(r.hints, debugs()...)
	return r
}

// captureOn are the commands of a packet capture. They are typed at the exec prompt and change no configuration.
func captureOn(port, address string) []string {
	return []string{
		"monitor capture SLP interface " + port + " both",
		"monitor capture SLP match ipv4 any host " + address,
		"monitor capture SLP buffer size 10",
		"monitor capture SLP start",
		"license smart sync all",
		"monitor capture SLP stop",
		"show monitor capture SLP buffer brief",
		"monitor capture SLP export flash:slp.pcap",
		"no monitor capture SLP",
	}
}

// debugs are the debugs to set while it sends, with the command that ends them all.
func debugs() []string {
	return []string{
		"debug ip domain", "debug ip http client all", "debug ip tcp transactions", "debug crypto pki transactions",
		"debug crypto pki validation", "license smart sync all", "undebug all",
	}
}
