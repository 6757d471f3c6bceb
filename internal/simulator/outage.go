package simulator

import "time"

// rhythm is how outages come and go: the mean length of one, the mean time between
// two, and what is wrong meanwhile.
type rhythm struct {
	outage, gap time.Duration
	reason      reason // reasonNone: now this, now that
	present     bool   // an outage is under way at the start
}

func (a *automaton) rhythm() rhythm {
	switch a.p.scenario {
	case DNSFailure:
		return rhythm{9 * time.Hour, 3 * time.Hour, reasonDNS, true}
	case Timeout:
		return rhythm{12 * time.Hour, 4 * time.Hour, reasonTimeout, true}
	case ProxyRefused:
		return rhythm{14 * time.Hour, 2 * time.Hour, reasonProxy, true}
	case LongOutage:
		return rhythm{8 * day, 12 * time.Hour, reasonTimeout, true}
	default:
		return rhythm{3 * time.Hour, 60 * day, reasonNone, false}
	}
}

// firstOutage is when the first outage of the history begins.
func (a *automaton) firstOutage() instant {
	if a.p.scenario == NeverTrusted {
		if a.rng.IntN(2) == 0 { // nothing answers; otherwise the server says no
			a.outage, a.reason = true, reasonTimeout
		}
		return 0
	}
	switch a.p.scenario {
	case NeverRestored: // the outage begins with the reboot
		return 0
	case LongOutage:
		return a.start.add(-3*day - a.vary(2*day)) // so that the end, at least four days on, is near the start
	}
	if a.rhythm().present {
		return a.start.add(-3*time.Hour - a.vary(30*time.Hour))
	}
	return a.now.add(a.vary(45 * day))
}

// toggleOutage begins or ends an outage. Switches that are meant to be well are kept
// out of one around the start.
func (a *automaton) toggleOutage() {
	r := a.rhythm()
	if a.outage {
		a.outage, a.reason = false, reasonNone
		a.timers[timerOutage] = a.after(a.vary(r.gap))
		return
	}
	length := a.vary(r.outage)
	near := a.now < a.start && a.now.add(length+2*day) > a.start
	if near && !r.present {
		a.timers[timerOutage] = a.start.add(a.vary(20 * day))
		return
	}
	a.outage, a.reason = true, r.reason
	if r.reason == reasonNone {
		a.reason = []reason{reasonDNS, reasonTimeout, reasonEmpty}[a.rng.IntN(3)]
	}
	if a.timers[timerOutage] = a.after(length); near {
		a.timers[timerOutage] = a.start.add(length / 2)
	}
}
