package simulator

import (
	"slices"
	"time"
)

const (
	respOK      = "OK"
	respPoll    = "OK_POLL"
	respNoReply = "NO REPLY"
	respNoData  = "NO DATA TO PROCESS"
	respInvalid = "LS_INVALID_DATA"

	reasonToken    = `{"token":["The token provided is invalid or has expired."]}`
	reasonIdentity = `{"product_instance_identifier":["The identity for the product instance could not be found. Establish trust anew."]}`
)

// talk sends a message and says whether the server answered that all is well.
func (a *automaton) talk(m message, response string) bool {
	nonce := a.rng.Uint64()
	if a.outage {
		a.history[m] = remember(a.history[m], exchange{at: a.now, nonce: nonce}, a.p.historyDepth)
		a.tallies[m].failed(a.now, respNoReply, "", false)
		a.note(evCommFail, int(a.reason))
		a.lost = true
		return false
	}
	a.tallies[m].succeed(a.now, response)
	a.history[m] = remember(a.history[m], answeredNow(a.now, nonce, response, response), a.p.historyDepth)
	a.restored()
	return true
}

// denied is a message the server answers with an error.
func (a *automaton) denied(m message, reason string) {
	a.tallies[m].failed(a.now, respInvalid, reason, true)
	a.history[m] = remember(a.history[m], answeredNow(a.now, a.rng.Uint64(), respInvalid, reason), a.p.historyDepth)
	a.restored()
}

func (a *automaton) restored() {
	if a.lost {
		a.note(evCommRestored, 0)
		a.lost = false
	}
}

// establishTrust sends the token. Without success it is sent again.
func (a *automaton) establishTrust() {
	if a.timers[timerPush] == 0 {
		a.timers[timerPush] = a.after(firstPush)
	}
	if a.p.scenario == NeverTrusted && !a.outage {
		a.denied(msgTrust, reasonToken)
		a.note(evTrustFailed, 0)
		a.timers[timerTrust] = a.after(retryInterval)
		return
	}
	if !a.talk(msgTrust, respOK) {
		a.timers[timerTrust] = a.after(retryInterval)
		return
	}
	a.installTrust()
}

// installTrust is what a good answer to the token brings: codes, policy, accounts.
func (a *automaton) installTrust() {
	for i := range a.trusted {
		if i > 0 && i == len(a.trusted)-1 && a.p.scenario == StackMemberWithoutTrust {
			continue
		}
		a.trusted[i] = a.now.add(time.Duration(min(i, 1)) * time.Second)
		a.log.add(event{at: a.trusted[i], kind: evTrustInstalled, detail: uint8(i)})
	}
	a.policySince, a.accountAsOf = a.now, a.now
	a.imports = [2]instant{a.now, a.now}
	a.timers[timerSync] = a.after(time.Minute)
	if a.p.version.authRequests {
		a.timers[timerAuth] = a.after(authInterval)
	}
	if a.p.version.number == "5.7.6" { // asks for an authorization it cannot name, without counting it
		a.tallies[msgAuthRequest] = tally{total: 2, response: "BUILD REQUEST ERROR", reason: "Null pointer Error", lastFailure: a.now}
	}
}

// push sends the finished reports.
func (a *automaton) push() {
	if a.p.scenario == Offline {
		a.writeFile()
		return
	}
	a.timers[timerPush] = a.after(a.interval())
	if a.direct() && !a.hasTrust() {
		return
	}
	a.log.add(event{at: a.now.add(-reportBuild), kind: evReportStart}) // its request went out in between
	if !a.talk(msgUsage, respPoll) {
		a.timers[timerPush] = a.after(retryInterval)
		return
	}
	a.lastPush = a.now
	a.rum.move(reportClosed, reportUnack)
	a.timers[timerPoll] = a.after(pollDelay)
}

// interval is the reporting push interval.
func (a *automaton) interval() time.Duration {
	if a.lastAck == 0 {
		return firstReport
	}
	return a.p.pushInterval
}

// poll asks for the acknowledgement of what was pushed.
func (a *automaton) poll() {
	if a.p.scenario == Offline {
		a.acknowledged()
		return
	}
	response := respOK
	if a.acksStopped() {
		response = respPoll
	}
	if !a.talk(msgPoll, response) || response != respOK {
		a.timers[timerPoll] = a.after(pollRetry)
		return
	}
	a.acknowledged()
	a.timers[timerPush] = a.after(a.interval())
}

