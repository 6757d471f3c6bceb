package agent

import "time"

// authorize requests authorization codes that nobody ordered. Agents before SLP renew their
// authorization instead.
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

// renew is the agent of the registration era: it registers once, and renews its authorization
// monthly and its registration every half year.
func (a *automaton) renew() {
	r := &a.Registration
	if a.Profile.unregistered {
		return
	}
	if r.Registered == 0 {
		r.Registered, r.Expires = a.Now, a.Now.Add(365*Day)
		r.OutOfCompliance = a.rng.IntN(3) == 0
		a.note(EventRegistered, 0)
		if r.OutOfCompliance {
			a.note(EventOutOfCompliance, 0)
		} else {
			a.note(EventInCompliance, 0)
		}
	} else if !r.OutOfCompliance { // a switch out of compliance renews twice a day, which would fill the log
		a.note(EventAuthRenewed, 0)
	}
	if last := max(r.Registered, r.Renewed); a.Now > last.Add(180*Day) {
		r.Renewed, r.Expires = a.Now, a.Now.Add(365*Day)
	}
	every := 30 * Day
	if r.OutOfCompliance {
		every = 12 * time.Hour
	}
	r.Authorized, r.Deadline = a.Now, a.Now.Add(90*Day)
	r.NextAuth = a.after(every)
	a.Due[TimerAuth] = r.NextAuth
}
