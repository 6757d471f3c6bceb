package agent

import "time"

// rhythm is how outages come and go.
type rhythm struct {
	outage, gap time.Duration // mean length of an outage, and mean time between two
	reason      Reason        // ReasonNone: a random reason each time
	present     bool          // an outage is in progress at the start
	endless     bool          // that outage never ends, as what is configured wrong does not mend itself
}

// rhythm returns the rhythm of the scenario.
func (a *automaton) rhythm() rhythm {
	switch a.Profile.Scenario {
	case DNSFailure:
		return rhythm{outage: 9 * time.Hour, gap: 3 * time.Hour, reason: ReasonDNS, present: true}
	case Timeout:
		return rhythm{outage: 12 * time.Hour, gap: 4 * time.Hour, reason: ReasonTimeout, present: true}
	case ProxyRefused:
		return rhythm{outage: 14 * time.Hour, gap: 2 * time.Hour, reason: ReasonProxy, present: true}
	case LongOutage:
		return rhythm{outage: 8 * Day, gap: 12 * time.Hour, reason: ReasonTimeout, present: true}
	case LostRoute:
		return rhythm{outage: 10 * time.Hour, gap: 3 * time.Hour, reason: ReasonRoute, present: true}
	case WrongSourceInterface, WrongProxyPort:
		return rhythm{reason: ReasonTimeout, present: true, endless: true}
	case VRFWithoutNameServer:
		return rhythm{reason: ReasonDNS, present: true, endless: true}
	case TLSInspection:
		return rhythm{reason: ReasonInspected, present: true, endless: true}
	case WrongClock:
		return rhythm{reason: ReasonNotYetValid, present: true, endless: true}
	default:
		return rhythm{outage: 3 * time.Hour, gap: 60 * Day}
	}
}

// firstOutage returns when the first outage of the history begins.
func (a *automaton) firstOutage() Instant {
	if a.Profile.Scenario == NeverTrusted {
		if a.rng.IntN(2) == 0 { // nothing answers; the other half is refused by the server
			a.outage, a.reason = true, ReasonTimeout
		}
		return 0
	}
	switch a.Profile.Scenario {
	case NeverRestored: // the outage begins with the reboot
		return 0
	case LongOutage:
		return a.Start.Add(-3*Day - a.vary(2*Day)) // it lasts at least four days, so it ends near the start
	}
	if a.rhythm().present {
		return a.Start.Add(-3*time.Hour - a.vary(30*time.Hour))
	}
	return a.Now.Add(a.vary(45 * Day))
}

// toggleOutage begins or ends an outage. Healthy switches have no outage around the start.
func (a *automaton) toggleOutage() {
	r := a.rhythm()
	if a.outage {
		a.outage, a.reason = false, ReasonNone
		a.Due[TimerOutage] = a.after(a.vary(r.gap))
		return
	}
	if r.endless {
		a.outage, a.reason = true, r.reason
		return
	}
	length := a.vary(r.outage)
	near := a.Now < a.Start && a.Now.Add(length+2*Day) > a.Start
	if near && !r.present {
		a.Due[TimerOutage] = a.Start.Add(a.vary(20 * Day))
		return
	}
	a.outage, a.reason = true, r.reason
	if r.reason == ReasonNone {
		a.reason = []Reason{ReasonDNS, ReasonTimeout, ReasonEmpty}[a.rng.IntN(3)]
		if next := a.Profile.Network.Next(); a.reason == ReasonDNS && !next.Named() {
			a.reason = ReasonRefused // there is no name to resolve
		}
	}
	if a.Due[TimerOutage] = a.after(length); near {
		a.Due[TimerOutage] = a.Start.Add(length / 2)
	}
}
