package simulator

import (
	"cmp"
	"slices"
	"time"
)

// bootStep is an entry of the log that each start of the agent writes.
type bootStep struct {
	after  time.Duration
	kind   eventKind
	detail uint8
}

// clockSet is how long after its start a switch has the time from NTP.
const clockSet = 45 * time.Second

// bootSteps are in order of time.
func (p *profile) bootSteps() []bootStep {
	ms := time.Millisecond
	steps := []bootStep{
		{0, evStart, 0}, {22 * ms, evCryptoWait, 0}, {22 * ms, evHARegister, 0}, {3720 * ms, evReady, 0},
		{3721 * ms, evEnabled, 0}, {3765 * ms, evExport, 0}, {6525 * ms, evHAInit, 0}, {6531 * ms, evHAChassis, 0},
		{14075 * ms, evHARole, 0}, {14162 * ms, evConfigBegin, 0}, {16984 * ms, evHostname, 0},
		{17020 * ms, evRestart, 0}, {18508 * ms, evConfigDone, 0}, {18631 * ms, evPlatformOIR, 0},
		{18631 * ms, evHAConfig, 0}, {18631 * ms, evHAUDI, 0}, {19240 * ms, evSystemInit, 0},
		{20243 * ms, evCryptoWait, 0}, {50243 * ms, evCryptoDone, 0}, {50244 * ms, evCommRestored, 0},
		{50276 * ms, evInitComplete, 0}, {110245 * ms, evPrivacy, 0},
	}
	if p.version.preSLP {
		steps = append(steps, bootStep{18700 * ms, evEvalState, 0}, bootStep{50263 * ms, evCallHome, 0})
	} else {
		steps = append(steps, bootStep{110300 * ms, evReportingRequired, 0})
	}
	if p.topology.members() > 1 {
		steps = append(steps, bootStep{96410 * ms, evStandbyReady, 1}, bootStep{97022 * ms, evStandbyRole, 1})
	}
	for i, l := range p.licences {
		if l.count > 0 && !p.version.preSLP {
			each := time.Duration(i) * 12 * ms
			steps = append(steps, bootStep{18800*ms + each, evUsageDestroy, uint8(i)}, bootStep{18810*ms + each, evUsageTotal, uint8(i)})
		}
	}
	slices.SortStableFunc(steps, func(a, b bootStep) int { return cmp.Compare(a.after, b.after) })
	return steps
}

// boot starts the agent: it writes its log, and opens a report per licence in use. The
// steps take no time of the model; only their stamps spread over the first minutes.
func (a *automaton) boot() {
	a.booted = a.now
	for _, step := range a.p.bootSteps() {
		a.log.add(event{at: a.now.add(step.after), kind: step.kind, detail: step.detail, early: step.after < clockSet})
	}
	if a.p.version.preSLP {
		return
	}
	a.measured = a.now.add(19 * time.Second)
	a.rum = reports{nextID: int64(a.now)/1000 + 20}
	for i, l := range a.p.licences {
		if l.count > 0 {
			a.rum.open(i, a.now)
		}
	}
}

// scheduleOffline is the life of an air-gapped switch. Half of them have their reports
// carried to CSSM by hand; those that look for a CSLU log a failure each hour.
func (a *automaton) scheduleOffline() {
	a.outage, a.reason = true, reasonDNS
	if a.p.transport.kind == "cslu" {
		a.timers[timerHello] = a.now.add(retryInterval)
	}
	if a.rng.IntN(2) == 0 {
		a.timers[timerPush] = a.now.add(a.vary(10 * day))
	}
}

// writeFile saves the reports to a file; the ACK comes back days later.
func (a *automaton) writeFile() {
	a.lastFile = a.now
	a.rum.move(reportClosed, reportUnack)
	a.timers[timerPoll] = a.after(a.vary(3 * day))
	a.timers[timerPush] = a.after(60 * day)
}

// renew is the registration era's agent: registers once, renews its authorization each
// month and its registration each half year.
func (a *automaton) renew() {
	r := &a.reg
	if a.p.unregistered {
		return
	}
	if r.registered == 0 {
		r.registered, r.expires = a.now, a.now.add(365*day)
		r.outOfCompliance = a.rng.IntN(3) == 0
		a.note(evRegistered, 0)
		if r.outOfCompliance {
			a.note(evOutOfCompliance, 0)
		} else {
			a.note(evInCompliance, 0)
		}
	} else if !r.outOfCompliance { // the others renew twice a day, which would fill the log
		a.note(evAuthRenewed, 0)
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
