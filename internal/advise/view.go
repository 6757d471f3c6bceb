package advise

import (
	"net/netip"
	"net/url"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/advise/evidence"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/cause"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// view is an Input with what every step and finding wants to know of it, found out once.
type view struct {
	Input
	// entries are the kinds of findings; nil for what only asks the steps.
	entries []Entry
	// s is the state; never nil.
	s *parser.State
	// now is the switch's own clock when it answered; nil if nothing says it.
	now *localtime.Time
	// set is what is known of the running configuration.
	set evidence.Settings
	// server is the licence server, proxy the proxy; empty without one.
	server, proxy peer
	// vrf is the VRF in which the agent talks; empty for the global one.
	vrf string
	// offline is true for a switch that is not meant to talk to a server.
	offline bool
	// trust is State.TrustMembers.
	trust []parser.TrustCode
	// fail is how communication fails now; nil if it does not, or if that is unknown.
	fail *failing
	// works is true if the last thing that is known of communication is an answer of the server.
	works bool
}

// peer is the far end of a connection.
type peer struct {
	host, port string
	// secure is true for a URL with https.
	secure bool
}

// address is the host if it is an address and not a name.
func (p peer) address() string {
	if addr, err := netip.ParseAddr(p.host); err == nil {
		return addr.String()
	}
	return ""
}

func newView(in Input) *view {
	v := &view{Input: in, s: in.State}
	if v.s == nil {
		v.s = &parser.State{}
	}
	v.now = v.s.Clock
	for _, o := range in.Outputs.Of(evidence.Clock).Answered() {
		if c, ok := evidence.ReadClock(o); ok && v.now == nil {
			v.now = c.Time
		}
	}
	v.readSettings()
	v.readPeers()
	v.trust = v.s.TrustMembers()
	v.offline = v.isOffline()
	v.works = v.hasAnswer()
	v.fail = v.failure()
	return v
}

// readSettings joins the parts of the configuration that were asked for.
func (v *view) readSettings() {
	var text strings.Builder
	for _, o := range v.Outputs.Of(evidence.Config).Answered() {
		text.WriteString(o.Text + "\n")
	}
	v.set, _ = evidence.ReadSettings(evidence.Output{Text: text.String()})
}

// readPeers finds out with whom the agent talks, and where.
func (v *view) readPeers() {
	t := v.s.Transport
	if t == nil {
		return
	}
	v.vrf = t.VRF
	if v.vrf == "" {
		v.vrf = v.set.VRF
	}
	if u, err := url.Parse(t.URL); err == nil && u.Host != "" {
		v.server = peer{host: u.Hostname(), port: u.Port(), secure: u.Scheme == "https"}
		if v.server.port == "" {
			v.server.port = map[bool]string{true: "443", false: "80"}[v.server.secure]
		}
	}
	if t.ProxyAddress != "" {
		v.proxy = peer{host: t.ProxyAddress, port: t.ProxyPort}
	}
}

// next is whom the switch itself connects to: the proxy if there is one.
func (v *view) next() peer {
	if v.proxy.host != "" {
		return v.proxy
	}
	return v.server
}

// looked is whose name the switch looks up: that of the next far end, unless that is an address and looking up a
// name fails all the same.
func (v *view) looked() peer {
	p := v.next()
	if p.address() != "" && v.fail != nil && v.fail.cause == cause.NameResolution {
		return v.server
	}
	return p
}

// isOffline reports whether the switch is offline by design: transport off, or a CSLU that was never set up. A
// CSLU without a URL is found by the name cslu-local, so that one that has answered is set up.
func (v *view) isOffline() bool {
	t := v.s.Transport
	switch {
	case t == nil:
		return false
	case t.Type == "off":
		return true
	case t.Type != "cslu" || t.URL != "" || v.hasAnswer():
		return false
	}
	u := v.s.Usage // of a cut output it is unknown
	return u != nil && u.LastPush == nil && (u.LastAck == nil || v.s.Messages != nil)
}

// hasAnswer reports whether the server has ever answered a message, as far as this is known.
func (v *view) hasAnswer() bool {
	for _, m := range v.s.Messages {
		if m.LastSuccess != nil {
			return true
		}
	}
	if u := v.s.Usage; u != nil && len(v.s.Messages) == 0 && u.LastAck != nil {
		return true
	}
	if h := v.s.History; h != nil {
		for _, m := range h.Messages {
			if m.StatusCode == "OK" {
				return true
			}
		}
	}
	return false
}

// inVRF is the part of a command that names the VRF, with a blank after it.
func (v *view) inVRF() string {
	if v.vrf == "" {
		return ""
	}
	return "vrf " + v.vrf + " "
}
