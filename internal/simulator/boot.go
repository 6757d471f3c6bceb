package simulator

import "time"

// bootStep is an entry of the log that each start of the agent writes.
type bootStep struct {
	after time.Duration
	kind  eventKind
}

func bootSteps() []bootStep {
	ms := time.Millisecond
	return []bootStep{
		{0, evStart}, {22 * ms, evCryptoWait}, {22 * ms, evHARegister}, {3720 * ms, evReady},
		{3721 * ms, evEnabled}, {3765 * ms, evExport}, {6525 * ms, evHAInit}, {6531 * ms, evHAChassis},
		{14075 * ms, evHARole}, {14162 * ms, evConfigBegin}, {16984 * ms, evHostname},
		{18508 * ms, evConfigDone}, {18631 * ms, evPlatformOIR}, {18631 * ms, evHAConfig},
		{18631 * ms, evHAUDI}, {19240 * ms, evSystemInit}, {20243 * ms, evCryptoWait},
		{50243 * ms, evCryptoDone}, {50244 * ms, evCommRestored}, {50276 * ms, evInitComplete},
		{110245 * ms, evPrivacy}, {110300 * ms, evReportingRequired},
	}
}

// boot starts the agent: it writes its log, and opens a report per licence in use. The
// steps take no time of the model; only their stamps spread over the first minutes.
func (a *agent) boot() {
	a.booted = a.now
	for _, step := range bootSteps() {
		a.log.add(event{at: a.now.add(step.after), kind: step.kind})
	}
	if a.p.version.preSLP {
		a.note(evEvalState, 0)
		return
	}
	a.measured = a.now.add(19 * time.Second)
	a.rum = reports{nextID: int64(a.now)/1000 + 20}
	for i, l := range a.p.licences {
		if l.count > 0 {
			a.log.add(event{at: a.now.add(18800 * time.Millisecond), kind: evUsageDestroy, detail: uint8(i)})
			a.log.add(event{at: a.now.add(18810 * time.Millisecond), kind: evUsageTotal, detail: uint8(i)})
			a.rum.open(i)
		}
	}
}

// scheduleOffline is the life of an air-gapped switch. Half of them have their reports
// carried to CSSM by hand; those that look for a CSLU log a failure each hour.
func (a *agent) scheduleOffline() {
	a.outage, a.reason = true, reasonDNS
	if a.p.transport.kind == "cslu" {
		a.timers[timerHello] = a.now.add(retryInterval)
	}
	if a.rng.IntN(2) == 0 {
		a.timers[timerPush] = a.now.add(a.vary(10 * day))
	}
}

// writeFile saves the reports to a file; the ACK comes back days later.
func (a *agent) writeFile() {
	a.lastFile = a.now
	a.rum.move(reportClosed, reportUnack)
	a.timers[timerPoll] = a.after(a.vary(3 * day))
	a.timers[timerPush] = a.after(60 * day)
}

// renew is the registration era's agent: registers once, renews its authorization each
// month and its registration each half year.
func (a *agent) renew() {
	r := &a.reg
	if r.registered == 0 {
		r.registered, r.expires = a.now, a.now.add(365*day)
		r.outOfCompliance = a.rng.IntN(3) == 0
	}
	if last := max(r.registered, r.renewed); a.now > last.add(180*day) {
		r.renewed, r.expires = a.now, a.now.add(365*day)
	}
	every := 30 * day
	if r.outOfCompliance {
		every = 12 * time.Hour
	}
	r.authorized, r.deadline = a.now, a.now.add(90*day)
	r.nextAuth = a.after(every)
	a.timers[timerAuth] = r.nextAuth
}
