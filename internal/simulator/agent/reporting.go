package agent

import "time"

// push sends the closed reports.
func (a *automaton) push() {
	if a.Profile.Scenario == Offline {
		a.writeFile()
		return
	}
	a.Due[TimerPush] = a.after(a.interval())
	if a.Direct() && !a.HasTrust() {
		return
	}
	a.Log.Add(Event{At: a.Now.Add(-reportBuild), Kind: EventReportStart}) // building it takes a while before the request goes out
	if !a.talk(MessageUsage, ResponsePoll) {
		a.Due[TimerPush] = a.after(retryInterval)
		return
	}
	a.LastPush = a.Now
	a.RUM.move(ReportClosed, ReportUnack)
	a.Due[TimerPoll] = a.after(pollDelay)
}

// interval returns the reporting push interval.
func (a *automaton) interval() time.Duration {
	if a.LastAck == 0 {
		return firstReport
	}
	return a.Profile.PushInterval
}

// poll asks for the acknowledgement of the pushed reports.
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

// acknowledged processes an ACK.
func (a *automaton) acknowledged() {
	a.RUM.acknowledge()
	if a.Profile.Scenario == Offline && a.PolicySince == 0 { // the file also carries the policy of the account
		a.PolicySince = a.Now
	}
	a.LastAck, a.AccountAsOf = a.Now, a.Now
	a.Deadline = a.Now.Add(a.Profile.AckPeriod)
}

// acksStopped reports whether the scenario withholds ACKs by now.
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

// scheduleOffline sets the appointments of an air-gapped switch. For half of these switches an
// operator carries the reports to CSSM. Those that look for a CSLU log a failure each hour.
func (a *automaton) scheduleOffline() {
	a.outage, a.reason = true, ReasonDNS
	if a.Profile.Transport.Kind == "cslu" {
		a.Due[TimerHello] = a.Now.Add(retryInterval)
	}
	if a.rng.IntN(2) == 0 {
		a.Due[TimerPush] = a.Now.Add(a.vary(10 * Day))
	}
}

// writeFile saves the reports to a file. The ACK comes back days later.
func (a *automaton) writeFile() {
	a.LastFile = a.Now
	a.RUM.move(ReportClosed, ReportUnack)
	a.Due[TimerPoll] = a.after(a.vary(3 * Day))
	a.Due[TimerPush] = a.after(60 * Day)
}
