package agent

import (
	"slices"
	"time"
)

const (
	ResponseOK      = "OK"
	ResponsePoll    = "OK_POLL"
	ResponseNoReply = "NO REPLY"
	ResponseNoData  = "NO DATA TO PROCESS"
	ResponseInvalid = "LS_INVALID_DATA"

	reasonToken    = `{"token":["The token provided is invalid or has expired."]}`
	reasonIdentity = `{"product_instance_identifier":["The identity for the product instance could not be found. Establish trust anew."]}`
)

// talk sends a message and says whether the server answered that all is well.
func (a *automaton) talk(m Message, response string) bool {
	nonce := a.rng.Uint64()
	if a.outage {
		a.History[m] = remember(a.History[m], Exchange{At: a.Now, Nonce: nonce}, a.Profile.historyDepth)
		a.Tallies[m].failed(a.Now, ResponseNoReply, "", false)
		a.note(EventCommFail, int(a.reason))
		a.lost = true
		return false
	}
	a.Tallies[m].succeed(a.Now, response)
	a.History[m] = remember(a.History[m], AnsweredNow(a.Now, nonce, response, response), a.Profile.historyDepth)
	a.restored()
	return true
}

// denied is a message the server answers with an error.
func (a *automaton) denied(m Message, reason string) {
	a.Tallies[m].failed(a.Now, ResponseInvalid, reason, true)
	a.History[m] = remember(a.History[m], AnsweredNow(a.Now, a.rng.Uint64(), ResponseInvalid, reason), a.Profile.historyDepth)
	a.restored()
}

func (a *automaton) restored() {
	if a.lost {
		a.note(EventCommRestored, 0)
		a.lost = false
	}
}

// establishTrust sends the token. Without success it is sent again.
func (a *automaton) establishTrust() {
	if a.Due[TimerPush] == 0 {
		a.Due[TimerPush] = a.after(firstPush)
	}
	if a.Profile.Scenario == NeverTrusted && !a.outage {
		a.denied(MessageTrust, reasonToken)
		a.note(EventTrustFailed, 0)
		a.Due[TimerTrust] = a.after(retryInterval)
		return
	}
	if !a.talk(MessageTrust, ResponseOK) {
		a.Due[TimerTrust] = a.after(retryInterval)
		return
	}
	a.installTrust()
}

// installTrust is what a good answer to the token brings: codes, policy, accounts.
func (a *automaton) installTrust() {
	for i := range a.Trusted {
		if i > 0 && i == len(a.Trusted)-1 && a.Profile.Scenario == StackMemberWithoutTrust {
			continue
		}
		a.Trusted[i] = a.Now.Add(time.Duration(min(i, 1)) * time.Second)
		a.Log.Add(Event{At: a.Trusted[i], Kind: EventTrustInstalled, Detail: uint8(i)})
	}
	a.PolicySince, a.AccountAsOf = a.Now, a.Now
	a.Imports = [2]Instant{a.Now, a.Now}
	a.Due[TimerSync] = a.after(time.Minute)
	if a.Profile.Version.authRequests {
		a.Due[TimerAuth] = a.after(authInterval)
	}
	if a.Profile.Version.Number == "5.7.6" { // asks for an authorization it cannot name, without counting it
		a.Tallies[MessageAuthRequest] = Tally{Total: 2, Response: "BUILD REQUEST ERROR", Reason: "Null pointer Error", LastFailure: a.Now}
	}
}

// push sends the finished reports.
func (a *automaton) push() {
	if a.Profile.Scenario == Offline {
		a.writeFile()
		return
	}
	a.Due[TimerPush] = a.after(a.interval())
	if a.Direct() && !a.HasTrust() {
		return
	}
	a.Log.Add(Event{At: a.Now.Add(-reportBuild), Kind: EventReportStart}) // its request went out in between
	if !a.talk(MessageUsage, ResponsePoll) {
		a.Due[TimerPush] = a.after(retryInterval)
		return
	}
	a.LastPush = a.Now
	a.RUM.move(ReportClosed, ReportUnack)
	a.Due[TimerPoll] = a.after(pollDelay)
}

