package advise

import (
	"fmt"
	"strings"
	"time"
)

func askLicensing(v *view) reply {
	wants := show(techSupport, "show license status", "show license eventlog 1")
	switch {
	case v.RightToUse != "":
		return reply{answer: No, why: "right-to-use licensing, which is older", evidence: v.quoteRightToUse(), wants: show("show version")}
	case v.s.PolicyMode != nil && *v.s.PolicyMode:
		return reply{answer: Yes, why: v.release(), evidence: v.quote("Smart Licensing Using Policy:", "Status:", "Status: ENABLED"), wants: wants}
	case v.beforeSLP():
		why := strings.Trim("the agent registers instead; "+v.release(), "; ")
		return reply{answer: No, why: why, evidence: v.quote("Registration:", "Status:", ""), wants: show("show version")}
	case v.s.SmartLicensing != nil && !*v.s.SmartLicensing:
		return reply{answer: No, why: "Smart Licensing is disabled", evidence: v.quote("", "Smart Licensing is", ""), wants: wants}
	}
	return unknown("no output says it", wants...)
}

// rightEnough is the limit that Cisco names for the error of a clock, on NX-OS and MDS. No source names one for IOS-XE.
const rightEnough = time.Hour

func askClock(v *view) reply {
	wants := show("show clock detail", "show ntp status")
	is, _, lines := v.synced()
	if skew := v.Clock.Skew(); skew != nil {
		if h := clockWrong(v); h != nil {
			why := h.summary
			if skew.Abs() > rightEnough {
				why += "; on NX-OS Cisco asks for less than an hour"
			}
			return reply{answer: No, why: why, evidence: h.evidence, wants: wants}
		}
		if is == nil || *is {
			return reply{answer: Yes, why: "it agrees with the clock of the host that asked", evidence: lines}
		}
	}
	switch {
	case is == nil:
		return unknown("nothing says whether NTP keeps it, and a capture has no other clock beside it", wants...)
	case *is:
		return reply{answer: Yes, why: "NTP keeps it", evidence: lines}
	}
	return reply{answer: No, why: "NTP does not keep it", evidence: lines, wants: wants}
}

func askTransport(v *view) reply {
	wants := show("show running-config | include ^license smart|^ip http client")
	t := v.s.Transport
	switch {
	case t == nil || t.Type == "" && t.URL == "":
		return unknown("no output has the section Transport", append(show("show license status"), wants...)...)
	case v.offline:
		return reply{answer: No, why: "offline by design: " + v.way(), evidence: v.quoteTransport()}
	}
	return reply{answer: Yes, why: v.way(), evidence: v.quoteTransport(), wants: wants}
}

// noWay is the reply of steps that ask about the way to the server, where there is none to ask about.
func (v *view) noWay() (reply, bool) {
	switch {
	case v.offline:
		return skipped("the switch is offline by design"), true
	case !v.policyMode():
		return skipped("the switch does not use Smart Licensing Using Policy"), true
	}
	return reply{}, false
}

// from is the part of a command that names the source interface, after that word; empty if none is known.
func (v *view) from(word string) string {
	if name, _ := v.source(); name != "" {
		return " " + word + " " + name
	}
	return ""
}

func askSource(v *view) reply {
	if r, ok := v.noWay(); ok {
		return r
	}
	wants := show("show running-config | include ^license smart|^ip http client", "show ip interface brief | exclude unassigned")
	name, config := v.source()
	if name == "" {
		switch {
		case v.works && v.fail == nil:
			return reply{answer: Yes, why: "messages are answered"}
		case v.set.Line("license smart") != "": // the account sees the lines of the agent, and so those of its HTTP client
			return skipped("none is configured: the switch sends from the interface towards the server")
		}
		return unknown("it is not known whether one is configured", wants...)
	}
	if h := sourceDown(v); h != nil {
		return reply{answer: No, why: h.summary, evidence: h.evidence, wants: wants}
	}
	i, row, listed, _ := v.onSwitch(name)
	if listed && i.Up() && i.Address != "" {
		return reply{answer: Yes, why: fmt.Sprintf("%s has %s and is up, which does not say that it is in the right VRF", name, i.Address), evidence: append(config, row...)}
	}
	return reply{answer: NotKnown, why: "it is " + name, evidence: config, wants: wants}
}
