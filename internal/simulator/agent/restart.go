package agent

import "slices"

// reset is the incident of a scenario: a factory reset, a reboot during an outage that never ends, or the
// end of all sending.
func (a *automaton) reset() {
	if a.Profile.Scenario == NeverRestored {
		a.outage, a.reason, a.lost = true, ReasonDNS, false
		a.reload()
		return
	}
	if a.Profile.Scenario == TransportOff {
		a.switchOff()
		return
	}
	a.factoryReset()
}

// switchOff is "license smart transport off": nothing is sent any more.
func (a *automaton) switchOff() {
	a.note(EventConfigI, 0)
	a.off, a.outage, a.lost = true, false, false
	for _, t := range []Timer{TimerOutage, TimerTrust, TimerPush, TimerPoll, TimerSync, TimerHello, TimerAuth} {
		a.Due[t] = 0
	}
}

// factoryReset is "license smart factory reset": it removes trust, reports and tallies.
func (a *automaton) factoryReset() {
	clear(a.Trusted)
	a.clearTallies()
	a.PolicySince, a.AccountAsOf, a.LastPush, a.LastAck = 0, 0, 0, 0
	a.Imports = [2]Instant{}
	a.outage, a.lost = false, false
	for _, t := range []Timer{TimerPush, TimerPoll, TimerAuth, TimerTrust} {
		a.Due[t] = 0
	}
	a.Due[TimerPush] = a.after(firstPush)
	a.Due[TimerSync] = a.after(syncInterval)
	a.Due[TimerRoll] = a.after(rollInterval)
	a.Deadline = a.Now.Add(90 * Day)
	a.boot()
}

func (a *automaton) clearTallies() {
	a.Tallies = [MessageCount]Tally{}
	a.History = [MessageCount][]Exchange{}
}

// reload is a reboot: the tallies start again at zero; trust and reports stay.
func (a *automaton) reload() {
	a.clearTallies()
	created := a.RUM.nextID
	stored := a.RUM
	a.boot()
	stored.nextID = max(created, a.RUM.nextID)
	a.RUM = stored
}

// switchover makes the standby active, which knows only a third of the messages.
func (a *automaton) switchover() {
	for i := range a.Tallies {
		t := &a.Tallies[i]
		counted := t.Total == t.Success+t.Fail
		t.Success, t.Fail = t.Success/3, t.Fail/3
		if t.Total /= 3; counted {
			t.Total = t.Success + t.Fail
		}
		t.Ongoing, t.OngoingComm = min(t.Ongoing, t.Fail), min(t.OngoingComm, t.Fail)
	}
	if len(a.Members) > 1 {
		first, second := a.Members[0], a.Members[1]
		a.Members[0], a.Members[1] = second, first
		a.Members[0].Role, a.Members[1].Role = first.Role, second.Role
		a.Trusted = slices.Clone(a.Trusted)
		a.Trusted[0], a.Trusted[1] = a.Trusted[1], a.Trusted[0]
	}
	a.note(EventSwitchover, 0)
	a.note(EventHARole, 0)
}
