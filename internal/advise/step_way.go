package advise

import (
	"fmt"

	"github.com/slp-exporter/slp-exporter/internal/advise/evidence"
	"github.com/slp-exporter/slp-exporter/parser/cause"
)

// stage is how far the agent gets with a connection before it fails.
type stage int

const (
	stageUnknown stage = iota
	stageName
	stageConnect
	stageProxy
	stageTLS
	stageAnswer
)

// stageOf is where a failure of that class happens. That nothing came back in time, or no reply, does not say where.
func stageOf(c cause.Cause) stage {
	switch c {
	case cause.NameResolution:
		return stageName
	case cause.Unreachable, cause.ConnectionRefused, cause.Timeout:
		return stageConnect
	case cause.Proxy:
		return stageProxy
	case cause.TLS:
		return stageTLS
	case cause.HTTPStatus, cause.ServerError, cause.Identity:
		return stageAnswer
	}
	return stageUnknown
}

// passed is the reply to a step that the agent passes: because messages are answered, or because it fails later.
func (v *view) passed(s stage) (reply, bool) {
	switch {
	case v.fail == nil && v.works:
		return reply{answer: Yes, why: "messages are answered"}, true
	case v.fail != nil && stageOf(v.fail.cause) > s:
		return reply{answer: Yes, why: "the agent gets past it: " + meaning(v.fail.cause), evidence: v.fail.evidence}, true
	}
	return reply{}, false
}

// fails is the reply to a step at which the agent fails.
func (v *view) fails(s stage, wants ...Want) (reply, bool) {
	if v.fail == nil || stageOf(v.fail.cause) != s {
		return reply{}, false
	}
	return reply{answer: No, why: meaning(v.fail.cause), evidence: v.fail.evidence, wants: wants}, true
}

// unreached is the reply to a step that the agent does not come to.
func (v *view) unreached(s stage) (reply, bool) {
	if v.fail == nil || stageOf(v.fail.cause) == stageUnknown || stageOf(v.fail.cause) >= s {
		return reply{}, false
	}
	return skipped("the agent does not get that far: " + meaning(v.fail.cause)), true
}

func askResolve(v *view) reply {
	p := v.looked()
	if r, ok := v.noWay(); ok {
		return r
	}
	if p.address() != "" {
		return skipped(p.host + " is an address")
	}
	wants := show("show hosts"+vrfAfter(v), "show ip dns view"+vrfAfter(v), "show running-config | include name-server|domain lookup|ip host")
	if p.host != "" {
		wants = append(wants, Want{Command: "ping " + v.inVRF() + p.host + v.from("source"), Effect: Send})
	}
	for _, find := range []func(*view) *hit{lookupDisabled, serverElsewhere, noServer} {
		if h := find(v); h != nil {
			return reply{answer: No, why: h.summary, evidence: h.evidence, wants: wants}
		}
	}
	if a, o, ok := v.attempt(p); ok && a.Resolved != nil {
		if *a.Resolved {
			return reply{answer: Yes, why: p.host + " is " + v.resolved(p) + "; that a ping is not answered means nothing", evidence: proof(o, a.Line)}
		}
		return reply{answer: No, why: p.host + " does not resolve", evidence: proof(o, a.Line), wants: wants}
	}
	if r, ok := v.fails(stageName, wants...); ok {
		return r
	}
	if r, ok := v.passed(stageName); ok {
		return r
	}
	return unknown("no output says whether the name resolves; a list of name servers or of cached names proves nothing", wants...)
}

// vrfAfter is the part of a command that names the VRF, at its end.
func vrfAfter(v *view) string {
	if v.vrf == "" {
		return ""
	}
	return " vrf " + v.vrf
}

