package evidence

import (
	"net/netip"
	"strconv"
	"strings"
)

// Attempt is what an active command showed.
type Attempt struct {
	// Resolved reports whether the name was resolved; nil if an address was typed, or if the output does not say.
	Resolved *bool
	// Address is what was tried; empty if nothing was.
	Address string
	// Result is how it ended.
	Result Result
	// Line is the line that says so.
	Line string
}

// Result is how an attempt ended.
type Result string

// The results of ping and telnet. Unproven is a ping that was not answered, which proves nothing, and any
// output that no reader understands.
const (
	Open        Result = "open"        // telnet: the connection was established; ping: there was an answer
	Refused     Result = "refused"     // telnet: the far end, or a firewall, said no
	TimedOut    Result = "timed out"   // telnet: nothing came back
	Unreachable Result = "unreachable" // there is no route, or a router said so
	Unresolved  Result = "unresolved"  // the name has no address
	BadSource   Result = "bad source"  // the source interface has no address, or is down
	Forbidden   Result = "forbidden"   // the line may not open connections: "transport output none"
	Unproven    Result = "unproven"
)

// ends are the lines by which an attempt ends, in lower case.
type end struct {
	contains string
	result   Result
}

func ends() []end {
	return []end{
		{"... open", Open},
		{"% connection refused by remote host", Refused},
		{"% connection reset by", Refused},
		{"% connection timed out", TimedOut},
		{"% destination unreachable", Unreachable},
		{"% network not in table", Unreachable},
		{"% unrecognized host or address", Unresolved},
		{"% unknown host", Unresolved},
		{"% bad ip address", Unresolved},
		{"unable to find computer address", Unresolved},
		{"% invalid source", BadSource},
		{"% telnet connections not permitted", Forbidden},
		{"% connections to that host not permitted", Forbidden},
	}
}

// ReadAttempt reads "telnet HOST PORT" and "ping HOST":
//
//	Translating "smartreceiver.cisco.com"...domain server (192.0.2.53) [OK]
//	Trying 198.51.100.7, 443 ... Open
//	% Connection timed out; remote host not responding
func ReadAttempt(o Output) Attempt {
	a := Attempt{Result: Unproven}
	for line := range o.Lines() {
		low := strings.ToLower(line)
		switch {
		case strings.HasPrefix(low, "translating "):
			a.translating(line, strings.Contains(low, "[ok]"))
		case strings.HasPrefix(low, "trying "):
			a.trying(line)
		case strings.HasPrefix(low, "sending ") && strings.Contains(low, " echos to "):
			a.sending(line)
		case strings.HasPrefix(low, "success rate is "):
			a.rate(line)
		}
		for _, e := range ends() {
			if strings.Contains(low, e.contains) {
				a.Result, a.Line = e.result, line
			}
		}
	}
	switch {
	case a.Result == Unresolved:
		a.Resolved = new(false)
	case a.Address != "" && !o.About(a.Address):
		a.Resolved = new(true) // a name was typed
	}
	return a
}

func (a *Attempt) translating(line string, ok bool) {
	if ok {
		a.Resolved = new(true)
	}
	if a.Line == "" {
		a.Line = line
	}
}

// trying reads "Trying 198.51.100.7, 443 ...". The port that it prints is not always the one that was typed.
func (a *Attempt) trying(line string) {
	word := strings.Fields(line)
	for _, w := range word[1:] {
		if addr, err := netip.ParseAddr(strings.Trim(w, ",().")); err == nil {
			a.Address = addr.String()
			a.Line = line
		}
	}
}

// sending reads "Sending 5, 100-byte ICMP Echos to 198.51.100.7, timeout is 2 seconds:".
func (a *Attempt) sending(line string) {
	_, to, _ := strings.Cut(line, " to ")
	to, _, _ = strings.Cut(to, ",")
	if addr, err := netip.ParseAddr(to); err == nil {
		a.Address, a.Line = addr.String(), line
	}
}

// rate reads "Success rate is 80 percent (4/5)". None at all proves nothing.
func (a *Attempt) rate(line string) {
	a.Line = line
	percent, _, _ := strings.Cut(strings.TrimPrefix(line, "Success rate is "), " ")
	if n, err := strconv.Atoi(percent); err == nil && n > 0 {
		a.Result = Open
	}
}