// acknowledged takes in an ACK.
func (a *automaton) acknowledged() {
	a.rum.acknowledge()
	if a.p.scenario == Offline && a.policySince == 0 { // the file brings the account's policy along
		a.policySince = a.now
	}
	a.lastAck, a.accountAsOf = a.now, a.now
	a.deadline = a.now.add(a.p.ackPeriod)
}

// acksStopped tells from when on a scenario lets no ACK through.
func (a *automaton) acksStopped() bool {
	switch a.p.scenario {
	case AckOverdue:
		return a.now > a.start.add(-a.p.ackPeriod-5*day)
	case ReportBacklog:
		return a.now > a.start.add(-100*day)
	default:
		return false
	}
}

// roll closes the usage reports and opens new ones.
func (a *automaton) roll() {
	a.timers[timerRoll] = a.after(rollInterval)
	for i, l := range a.p.licences {
		if l.count > 0 {
			a.rum.open(i, a.now)
		}
	}
	if a.p.scenario == ReportBacklog && a.acksStopped() && a.rng.IntN(12) == 0 {
		a.rum.lose()
	}
}

// sync is the periodic Trust Sync. Without trust the server does not know the switch.
func (a *automaton) sync() {
	a.timers[timerSync] = a.after(syncInterval)
	switch {
	case !a.hasTrust() && !a.outage:
		a.denied(msgSync, reasonIdentity)
	case !a.talk(msgSync, respOK):
		a.timers[timerSync] = a.after(retryInterval)
	default:
		a.accountAsOf = a.now
	}
}

// hello keeps in touch with CSLU.
func (a *automaton) hello() {
	a.timers[timerHello] = a.after(helloInterval)
	if !a.talk(msgHello, respOK) {
		a.timers[timerHello] = a.after(retryInterval)
	}
}

// authorize asks for authorization codes nobody ordered; before SLP it renews.
func (a *automaton) authorize() {
	if a.p.version.preSLP {
		a.renew()
		return
	}
	a.timers[timerAuth] = a.after(authInterval)
	t := &a.tallies[msgAuthRequest]
	t.total++
	t.success++
	t.response = respNoData
}

// reset is what the scenario has in store: a factory reset, or a reboot in the midst of an
// outage that does not end.
func (a *automaton) reset() {
	if a.p.scenario == NeverRestored {
		a.outage, a.reason, a.lost = true, reasonDNS, false
		a.reload()
		return
	}
	a.factoryReset()
}

// factoryReset is "license smart factory reset": trust, reports and tallies go.
func (a *automaton) factoryReset() {
	clear(a.trusted)
	a.clearTallies()
	a.policySince, a.accountAsOf, a.lastPush, a.lastAck = 0, 0, 0, 0
	a.imports = [2]instant{}
	a.outage, a.lost = false, false
	for _, t := range []timer{timerPush, timerPoll, timerAuth, timerTrust} {
		a.timers[t] = 0
	}
	a.timers[timerPush] = a.after(firstPush)
	a.timers[timerSync] = a.after(syncInterval)
	a.timers[timerRoll] = a.after(rollInterval)
	a.deadline = a.now.add(90 * day)
	a.boot()
}

func (a *automaton) clearTallies() {
	a.tallies = [messageCount]tally{}
	a.history = [messageCount][]exchange{}
}

// reload is a reboot: the tallies begin anew, trust and reports stay.
func (a *automaton) reload() {
	a.clearTallies()
	created := a.rum.nextID
	stored := a.rum
	a.boot()
	stored.nextID = max(created, a.rum.nextID)
	a.rum = stored
}

// switchover makes the standby active. It knows of a third of the messages.
func (a *automaton) switchover() {
	for i := range a.tallies {
		t := &a.tallies[i]
		counted := t.total == t.success+t.fail
		t.success, t.fail = t.success/3, t.fail/3
		if t.total /= 3; counted {
			t.total = t.success + t.fail
		}
		t.ongoing, t.ongoingComm = min(t.ongoing, t.fail), min(t.ongoingComm, t.fail)
	}
	if len(a.members) > 1 {
		first, second := a.members[0], a.members[1]
		a.members[0], a.members[1] = second, first
		a.members[0].role, a.members[1].role = first.role, second.role
		a.trusted = slices.Clone(a.trusted)
		a.trusted[0], a.trusted[1] = a.trusted[1], a.trusted[0]
	}
	a.note(evSwitchover, 0)
	a.note(evHARole, 0)
}
