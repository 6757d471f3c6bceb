package advise

import (
	"fmt"
	"strings"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/cause"
)

// transportEntries are findings about how the agent is configured to reach its server.
func transportEntries() []Entry {
	return []Entry{
		{
			ID: "transport_off_by_mistake", Severity: Warning, Alerts: []string{"SLPTransportDiffers"},
			Means:    "This switch is configured not to send, while more than nine tenths of the fleet send.",
			Rests:    "Transport, against that of the other switches",
			Advice:   []string{"Set it as on the others: `license smart transport smart`, `license smart url smart URL`, or `license smart transport cslu`, `license smart url cslu URL`.", "It is meant so: silence the alert for that switch."},
			Next:     []string{"show license status", "show running-config | include license smart"},
			explains: []ID{"offline_by_design", "transport_differs"},
			find:     offByMistake,
		},
		{
			ID: "offline_by_design", Severity: Info, Cause: cause.Offline,
			Means: "The switch is configured not to send: transport off, or a CSLU that was never set up.",
			Rests: "Transport, `Type: Transport Off`, or `Type: cslu` without an address and without any exchange",
			Advice: []string{
				"It is meant to be offline: nothing is wrong. Reports go by hand: `license smart save usage all file FILE`, upload it to CSSM, `license smart import FILE` with what comes back.",
				"It is not: `license smart transport smart` (or `cslu`, `callhome`), `license smart url …`.",
			},
			Next: []string{"show license status"},
			find: func(v *view) *hit {
				if !v.offline {
					return nil
				}
				return &hit{summary: "The switch is offline by design: " + v.way() + "; reports are carried by hand", evidence: v.quoteTransport()}
			},
		},
		{
			ID: "transport_differs", Severity: Info, Alerts: []string{"SLPTransportDiffers"},
			Means:    "More than nine tenths of the fleet have the same transport and URL, and this switch another one.",
			Rests:    "Transport, against that of the other switches",
			Advice:   []string{"Set it as on the others: `license smart transport smart`, `license smart url smart URL`, `license smart proxy …`, or `license smart transport cslu`, `license smart url cslu URL`.", "It is meant so: silence the alert for that switch."},
			Next:     []string{"show running-config | include license smart"},
			explains: networkCauses(),
			find: func(v *view) *hit {
				return v.differs("transport", func(t parser.Transport) string { return strings.TrimSpace(t.Type + " " + t.URL) })
			},
		},
		{
			ID: "proxy_differs", Severity: Info,
			Means: "More than nine tenths of the fleet use the same proxy and port, and this switch another one, or none.",
			Rests: "Transport, `Proxy`, against that of the other switches",
			Advice: []string{
				"Set it as on the others: `license smart proxy address HOST` and `license smart proxy port PORT`, each in a line of its own.",
				"It is meant so: nothing is wrong by this alone.",
			},
			Next:     []string{"show license status", "show running-config | include license smart"},
			explains: networkCauses(),
			find: func(v *view) *hit {
				return v.differs("proxy", func(t parser.Transport) string {
					if t.ProxyAddress == "" {
						return "none"
					}
					return t.ProxyAddress + ":" + t.ProxyPort
				})
			},
		},
	}
}

// networkCauses are the findings of failures that a wrong way to the server may explain.
func networkCauses() []ID {
	return []ID{
		"name_resolution_failing", "server_unreachable", "connection_timeout", "connection_refused", "proxy_failing",
		"tls_failing", "http_error", "no_reply", "communication_failing",
	}
}

func offByMistake(v *view) *hit {
	if !v.offline || v.Fleet == nil {
		return nil
	}
	online := func(t parser.Transport) string {
		if t.Type == "off" || t.Type == "cslu" && t.URL == "" {
			return "off"
		}
		return "on"
	}
	if usual, ok := v.Fleet.usual(*v.s.Transport, online); !ok || usual != "on" {
		return nil
	}
	return &hit{summary: "The switch does not send (" + v.way() + "), while nearly all others do", evidence: v.quoteTransport()}
}

// differs compares a part of the transport with the fleet's.
func (v *view) differs(name string, what func(parser.Transport) string) *hit {
	t := v.s.Transport
	if t == nil || v.Fleet == nil || v.offline && name == "proxy" {
		return nil
	}
	usual, ok := v.Fleet.usual(*t, what)
	if !ok {
		return nil
	}
	return &hit{summary: fmt.Sprintf("The %s is %s, while nearly all others have %s", name, what(*t), usual), evidence: v.quoteTransport()}
}

// way is the transport in words: "transport smart, https://… through proxy 192.0.2.8:3128 in VRF mgmt".
func (v *view) way() string {
	t := v.s.Transport
	if t == nil {
		return ""
	}
	text := strings.TrimSpace("transport " + t.Type)
	switch {
	case t.URL != "":
		text += ", " + t.URL
	case t.Type == "cslu":
		text += " without an address"
	}
	if t.ProxyAddress != "" {
		text += " through proxy " + t.ProxyAddress + ":" + t.ProxyPort
	}
	if v.vrf != "" {
		text += " in VRF " + v.vrf
	}
	return text
}

// quoteTransport are the lines of the section Transport that name the way.
func (v *view) quoteTransport() []Evidence {
	t := v.s.Transport
	lines := v.quote("Transport:", "Type:", "Type: "+t.Type)
	for _, begin := range []string{"URL:", "Cslu address:"} {
		lines = append(lines, v.quote("Transport:", begin, "")...)
	}
	if t.ProxyAddress != "" {
		lines = append(lines, v.quote("Proxy:", "Address:", "Address: "+t.ProxyAddress)...)
		lines = append(lines, v.quote("Proxy:", "Port:", "Port: "+t.ProxyPort)...)
	}
	return lines
}
