package screen

import (
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
)

// This file prints the sections of agents before Smart Licensing Using Policy.

// compliance returns the state of the authorization, without its date.
func (pg *Page) compliance() string {
	switch {
	case pg.a.Registration.Registered == 0 && pg.evaluationLeft() <= 0:
		return "EVAL EXPIRED"
	case pg.a.Registration.Registered == 0:
		return "EVAL MODE"
	case pg.a.Registration.OutOfCompliance:
		return "OUT OF COMPLIANCE"
	default:
		return "AUTHORIZED"
	}
}

func (pg *Page) authorization() string {
	if pg.a.Registration.Registered == 0 {
		return pg.compliance()
	}
	return pg.compliance() + " on " + pg.date(pg.a.Registration.Authorized)
}

// evaluationLeft returns the rest of the 90 days of an unregistered switch.
func (pg *Page) evaluationLeft() time.Duration {
	return 90*agent.Day - time.Duration(pg.a.Now-pg.a.Booted)*time.Millisecond
}

// evaluation prints the line that follows the authorization of an unregistered switch.
func (pg *Page) evaluation() {
	if left := pg.evaluationLeft(); pg.a.Registration.Registered == 0 && left > 0 {
		pg.line("  Evaluation Period Remaining: %s", remaining(left))
	}
}

// unnamed reports whether the agent has no names for its licences, which it learns when it
// registers.
func (pg *Page) unnamed() bool { return pg.v.PreSLP && pg.a.Registration.Registered == 0 }

func (pg *Page) renewal() string {
	if pg.a.Registration.Renewed == 0 {
		return "None"
	}
	return "SUCCEEDED on " + pg.date(pg.a.Registration.Renewed)
}

func (pg *Page) nextRenewal() agent.Instant {
	return max(pg.a.Registration.Registered, pg.a.Registration.Renewed).Add(180 * agent.Day)
}

func (pg *Page) registrationHead() {
	if pg.a.Registration.Registered == 0 {
		pg.lines("  Status: UNREGISTERED", "  Export-Controlled Functionality: NOT ALLOWED")
		return
	}
	pg.line("  Status: REGISTERED")
	pg.line("  Smart Account: %s", pg.p.Account)
	pg.line("  Virtual Account: %s", pg.p.VirtualAccount)
	pg.line("  Export-Controlled Functionality: ALLOWED")
}

// registrationStatus prints "show license status" of the registration era.
func (pg *Page) registrationStatus() {
	r := pg.a.Registration
	pg.lines("Smart Licensing is ENABLED", "")
	pg.utility()
	pg.privacy()
	pg.lines("Transport:", "  Type: Callhome", "")
	pg.line("Registration:")
	pg.registrationHead()
	if r.Registered != 0 {
		pg.line("  Initial Registration: SUCCEEDED on %s", pg.date(r.Registered))
		pg.line("  Last Renewal Attempt: %s", pg.renewal())
		pg.line("  Next Renewal Attempt: %s", pg.date(pg.nextRenewal()))
		pg.line("  Registration Expires: %s", pg.date(r.Expires))
	}
	pg.lines("", "License Authorization: ")
	pg.line("  Status: %s", pg.authorization())
	pg.evaluation()
	if r.Registered != 0 {
		pg.line("  Last Communication Attempt: SUCCEEDED on %s", pg.date(r.Authorized))
		pg.line("  Next Communication Attempt: %s", pg.date(r.NextAuth))
		pg.line("  Communication Deadline: %s", pg.date(r.Deadline))
	}
	pg.line("")
	pg.exportKey()
	pg.miscellaneous()
}
