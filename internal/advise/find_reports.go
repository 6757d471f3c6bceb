package advise

import (
	"time"

	"github.com/slp-exporter/slp-exporter/internal/plural"
)

// What the alerts about reports speak of.
const (
	overdue        = day
	ackNear        = 30 * day
	ackVeryNear    = 7 * day
	unacknowledged = 3 * day
	// full is how many reports make a full store. That is an estimate: agents that purge reports print 300 in storage, or as
	// many as make that number with those that are being written.
	full = 300
)

// reportEntries are findings about usage reports and their acknowledgements.
func reportEntries() []Entry {
	deadline := []string{
		"Reports do not go out (`Last report push` is older than the push interval): communication, or trust.",
		"They go out and no ACK comes: CSSM, or the CSLU or SSM On-Prem between, has not processed them.",
		"No way to the server can be made in time: carry it by hand. `license smart save usage unreported file flash:usage.txt`, upload the file in CSSM (*Reports*, *Usage Data Files*), download the ACK, and `license smart import flash:ack.txt`.",
		"Then `license smart sync all`.",
	}
	const summary = "show license tech support | begin Usage Report Summary"
	return []Entry{
		{
			ID: "report_overdue", Severity: Warning, Alerts: []string{"SLPReportOverdue"},
			Means:  "The agent's next usage report should have gone out more than a day ago, and no other time is set.",
			Rests:  "`Next report push` against the switch's clock",
			Advice: []string{"`license smart sync all` sends reports at once.", "Without a trust code nothing is sent.", "The clock jumped: the next report sets the time again."},
			Next:   []string{"show license status"}, find: reportOverdue,
		},
		{
			ID: "reports_unacknowledged", Severity: Warning, Unless: "info if they were sent less than three days ago, or if it is not known when",
			Alerts: []string{"SLPReportsUnacknowledged"},
			Means:  "Reports were sent and have had no ACK for three days.",
			Rests:  "tech support: `Waiting for Ack`; `show license rum id all`: `UNACK`; `Last report push`",
			Advice: []string{
				"`Result Polling` fails: communication.",
				"It answers `OK_POLL` each time: CSSM has not processed the report yet. Through a CSLU or SSM On-Prem: has it sent its reports on to CSSM?",
				"The account in CSSM does not have this product instance any more, or it is in another virtual account: move it, or establish trust again.",
				"`license smart sync all` asks for ACKs at once.",
			},
			Next:     []string{summary, "show license tech support | begin Communication Statistics"},
			explains: []ID{"ack_deadline_passed", "ack_deadline_very_near", "ack_deadline_near", "reports_purged", "reports_missing"},
			find:     reportsWaiting,
		},
		{
			ID: "ack_deadline_passed", Severity: Critical, Alerts: []string{"SLPAckDeadlinePassed"},
			Means: "The ACK deadline has passed: the switch is out of policy.",
			Rests: "`Next ACK deadline` against the switch's clock", Advice: deadline, Next: []string{"show license status", summary},
			explains: []ID{"reports_purged", "reports_missing"}, find: deadlinePassed,
		},
		{
			ID: "ack_deadline_very_near", Severity: Critical, Alerts: []string{"SLPAckDeadlineVeryNear"},
			Means: "An ACK for usage reports must come within 7 days.",
			Rests: "`Next ACK deadline` against the switch's clock", Advice: deadline, Next: []string{"show license status", summary}, find: deadlineVeryNear,
		},
		{
			ID: "ack_deadline_near", Severity: Warning, Alerts: []string{"SLPAckDeadlineNear"},
			Means: "An ACK for usage reports must come within 30 days, and more than half of the time since the last one is over.",
			Rests: "`Next ACK deadline` and `Last ACK received` against the switch's clock", Advice: deadline, Next: []string{"show license status", summary}, find: deadlineNear,
		},
	}
}

// lossEntries are findings about reports that were lost.
func lossEntries() []Entry {
	const summary = "show license tech support | begin Usage Report Summary"
	return []Entry{
		{
			ID: "reports_purged", Severity: Info, Unless: "warning if the store is full of reports without an ACK, so that each new one pushes another out",
			Alerts: []string{"SLPReportsPurged"},
			Means:  "The agent has thrown reports away that had no ACK, as its store was full.",
			Rests:  "tech support: `Purged`, `Waiting for Ack`, `In Storage`",
			Advice: []string{"Get ACKs: the reports that wait for one are another finding.", "Is it made to report too often? Some releases gather reports (CSCwa85199, fixed in 17.3.7, 17.6.5 and 17.9.1)."},
			Next:   []string{summary}, find: reportsPurged,
		},
		{
			ID: "reports_missing", Severity: Info, Unless: "warning if reports wait for an ACK as well, so that more may get lost",
			Alerts: []string{"SLPReportsMissing"},
			Means:  "The agent counts reports as missing (MIA): usage of which CSSM never had a report.",
			Rests:  "tech support: `MIA`",
			Advice: []string{"Is flash full, or was it formatted or the switch reloaded without saving? Make room.", "Has the report store overflowed, too? Then get ACKs first.", "It goes on without either: a case with Cisco, with `show license tech support`."},
			Next:   []string{summary, "show license rum id all", "dir flash: | include free"}, find: reportsMissing,
		},
	}
}

