package server

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
	"github.com/slp-exporter/slp-exporter/internal/simulator/network"
)

// How long a switch waits by default: for a name server (each is asked twice), for the answer to an echo, and
// for a TCP connection.
const (
	lookupWait  = 6 * time.Second
	echoWait    = 2 * time.Second
	connectWait = 30 * time.Second
	roundTrip   = 12 * time.Millisecond
)

// piece is a part of an output that appears after a while. An escape key during the wait ends the output with
// aborted.
type piece struct {
	after   time.Duration
	text    string
	aborted string
}

// joined returns the text of all pieces.
func joined(pieces []piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.text)
	}
	return b.String()
}

// attempt is a ping or a telnet as typed.
type attempt struct {
	host, vrf, source string
	port              int // telnet only
	repeat            int // ping only: how many echoes
	timeout           time.Duration

	m       network.Moment
	address netip.Addr // of the host; invalid if it does not resolve
	from    netip.Addr // of the source; invalid if none is named
}

// moment returns the network of the switch at this moment.
func (u *user) moment() network.Moment {
	var m network.Moment
	u.sw.agent.See(func(a *agent.State) { m = a.Network() })
	return m
}

// resolve looks the host up, and returns what the switch prints meanwhile. Then the address may be invalid.
func (a *attempt) resolve() []piece {
	var asked []netip.Addr
	if a.address, asked = a.m.Resolve(a.vrf, a.host); a.address.IsValid() && asked == nil {
		return nil
	}
	text := "Translating \"" + a.host + "\"..."
	if len(asked) == 0 {
		return []piece{{text: text + "domain server (255.255.255.255)"}, {after: lookupWait, text: "\n", aborted: "\n"}}
	}
	var all []piece
	for i, server := range asked {
		if i == 0 {
			text += "domain server"
		}
		all = append(all, piece{text: text + " (" + server.String() + ")"})
		if text = ""; !a.address.IsValid() {
			all = append(all, piece{after: lookupWait, aborted: "\n"})
		}
	}
	if a.address.IsValid() {
		return append(all, piece{after: roundTrip, text: " [OK]\n\n"})
	}
	return append(all, piece{text: "\n"})
}

// badSource finds the source. It returns what the switch prints if packets cannot be sent from the source; empty if they can.
func (a *attempt) badSource() string {
	if a.source == "" {
		return ""
	}
	i, ok := a.m.Interface(a.source)
	if own, err := netip.ParseAddr(a.source); err == nil {
		r, found := a.m.Route(a.vrf, own)
		i, ok = r.Interface, found && r.Own
	}
	switch {
	case !ok, i.VRF != a.vrf && i.Up():
		return "% Invalid source. Must use same-VRF IP address or full interface name without spaces (e.g. Serial0/1)\n"
	case !i.Up():
		return "% Invalid source interface - IP not enabled or interface is down\n"
	}
	a.from = i.Address.Addr()
	return ""
}

// ping is "ping [vrf NAME] HOST [source INTERFACE] [repeat N] [timeout SECONDS]".
func ping(u *user, argument string) reply {
	vrf, words, problem := u.cutVRF(argument)
	if problem != "" {
		return reply{text: problem}
	}
	if len(words) > 0 && words[0] == "ip" {
		words = words[1:]
	}
	if len(words) == 0 {
		return reply{text: incomplete}
	}
	a := attempt{host: words[0], vrf: vrf, repeat: 5, timeout: echoWait, m: u.moment()}
	if strange := a.options(words[1:]); strange != "" {
		return reply{text: u.strange(argument, strange)}
	}
	pieces := a.resolve()
	if !a.address.IsValid() {
		return reply{pieces: append(pieces, piece{text: "% Unrecognized host or address, or protocol not running.\n\n"})}
	}
	if bad := a.badSource(); bad != "" {
		return reply{pieces: append(pieces, piece{text: bad})}
	}
	return reply{pieces: append(pieces, a.echoes()...), echoes: true}
}

// options reads the words after the host of a ping. It returns a word that does not belong there.
func (a *attempt) options(words []string) (strange string) {
	for len(words) > 0 {
		keyword := matches([]string{"source", "repeat", "timeout"}, words[0])
		if len(keyword) != 1 || len(words) < 2 {
			return words[0]
		}
		if keyword[0] == "source" {
			a.source, words = cutInterface(words[1:])
			continue
		}
		n, err := strconv.Atoi(words[1])
		if err != nil || n < 1 || n > 3600 {
			return words[1]
		}
		if keyword[0] == "repeat" {
			a.repeat = n
		} else {
			a.timeout = time.Duration(n) * time.Second
		}
		words = words[2:]
	}
	return ""
}

