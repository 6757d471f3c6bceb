package overview

import (
	"slices"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/cause"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// read is what a result says.
func (b *Board) read(r *fleet.Result) *Reading {
	made := &Reading{of: r, State: Down, LastPoll: r.Ended, NextTry: r.NextTry, Reason: r.Reason()}
	if r.Err != nil {
		made.Error = r.Err.Error()
	}
	if !r.Up() {
		made.Severity, made.Summary = severityOf(r.Reason()), failureOf(r)
		return made
	}
	report := b.adviser.Glance(advise.Input{Target: r.Target.Name, State: r.State, Clock: r.Clock})
	made.State, made.Licence, made.devices = b.judge(report), licenceOf(r.State, r.Clock, report), devicesOf(r.State)
	for _, f := range report.Findings {
		made.Findings = append(made.Findings, Finding{f.ID, f.Severity, f.Summary, f.Runbook, f.Alert})
	}
	switch {
	case made.State == Unknown && !severe(report):
		made.Summary = report.Headline
	case len(report.Findings) > 0:
		made.Severity, made.Summary = report.Findings[0].Severity, b.summaryOf(report)
	}
	if r.Err != nil && !made.Severity.AtLeast(advise.Warning) { // a collector failed
		made.Severity, made.Summary = advise.Warning, failureOf(r)
	}
	return made
}

// severe reports whether there is a finding that wants somebody.
func severe(report advise.Report) bool {
	return len(report.Findings) > 0 && report.Findings[0].Severity.AtLeast(advise.Warning)
}

// summaryOf is the first finding in a line. There is one.
func (b *Board) summaryOf(report advise.Report) string {
	if f := report.Failing; f != nil && f.Reason != "" && slices.Contains(b.runs, report.Findings[0].ID) {
		return f.Reason
	}
	return report.Findings[0].Summary
}

// failureOf is why a poll or a collector failed, without the name of the switch.
func failureOf(r *fleet.Result) string {
	if r.Err == nil {
		return ""
	}
	return strings.TrimPrefix(r.Err.Error(), r.Target.Name+": ")
}

// severityOf is the severity of the alert about switches that are not polled for that reason.
func severityOf(r failure.Reason) advise.Severity {
	if r == failure.HostKey {
		return advise.Critical
	}
	return advise.Warning
}

// licenceOf reads the figures off a state, which may be nil.
func licenceOf(s *parser.State, clock localtime.Clock, report advise.Report) Licence {
	l := Licence{Trust: trustOf(report)}
	if s == nil {
		return l
	}
	l.addFailures(report, clock)
	l.addReports(s, clock)
	l.Backlog, l.Licences = backlogOf(s), licencesOf(s)
	return l
}

// trustOf is the answer to the question about trust, and that of the finding about members.
func trustOf(report advise.Report) Trust {
	for _, f := range report.Findings {
		if f.ID == "trust_code_missing_on_member" {
			return TrustPartial
		}
	}
	for _, s := range report.Steps {
		if s.ID != advise.StepTrust {
			continue
		}
		switch s.Answer {
		case advise.Yes:
			return TrustInstalled
		case advise.No:
			return TrustMissing
		case advise.Skipped:
			return TrustNotNeeded
		}
	}
	return ""
}

func (l *Licence) addFailures(report advise.Report, clock localtime.Clock) {
	if report.Cause == nil {
		return
	}
	l.Cause = *report.Cause
	switch f := report.Failing; {
	case f != nil:
		l.Streak, l.StreakMore, l.CauseText, l.Since = new(f.Times), f.More, f.Reason, moment(clock, f.Since)
	case l.Cause == cause.None:
		l.Streak = new(0)
	}
}

// addReports leaves out what does not count: deadlines of a switch that sends nothing by itself, or needs no ACK.
func (l *Licence) addReports(s *parser.State, clock localtime.Clock) {
	u := s.Usage
	if u == nil {
		return
	}
	l.LastReport = moment(clock, u.LastPush)
	if l.Cause == cause.Offline {
		return
	}
	l.NextReport = moment(clock, u.NextPush)
	if p := s.Policy; p == nil || p.AckRequired == nil || *p.AckRequired {
		l.AckDeadline = moment(clock, u.AckDeadline)
	}
}

// moment is a time of the switch; zero if it is not known.
func moment(clock localtime.Clock, t *localtime.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	at, ok := clock.Resolve(t)
	if !ok {
		return time.Time{}
	}
	return at
}

// backlogOf is how many reports have had no ACK: by the agent's tally, else by its list.
func backlogOf(s *parser.State) *int {
	if r := s.RUM; r != nil && r.Unacknowledged != nil {
		return new(int(*r.Unacknowledged))
	}
	if r := s.RUM; r != nil && r.WaitingAck != nil {
		return new(int(*r.WaitingAck))
	}
	if s.RUMStates == nil {
		return nil
	}
	n := 0
	for _, r := range s.RUMStates {
		if r.State == "unack" || r.State == "closed" {
			n += r.Reports
		}
	}
	return &n
}

// licencesOf is how many licences are in use; nil if none is listed, or if the count of one is missing.
func licencesOf(s *parser.State) *int {
	if len(s.Licenses) == 0 {
		return nil
	}
	n := 0
	for _, l := range s.Licenses {
		used := l.InUse()
		switch {
		case used != nil && !*used:
		case l.Count == nil:
			return nil
		default:
			n += int(*l.Count)
		}
	}
	return &n
}

// devicesOf are the product IDs and serial numbers of a switch and its members, in lower case.
func devicesOf(s *parser.State) []string {
	if s == nil {
		return nil
	}
	var texts []string
	add := func(d parser.Device) { texts = append(texts, strings.ToLower(d.PID), strings.ToLower(d.SerialNumber)) }
	if s.UDI != nil {
		add(*s.UDI)
	}
	for _, d := range s.HAUDIs {
		add(d)
	}
	return texts
}
