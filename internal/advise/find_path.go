package advise

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/advise/evidence"
	"github.com/slp-exporter/slp-exporter/parser/cause"
)

// pathEntries say why packets of the agent do not arrive, or why a handshake fails. They are raised only while
// communication fails.
func pathEntries() []Entry {
	return []Entry{
		{
			ID: "source_interface_down", Severity: Warning,
			Means:    "The interface from which the agent is told to send is down, has no address, or does not exist.",
			Rests:    "`ip http client source-interface` against `show ip interface brief`",
			Advice:   []string{"The source interface is down or has no address: another `ip http client source-interface`. By experience it moves every HTTP client of the switch.", "The name server only lets management addresses ask: `ip domain lookup [vrf NAME] source-interface INTERFACE`."},
			Next:     []string{"show ip interface brief", "show running-config | include source-interface"},
			explains: networkCauses(),
			find:     sourceDown,
		},
		{
			ID: "no_route", Severity: Warning,
			Means:    "The switch has no route to the address of the server, or of the proxy, in the VRF in which the agent talks.",
			Rests:    "`show ip cef ADDRESS`; `show ip route` may deny what a default route carries",
			Advice:   []string{"No route, or one in another VRF: the route, or `license smart vrf NAME` where the release has it."},
			Next:     []string{"show ip cef ADDRESS", "show ip route ADDRESS", "show ip interface brief"},
			explains: []ID{"server_unreachable", "connection_timeout", "connection_refused", "no_reply", "communication_failing", "name_resolution_failing"},
			find:     noRoute,
		},
		{
			ID: "port_closed", Severity: Warning,
			Means: "A connection from the switch to the port of the server, or of the proxy, is refused or not answered.",
			Rests: "`telnet HOST PORT`, with `--active`",
			Advice: []string{
				"Refused: the port is wrong (`license smart proxy port PORT`, or the URL), or the service there is stopped.",
				"Not answered: a firewall or an access list between, or no way back to the source address.",
			},
			Next:     []string{"telnet HOST PORT"},
			explains: networkCauses(),
			find:     portClosed,
		},
		{
			ID: "trust_point_missing", Severity: Warning,
			Means:    "The trust point of the licensing root certificate is missing or has no certificate, so that no server is trusted.",
			Rests:    "`show crypto pki trustpoints SLA-TrustPoint status`; that it is there proves no handshake",
			Advice:   []string{"The root CA is missing on an old release: `crypto pki trustpool import url URL` with the current bundle, or a newer release."},
			Next:     []string{"show crypto pki trustpoints SLA-TrustPoint status", "show crypto pki trustpool"},
			explains: []ID{"tls_failing"},
			find:     noTrustPoint,
		},
		{
			ID: "tls_inspected", Severity: Warning,
			Means:    "The certificate that the switch gets is signed by an authority that it does not know: a firewall or proxy inspects TLS, or SSM On-Prem has a certificate of its own.",
			Rests:    "the reason of the agent: an unknown issuer, or a self-signed certificate in the chain",
			Advice:   []string{"A firewall or proxy inspects TLS and shows a certificate of its own: exempt the licence server from it.", "The URL holds an address, or another name than the certificate does: use the name, exactly as CSSM or SSM On-Prem shows it."},
			Next:     []string{"show logging | include PKI|SSL|TLS", "show crypto pki trustpool"},
			explains: []ID{"tls_failing"},
			find:     inspected,
		},
	}
}

// source is the interface from which the agent is configured to send, with the line that says so; empty if none is known.
func (v *view) source() (name string, line []Evidence) {
	if v.set.HTTPSource == "" {
		return "", nil
	}
	return v.set.HTTPSource, v.configLine("ip http client source-interface")
}

// onSwitch is an interface as "show ip interface brief" lists it. listed is false if it is not there although all
// interfaces were asked for; known is false if no output says anything about it.
func (v *view) onSwitch(name string) (i evidence.Interface, line []Evidence, listed, known bool) {
	for _, o := range v.Outputs.Of(evidence.Interfaces).Answered() {
		rows, ok := evidence.ReadInterfaces(o)
		if !ok {
			continue
		}
		if at := slices.IndexFunc(rows, func(r evidence.Interface) bool { return evidence.SameInterface(r.Name, name) }); at >= 0 {
			return rows[at], proof(o, rows[at].Line), true, true
		}
		_, filter, filtered := strings.Cut(o.Command, "|")
		known = known || !filtered || strings.Contains(filter, "unassigned") // one without an address is as bad
	}
	return i, nil, false, known
}