// cutInterface cuts a name such as "Vlan10" or "Vlan 10" off the words.
func cutInterface(words []string) (name string, rest []string) {
	if len(words) > 1 && !strings.ContainsAny(words[0], "0123456789") && strings.Trim(words[1], "0123456789/.") == "" {
		return words[0] + words[1], words[2:]
	}
	return words[0], words[1:]
}

// echoes returns what a ping prints from the first echo on.
func (a *attempt) echoes() []piece {
	head := fmt.Sprintf("Type escape sequence to abort.\nSending %d, 100-byte ICMP Echos to %s, timeout is %d seconds:\n",
		a.repeat, a.address, a.timeout/time.Second)
	if a.from.IsValid() {
		head += fmt.Sprintf("Packet sent with a source address of %s \n", a.from)
	}
	all := []piece{{text: head}}
	mark, wait, answered := ".", a.timeout, 0
	if a.m.Echo(a.vrf, a.address) {
		mark, wait, answered = "!", roundTrip, 1
	}
	for n := range a.repeat {
		all = append(all, piece{after: wait, text: mark, aborted: rate(answered*n, n)})
	}
	return append(all, piece{text: rate(answered*a.repeat, a.repeat)})
}

// rate returns the last line of a ping.
func rate(answered, sent int) string {
	text := fmt.Sprintf("\nSuccess rate is %d percent (%d/%d)", 100*answered/max(sent, 1), answered, sent)
	if ms := int(roundTrip / time.Millisecond); answered > 0 {
		text += fmt.Sprintf(", round-trip min/avg/max = %d/%d/%d ms", ms, ms+1, ms+3)
	}
	return text + "\n"
}

// telnet is "telnet HOST [PORT] [/vrf NAME] [/source-interface INTERFACE]".
func telnet(u *user, argument string) reply {
	a := attempt{port: 23, m: u.moment()}
	if problem := a.telnetOptions(u, argument); problem != "" {
		return reply{text: problem}
	}
	if u.faults().NoTelnet {
		return reply{text: "% telnet connections not permitted from this terminal\n"}
	}
	pieces := a.resolve()
	if !a.address.IsValid() {
		return reply{pieces: append(pieces, piece{text: "% Bad IP address or host name\n"})}
	}
	if bad := a.badSource(); bad != "" {
		return reply{pieces: append(pieces, piece{text: bad})}
	}
	trying := fmt.Sprintf("Trying %s, %d ... ", a.host, a.port)
	if a.host != a.address.String() {
		trying = fmt.Sprintf("Trying %s (%s, %d)... ", a.host, a.address, a.port)
	}
	pieces = append(pieces, piece{text: trying})
	const aborted = "\n% Connection aborted\n"
	switch a.m.Connect(a.vrf, a.address, a.port) {
	case network.Refused:
		return reply{pieces: append(pieces, piece{roundTrip, "\n% Connection refused by remote host\n\n", aborted})}
	case network.TimedOut:
		return reply{pieces: append(pieces, piece{connectWait, "\n% Connection timed out; remote host not responding\n\n", aborted})}
	case network.Unreachable:
		return reply{pieces: append(pieces, piece{text: "\n% Destination unreachable; gateway or host down\n\n"})}
	}
	return reply{
		pieces: append(pieces, piece{roundTrip, "Open\n", aborted}),
		opens:  &connection{host: a.host, address: a.address},
	}
}

// telnetOptions reads what follows telnet. It returns what the switch prints if that is wrong.
func (a *attempt) telnetOptions(u *user, argument string) (problem string) {
	words := strings.Fields(argument)
	if len(words) == 0 {
		return incomplete
	}
	a.host, words = words[0], words[1:]
	for len(words) > 0 {
		port, err := strconv.ParseUint(words[0], 10, 16)
		keyword := matches([]string{"/vrf", "/source-interface"}, words[0])
		switch {
		case err == nil && port > 0:
			a.port, words = int(port), words[1:]
		case len(keyword) != 1 || words[0] == "/":
			return u.strange(argument, words[0])
		case len(words) < 2:
			return incomplete
		case keyword[0] == "/vrf":
			if a.vrf, words = words[1], words[2:]; !a.m.HasVRF(a.vrf) {
				return "% VRF " + a.vrf + " does not exist\n"
			}
		default:
			a.source, words = cutInterface(words[1:])
		}
	}
	return ""
}
