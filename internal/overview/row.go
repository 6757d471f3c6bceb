package overview

import (
	"time"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/parser/cause"
)

// Row is one switch.
type Row struct {
	Target *config.Target // never nil
	*Reading
	// LastSuccess is when the last poll ended that read the switch; zero if there was none. Age is the time since, and 0
	// without one.
	LastSuccess time.Time
	Age         time.Duration
}

// Reading is what the last poll of a switch brought. It is not changed once it is made.
type Reading struct {
	State State
	// Severity is that of the worst finding, or of the failed poll; empty if nothing is wrong.
	Severity advise.Severity
	// Findings are in the order of advise.Report; empty of a switch that is down.
	Findings []Finding
	Licence
	// Summary says in a line what is wrong: the worst finding, or why the poll or a collector failed; empty if nothing is.
	// Of a run of failures it is the switch's own text, because cause and number are in Licence.
	Summary string
	// Reason and Error say why the last poll, or a collector of it, failed; empty if nothing did.
	Reason failure.Reason
	Error  string
	// LastPoll is when the last poll ended, NextTry the end of a pause; zero if there is none.
	LastPoll, NextTry time.Time

	of      *fleet.Result
	devices []string // product IDs and serial numbers, in lower case
}

// Finding is something that somebody should know of a switch: what a list shows of an advise.Finding.
type Finding struct {
	ID             advise.ID
	Severity       advise.Severity
	Summary        string
	Runbook, Alert string
}

// Trust is whether a switch may send reports.
type Trust string

// The kinds of trust; empty is unknown.
const (
	TrustInstalled Trust = "installed"
	TrustMissing   Trust = "missing"
	TrustPartial   Trust = "partial"    // a member has none, though another one has
	TrustNotNeeded Trust = "not_needed" // by the transport, or before Smart Licensing Using Policy
)

// Licence is what the switch says of its licences. nil, zero times and empty texts are unknown.
type Licence struct {
	Trust Trust
	// Streak is how many messages in a row have failed, 0 if the last one is known to be answered. StreakMore is true if
	// others may have failed before them.
	Streak     *int
	StreakMore bool
	// Cause is the class of these failures, none if messages are answered. CauseText is the switch's own text.
	Cause     cause.Cause
	CauseText string
	// Since is the first failure of the streak.
	Since time.Time
	// LastReport is when the last usage report was pushed, NextReport when the next one is due, AckDeadline when an ACK
	// must be there. The last two are zero as well for a switch that sends nothing by itself or needs no ACK.
	LastReport, NextReport, AckDeadline time.Time
	// Backlog is how many reports have had no ACK.
	Backlog *int
	// Licences is how many licences are in use.
	Licences *int
}
