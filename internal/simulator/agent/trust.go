package agent

import (
	"time"
)

// The reasons with which the server refuses a message.
const (
	reasonToken    = `{"token":["The token provided is invalid or has expired."]}`
	reasonIdentity = `{"product_instance_identifier":["The identity for the product instance could not be found. Establish trust anew."]}`
)

// establishTrust sends the token, and schedules another try if that fails.
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

// installTrust stores what comes with the answer to the token: trust codes, policy and account.
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
	if a.Profile.Version.Number == "5.7.6" { // it requests an authorization that it cannot name, and does not count it
		a.Tallies[MessageAuthRequest] = Tally{Total: 2, Response: "BUILD REQUEST ERROR", Reason: "Null pointer Error", LastFailure: a.Now}
	}
}

// sync is the periodic Trust Sync. Without trust, the server does not know the switch.
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