func sourceDown(v *view) *hit {
	name, config := v.source()
	if name == "" || v.fail == nil {
		return nil
	}
	i, row, listed, known := v.onSwitch(name)
	switch {
	case !known, listed && i.Up() && i.Address != "":
		return nil
	case !listed:
		return &hit{summary: fmt.Sprintf("The source interface %s has no address", name), evidence: config}
	case i.Address == "":
		return &hit{summary: fmt.Sprintf("The source interface %s has no address", name), evidence: append(config, row...)}
	}
	return &hit{summary: fmt.Sprintf("The source interface %s is down (%s)", name, i.Status), evidence: append(config, row...)}
}

// route is what the switch's tables say of the way to a far end; false if they were not asked, or say nothing.
func (v *view) route(p peer) (w evidence.Way, line []Evidence, ok bool) {
	address := v.resolved(p)
	if address == "" {
		return w, nil, false
	}
	for _, o := range v.Outputs.Of(evidence.CEF).Answered() {
		if w, ok := evidence.ReadCEF(o); ok && o.About(address) && o.VRF() == v.vrf {
			return w, proof(o, w.Line), true
		}
	}
	for _, o := range v.Outputs.Of(evidence.Route).Answered() {
		if w, ok := evidence.ReadRoute(o); ok && o.About(address) && o.VRF() == v.vrf {
			return w, proof(o, w.Line), true
		}
	}
	return w, nil, false
}

func noRoute(v *view) *hit {
	w, line, ok := v.route(v.next())
	if v.fail == nil || !ok || w.Exists {
		return nil
	}
	where := ""
	if v.vrf != "" {
		where = " in VRF " + v.vrf
	}
	return &hit{summary: fmt.Sprintf("There is no route to %s%s", v.resolved(v.next()), where), evidence: line}
}

func portClosed(v *view) *hit {
	p := v.next()
	a, o, ok := v.attempt(p)
	if !ok || evidence.KindOf(o.Command) != evidence.Telnet || v.fail == nil {
		return nil
	}
	what := "licence server"
	if v.proxy.host != "" {
		what = "proxy"
	}
	switch a.Result {
	case evidence.Refused, evidence.TimedOut, evidence.Unreachable:
		return &hit{summary: fmt.Sprintf("A connection to the %s, %s port %s, is %s", what, p.host, p.port, map[evidence.Result]string{
			evidence.Refused: "refused", evidence.TimedOut: "not answered", evidence.Unreachable: "unreachable",
		}[a.Result]), evidence: proof(o, a.Line)}
	}
	return nil
}

func noTrustPoint(v *view) *hit {
	if v.fail == nil || v.fail.cause != cause.TLS {
		return nil
	}
	for _, o := range v.Outputs.Of(evidence.TrustPoint).Answered() {
		ca, ok := evidence.ReadCA(o)
		if !ok {
			continue
		}
		switch {
		case !ca.Found:
			return &hit{summary: "The trust point SLA-TrustPoint is missing", evidence: proof(o, ca.Line)}
		case ca.Authenticated != nil && !*ca.Authenticated:
			return &hit{summary: "The trust point SLA-TrustPoint has no certificate", evidence: proof(o, ca.Line)}
		}
	}
	return nil
}

func inspected(v *view) *hit {
	if v.fail == nil || v.fail.cause != cause.TLS || clockWrong(v) != nil || noTrustPoint(v) != nil {
		return nil
	}
	said := strings.ReplaceAll(strings.ToLower(v.fail.reason), "-", " ")
	for _, text := range []string{"self signed", "issuer certificate", "certificate verify failed", "unknown ca", "unable to verify", "peer certificate cannot be authenticated"} {
		if strings.Contains(said, text) {
			return &hit{summary: "The switch gets a certificate that it does not trust: something inspects TLS, or the server has a certificate of its own", evidence: v.fail.evidence}
		}
	}
	return nil
}