func reportOverdue(v *view) *hit {
	u := v.s.Usage
	if u == nil || v.offline {
		return nil
	}
	late, ok := v.ago(u.NextPush)
	if !ok || late <= overdue {
		return nil
	}
	return &hit{summary: "The usage report is " + span(late) + " overdue", evidence: v.quote("Usage Reporting:", "Next report push:", "")}
}

// waiting is how many reports were sent and have had no ACK.
func (v *view) waiting() int {
	if r := v.s.RUM; r != nil && r.WaitingAck != nil {
		return int(*r.WaitingAck)
	}
	for _, r := range v.s.RUMStates {
		if r.State == "unack" {
			return r.Reports
		}
	}
	return 0
}

func reportsWaiting(v *view) *hit {
	n := v.waiting()
	if n == 0 || v.offline {
		return nil
	}
	h := &hit{summary: plural.Of(n, "usage report") + " without an ACK", severity: Info, evidence: v.quote("", "Total Acknowledged Received:", "")}
	u := v.s.Usage
	if u == nil {
		return h
	}
	if since, ok := v.ago(u.LastPush); ok && since > unacknowledged {
		h.severity = ""
		h.summary += ", sent " + span(since) + " ago"
	}
	if u.LastAck != nil {
		h.summary += "; the last ACK came " + v.when(u.LastAck)
	}
	h.evidence = append(h.evidence, v.quote("Usage Reporting:", "Last ACK received:", "")...)
	return h
}

// deadline is how long is left until the ACK deadline; false if there is none that counts, or if it cannot be told.
func (v *view) deadline() (left, whole time.Duration, ok bool) {
	u, p := v.s.Usage, v.s.Policy
	if u == nil || v.offline || p != nil && p.AckRequired != nil && !*p.AckRequired {
		return 0, 0, false
	}
	past, ok := v.ago(u.AckDeadline)
	if !ok {
		return 0, 0, false
	}
	if since, ok := v.ago(u.LastAck); ok {
		whole = since - past
	}
	return -past, whole, true
}

// quoteDeadline is the line about the deadline, with what the summary says of it.
func (v *view) quoteDeadline(summary string) *hit {
	return &hit{summary: summary, evidence: append(v.quote("Usage Reporting:", "Next ACK deadline:", ""), v.quote("Usage Reporting:", "Last ACK received:", "")...)}
}

func deadlinePassed(v *view) *hit {
	left, _, ok := v.deadline()
	if !ok || left >= 0 {
		return nil
	}
	past, _ := v.ago(v.s.Usage.AckDeadline)
	return v.quoteDeadline("The ACK deadline passed " + span(past) + " ago: the switch is out of policy")
}

func deadlineVeryNear(v *view) *hit {
	left, _, ok := v.deadline()
	if !ok || left < 0 || left >= ackVeryNear {
		return nil
	}
	return v.quoteDeadline("An ACK must come until " + v.when(v.s.Usage.AckDeadline))
}

// deadlineNear: with short intervals thirty days are usual, and half of the time must be over. Of a switch that
// never had an ACK it is unknown when it began.
func deadlineNear(v *view) *hit {
	left, whole, ok := v.deadline()
	if !ok || left < ackVeryNear || left >= ackNear || whole > 0 && left > whole/2 {
		return nil
	}
	return v.quoteDeadline("An ACK must come until " + v.when(v.s.Usage.AckDeadline))
}

// value is a number that may not be known, as zero then.
func value(n *float64) int {
	if n == nil {
		return 0
	}
	return int(*n)
}

func reportsPurged(v *view) *hit {
	r := v.s.RUM
	if r == nil || value(r.Purged) == 0 || v.offline {
		return nil
	}
	h := &hit{summary: plural.Of(value(r.Purged), "usage report") + " thrown away without an ACK", evidence: v.quote("Usage Report Summary", "Total:", "")}
	if value(r.Unacknowledged) >= full && value(r.InStorage) >= full {
		h.severity = Warning
		h.summary += ", and the store is full of others"
	}
	return h
}

func reportsMissing(v *view) *hit {
	r := v.s.RUM
	if r == nil || value(r.Missing) == 0 || v.offline {
		return nil
	}
	h := &hit{summary: plural.Of(value(r.Missing), "usage report") + " missing (MIA)", evidence: v.quote("Usage Report Summary", "Maximum Display:", "")}
	if v.waiting() > 0 {
		h.severity = Warning
	}
	return h
}
