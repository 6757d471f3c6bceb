package simulator

import (
	"fmt"
	"time"
)

// statistics is Communication Statistics. Its underline is two signs short, as printed.
func (sc *screen) statistics() {
	level, state := "INDIRECT", "<empty>"
	switch {
	case sc.a.hasTrust():
		level = "DIRECT"
	case sc.p.transport.kind == "Transport Off":
		state = "Device configured for Offline transport"
	case sc.a.direct():
		state = "Insufficient trust for direct communication"
	}
	sc.heading("Communication Statistics:", 23)
	sc.line("Communication Level Allowed: %s", level)
	sc.line("Overall State: %s", state)
	for m := range messageCount {
		if m == msgTelemetry && !sc.v.telemetryStats {
			continue
		}
		sc.tally(m, sc.a.tallies[m])
	}
	sc.line("")
}

func (sc *screen) tally(m message, t tally) {
	response, reason := "<none>", "<none>"
	if t.response != "" {
		response = t.response
	}
	if t.responseAt != 0 {
		response += " on " + sc.date(t.responseAt)
	}
	if t.reason != "" {
		reason = t.reason
	}
	sc.line("%s:", m)
	sc.line("  Attempts: Total=%d, Success=%d, Fail=%d  Ongoing Failure: Overall=%d Communication=%d",
		t.total, t.success, t.fail, t.ongoing, t.ongoingComm)
	sc.line("  Last Response: %s", response)
	sc.line("    Failure Reason: %s", reason)
	sc.line("  Last Success Time: %s", sc.date(t.lastSuccess))
	sc.line("  Last Failure Time: %s", sc.date(t.lastFailure))
}

// jobs is Upcoming Scheduled Jobs.
func (sc *screen) jobs() {
	sc.heading("Upcoming Scheduled Jobs", 23)
	sc.line("Current time: %s", sc.date(sc.a.now))
	names := sc.v.jobs
	if sc.v.preSLP {
		names = []string{jobDaily, jobRenewal, jobInit, jobRegister, jobAckExpiry, jobReservation, jobMeasure, jobSave, jobProcess}
	}
	for _, name := range names {
		sc.line("%s: %s", name, sc.job(name))
	}
	sc.line("")
}

// job is when a job runs next.
func (sc *screen) job(name string) string {
	due := sc.due(name)
	switch {
	case name == jobInit && sc.v.initNotAvail:
		return "Not Available"
	case name == jobOperational && (sc.v.number == "5.11.4" || sc.v.number == "6.0.1"):
		return sc.date(sc.a.now) + "  (Expired)"
	case due == 0:
		return "Expired Not Rescheduled"
	}
	left := time.Duration(due/1000-sc.a.now/1000) * time.Second
	if left <= 0 {
		return sc.date(due) + "  (Expired)"
	}
	return fmt.Sprintf("%s (%s remaining)", sc.date(due), remaining(left))
}

// due is when a job is due; 0: not scheduled.
func (sc *screen) due(name string) instant {
	a, online := sc.a, sc.p.scenario != Offline
	switch {
	case name == jobRenewal && sc.v.preSLP:
		return a.reg.nextAuth
	case name == jobRetrieve && online:
		return a.timers[timerPoll]
	case name == jobSend && online && a.timers[timerPush] != 0:
		return a.timers[timerPush].add(-time.Second)
	case name == jobSend:
		return a.timers[timerRoll]
	case name == jobExternal:
		return a.deadline
	case name == jobHelloMessage:
		return a.timers[timerHello]
	default:
		return sc.housekeeping(name)
	}
}

// housekeeping is when a job runs that the model does not need: at fixed intervals from
// the start of the agent.
func (sc *screen) housekeeping(name string) instant {
	type interval struct {
		runs           bool
		period, offset time.Duration
	}
	r := map[string]interval{
		jobDaily:    {true, day, 2 * time.Second},
		jobRenewal:  {sc.v.renewal, day, 105 * time.Second},
		jobMeasure:  {true, 15 * time.Minute, 18 * time.Second},
		jobSave:     {true, time.Hour, 20 * time.Second},
		jobProcess:  {true, day, 44 * time.Second},
		jobAuthCode: {!sc.a.hasTrust() || sc.v.lateValidation, time.Minute, 7 * time.Second},
		jobSync:     {sc.v.number == "5.5.11", time.Minute, 11 * time.Second},
	}[name]
	if !r.runs {
		return 0
	}
	first, step := sc.a.booted.add(r.offset), instant(r.period/time.Millisecond)
	if sc.a.now < first {
		return first
	}
	return first + ((sc.a.now-first)/step+1)*step
}