// interval is the reporting push interval.
func (a *automaton) interval() time.Duration {
	if a.LastAck == 0 {
		return firstReport
	}
	return a.Profile.PushInterval
}

// poll asks for the acknowledgement of what was pushed.
func (a *automaton) poll() {
	if a.Profile.Scenario == Offline {
		a.acknowledged()
		return
	}
	response := ResponseOK
	if a.acksStopped() {
		response = ResponsePoll
	}
	if !a.talk(MessagePoll, response) || response != ResponseOK {
		a.Due[TimerPoll] = a.after(pollRetry)
		return
	}
	a.acknowledged()
	a.Due[TimerPush] = a.after(a.interval())
}

// acknowledged takes in an ACK.
func (a *automaton) acknowledged() {
	a.RUM.acknowledge()
	if a.Profile.Scenario == Offline && a.PolicySince == 0 { // the file brings the account's policy along
		a.PolicySince = a.Now
	}
	a.LastAck, a.AccountAsOf = a.Now, a.Now
	a.Deadline = a.Now.Add(a.Profile.AckPeriod)
}

// acksStopped tells from when on a scenario lets no ACK through.
func (a *automaton) acksStopped() bool {
	switch a.Profile.Scenario {
	case AckOverdue:
		return a.Now > a.Start.Add(-a.Profile.AckPeriod-5*Day)
	case ReportBacklog:
		return a.Now > a.Start.Add(-100*Day)
	default:
		return false
	}
}

// roll closes the usage reports and opens new ones.
func (a *automaton) roll() {
	a.Due[TimerRoll] = a.after(rollInterval)
	for i, l := range a.Profile.Licences {
		if l.Count > 0 {
			a.RUM.open(i, a.Now)
		}
	}
	if a.Profile.Scenario == ReportBacklog && a.acksStopped() && a.rng.IntN(12) == 0 {
		a.RUM.lose()
	}
}

// sync is the periodic Trust Sync. Without trust the server does not know the switch.
func (a *automaton) sync() {
	a.Due[TimerSync] = a.after(syncInterval)
	switch {
	case !a.HasTrust() && !a.outage:
		a.denied(MessageSync, reasonIdentity)
	case !a.talk(MessageSync, ResponseOK):
		a.Due[TimerSync] = a.after(retryInterval)
	default:
		a.AccountAsOf = a.Now
	}
}

// hello keeps in touch with CSLU.
func (a *automaton) hello() {
	a.Due[TimerHello] = a.after(helloInterval)
	if !a.talk(MessageHello, ResponseOK) {
		a.Due[TimerHello] = a.after(retryInterval)
	}
}

// authorize asks for authorization codes nobody ordered; before SLP it renews.
func (a *automaton) authorize() {
	if a.Profile.Version.PreSLP {
		a.renew()
		return
	}
	a.Due[TimerAuth] = a.after(authInterval)
	t := &a.Tallies[MessageAuthRequest]
	t.Total++
	t.Success++
	t.Response = ResponseNoData
}

// reset is what the scenario has in store: a factory reset, or a reboot in the midst of an
// outage that does not end.
func (a *automaton) reset() {
	if a.Profile.Scenario == NeverRestored {
		a.outage, a.reason, a.lost = true, ReasonDNS, false
		a.reload()
		return
	}
	a.factoryReset()
}

// factoryReset is "license smart factory reset": trust, reports and tallies go.
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

// reload is a reboot: the tallies begin anew, trust and reports stay.
func (a *automaton) reload() {
	a.clearTallies()
	created := a.RUM.nextID
	stored := a.RUM
	a.boot()
	stored.nextID = max(created, a.RUM.nextID)
	a.RUM = stored
}

// switchover makes the standby active. It knows of a third of the messages.
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
