package agent

import "time"

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

// scheduleOffline is the life of an air-gapped switch. Half of them have their reports
// carried to CSSM by hand; those that look for a CSLU log a failure each hour.
func (a *automaton) scheduleOffline() {
	a.outage, a.reason = true, ReasonDNS
	if a.Profile.Transport.Kind == "cslu" {
		a.Due[TimerHello] = a.Now.Add(retryInterval)
	}
	if a.rng.IntN(2) == 0 {
		a.Due[TimerPush] = a.Now.Add(a.vary(10 * Day))
	}
}

// writeFile saves the reports to a file; the ACK comes back days later.
func (a *automaton) writeFile() {
	a.LastFile = a.Now
	a.RUM.move(ReportClosed, ReportUnack)
	a.Due[TimerPoll] = a.after(a.vary(3 * Day))
	a.Due[TimerPush] = a.after(60 * Day)
}
