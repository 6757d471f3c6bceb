package screen

import (
	"fmt"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
)

// statistics prints Communication Statistics. Its underline is two signs short, as on real switches.
func (pg *Page) statistics() {
	level, state := "INDIRECT", "<empty>"
	switch {
	case pg.a.HasTrust():
		level = "DIRECT"
	case pg.a.Transport().Kind == "Transport Off":
		state = "Device configured for Offline transport"
	case pg.a.Direct():
		state = "Insufficient trust for direct communication"
	}
	pg.heading("Communication Statistics:", 23)
	pg.line("Communication Level Allowed: %s", level)
	pg.line("Overall State: %s", state)
	for m := range agent.MessageCount {
		if m == agent.MessageTelemetry && !pg.v.TelemetryStats {
			continue
		}
		pg.tally(m, pg.a.Tallies[m])
	}
	pg.line("")
}

func (pg *Page) tally(m agent.Message, t agent.Tally) {
	response, reason := "<none>", "<none>"
	if t.Response != "" {
		response = t.Response
	}
	if t.ResponseAt != 0 {
		response += " on " + pg.date(t.ResponseAt)
	}
	if t.Reason != "" {
		reason = t.Reason
	}
	pg.line("%s:", m)
	pg.line("  Attempts: Total=%d, Success=%d, Fail=%d  Ongoing Failure: Overall=%d Communication=%d",
		t.Total, t.Success, t.Fail, t.Ongoing, t.OngoingComm)
	pg.line("  Last Response: %s", response)
	pg.line("    Failure Reason: %s", reason)
	pg.line("  Last Success Time: %s", pg.date(t.LastSuccess))
	pg.line("  Last Failure Time: %s", pg.date(t.LastFailure))
}

// jobs prints Upcoming Scheduled Jobs.
func (pg *Page) jobs() {
	pg.heading("Upcoming Scheduled Jobs", 23)
	pg.line("Current time: %s", pg.date(pg.a.Now))
	names := pg.v.Jobs
	if pg.v.PreSLP {
		names = []string{agent.JobDaily, agent.JobRenewal, agent.JobInit, agent.JobRegister, agent.JobAckExpiry, agent.JobReservation, agent.JobMeasure, agent.JobSave, agent.JobProcess}
	}
	for _, name := range names {
		pg.line("%s: %s", name, pg.job(name))
	}
	pg.line("")
}

// job returns when a job runs next, as printed.
func (pg *Page) job(name string) string {
	due := pg.due(name)
	switch {
	case name == agent.JobInit && pg.v.InitNotAvailable:
		return "Not Available"
	case name == agent.JobOperational && (pg.v.Number == "5.11.4" || pg.v.Number == "6.0.1"):
		return pg.date(pg.a.Now) + "  (Expired)"
	case due == 0:
		return "Expired Not Rescheduled"
	}
	left := time.Duration(due/1000-pg.a.Now/1000) * time.Second
	if left <= 0 {
		return pg.date(due) + "  (Expired)"
	}
	return fmt.Sprintf("%s (%s remaining)", pg.date(due), remaining(left))
}

// due returns when a job is due, or 0 if it is not scheduled.
func (pg *Page) due(name string) agent.Instant {
	a, online := pg.a, pg.p.Scenario != agent.Offline
	switch {
	case name == agent.JobRenewal && pg.v.PreSLP:
		return a.Registration.NextAuth
	case name == agent.JobRetrieve && online:
		return a.Due[agent.TimerPoll]
	case name == agent.JobSend && online && a.Due[agent.TimerPush] != 0:
		return a.Due[agent.TimerPush].Add(-time.Second)
	case name == agent.JobSend:
		return a.Due[agent.TimerRoll]
	case name == agent.JobExternal:
		return a.Deadline
	case name == agent.JobHelloMessage:
		return a.Due[agent.TimerHello]
	default:
		return pg.housekeeping(name)
	}
}

// housekeeping returns when a job runs that the model does not need. It runs at fixed intervals from
// the start of the agent.
func (pg *Page) housekeeping(name string) agent.Instant {
	type interval struct {
		runs           bool
		period, offset time.Duration
	}
	r := map[string]interval{
		agent.JobDaily:    {true, agent.Day, 2 * time.Second},
		agent.JobRenewal:  {pg.v.Renewal, agent.Day, 105 * time.Second},
		agent.JobMeasure:  {true, 15 * time.Minute, 18 * time.Second},
		agent.JobSave:     {true, time.Hour, 20 * time.Second},
		agent.JobProcess:  {true, agent.Day, 44 * time.Second},
		agent.JobAuthCode: {!pg.a.HasTrust() || pg.v.LateValidation, time.Minute, 7 * time.Second},
		agent.JobSync:     {pg.v.Number == "5.5.11", time.Minute, 11 * time.Second},
	}[name]
	if !r.runs {
		return 0
	}
	first, step := pg.a.Booted.Add(r.offset), agent.Instant(r.period/time.Millisecond)
	if pg.a.Now < first {
		return first
	}
	return first + ((pg.a.Now-first)/step+1)*step
}