// waysTo are the commands that show the way to a far end, and those that try it.
func (v *view) waysTo(p peer) []Want {
	var wants []Want
	if a := v.resolved(p); a != "" {
		wants = show("show ip route "+v.inVRF()+a, "show ip cef "+v.inVRF()+a)
	}
	if p.host == "" || p.port == "" {
		return wants
	}
	command := "telnet " + p.host + " " + p.port
	if v.vrf != "" {
		command += " /vrf " + v.vrf
	}
	return append(wants, Want{Command: command + v.from("/source-interface"), Effect: Send})
}

// connects is whether a connection to a far end comes about.
func (v *view) connects(p peer) reply {
	wants := v.waysTo(p)
	var forbidden []Evidence
	if a, o, ok := v.attempt(p); ok && evidence.KindOf(o.Command) == evidence.Telnet {
		r := reply{evidence: proof(o, a.Line), wants: wants}
		switch a.Result {
		case evidence.Open:
			r.answer, r.why = Yes, fmt.Sprintf("%s port %s is open", p.host, p.port)
			if v.fail != nil && v.fail.cause == cause.Timeout {
				r.why += "; the agent times out all the same, so it takes another way: look at its source interface and VRF"
			}
			return r
		case evidence.Refused, evidence.TimedOut, evidence.Unreachable:
			r.answer, r.why = No, fmt.Sprintf("%s port %s: %s", p.host, p.port, a.Result)
			return r
		case evidence.Forbidden:
			forbidden = proof(o, a.Line)
		}
	}
	w, line, ok := v.route(p)
	if ok && !w.Exists {
		return reply{answer: No, why: "there is no route to " + v.resolved(p), evidence: line, wants: wants}
	}
	if r, failed := v.fails(stageConnect, wants...); failed {
		return r
	}
	if r, passed := v.passed(stageConnect); passed {
		return r
	}
	if r, before := v.unreached(stageConnect); before {
		return r
	}
	if forbidden != nil {
		return reply{answer: NotKnown, why: "the line that was logged in to may open no connection (`transport output none`): try it from the console", evidence: forbidden}
	}
	if ok {
		return reply{answer: NotKnown, why: "there is a route (" + w.Prefix + "), which does not say that packets arrive", evidence: line, wants: wants}
	}
	return unknown("nothing but an attempt shows it", wants...)
}

func askReach(v *view) reply {
	if r, ok := v.noWay(); ok {
		return r
	}
	if v.proxy.host != "" {
		return skipped("the proxy makes the connection to the server")
	}
	return v.connects(v.server)
}

func askProxy(v *view) reply {
	if r, ok := v.noWay(); ok {
		return r
	}
	if v.s.Transport == nil {
		return unknown("no output has the section Transport", show("show license status")...)
	}
	if v.proxy.host == "" {
		return skipped("no proxy is set")
	}
	if r, ok := v.fails(stageProxy, v.waysTo(v.proxy)...); ok {
		return r
	}
	r := v.connects(v.proxy)
	if r.answer == Yes && v.fail != nil && stageOf(v.fail.cause) <= stageProxy {
		r.why += "; that its port is open does not mean that it allows CONNECT to the server"
	}
	return r
}

func askTLS(v *view) reply {
	if r, ok := v.noWay(); ok {
		return r
	}
	wants := show("show crypto pki trustpoints SLA-TrustPoint status")
	hints := []string{"show logging | include PKI|SSL|TLS"}
	if v.server.host != "" && !v.server.secure {
		return skipped("the URL is not https")
	}
	if r, ok := v.fails(stageTLS, wants...); ok {
		r.hints = hints
		return r
	}
	if r, ok := v.passed(stageTLS); ok {
		return r
	}
	if r, ok := v.unreached(stageTLS); ok {
		return r
	}
	r := unknown("no output says whether a handshake succeeds", wants...)
	for _, o := range v.Outputs.Of(evidence.TrustPoint).Answered() {
		if ca, ok := evidence.ReadCA(o); ok && ca.Authenticated != nil && *ca.Authenticated {
			r.why, r.evidence = "the root certificate is installed, which is no proof of a handshake", proof(o, ca.Line)
		}
	}
	r.hints = hints
	return r
}
