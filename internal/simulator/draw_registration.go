package simulator

import "time"

// The sections of agents before Smart Licensing Using Policy.

// compliance is the authorization's state without its date.
func (sc *screen) compliance() string {
	switch {
	case sc.a.reg.registered == 0 && sc.evaluationLeft() <= 0:
		return "EVAL EXPIRED"
	case sc.a.reg.registered == 0:
		return "EVAL MODE"
	case sc.a.reg.outOfCompliance:
		return "OUT OF COMPLIANCE"
	default:
		return "AUTHORIZED"
	}
}

func (sc *screen) authorization() string {
	if sc.a.reg.registered == 0 {
		return sc.compliance()
	}
	return sc.compliance() + " on " + sc.date(sc.a.reg.authorized)
}

// evaluationLeft is what is left of the 90 days that an unregistered switch has.
func (sc *screen) evaluationLeft() time.Duration {
	return 90*day - time.Duration(sc.a.now-sc.a.booted)*time.Millisecond
}

// evaluation is the line that an unregistered switch has below its authorization.
func (sc *screen) evaluation() {
	if left := sc.evaluationLeft(); sc.a.reg.registered == 0 && left > 0 {
		sc.line("  Evaluation Period Remaining: %s", remaining(left))
	}
}

// unnamed reports whether the agent has no names for its licences: it learns them when it
// registers.
func (sc *screen) unnamed() bool { return sc.v.preSLP && sc.a.reg.registered == 0 }

func (sc *screen) renewal() string {
	if sc.a.reg.renewed == 0 {
		return "None"
	}
	return "SUCCEEDED on " + sc.date(sc.a.reg.renewed)
}

func (sc *screen) nextRenewal() instant {
	return max(sc.a.reg.registered, sc.a.reg.renewed).add(180 * day)
}

func (sc *screen) registrationHead() {
	if sc.a.reg.registered == 0 {
		sc.lines("  Status: UNREGISTERED", "  Export-Controlled Functionality: NOT ALLOWED")
		return
	}
	sc.line("  Status: REGISTERED")
	sc.line("  Smart Account: %s", sc.p.account)
	sc.line("  Virtual Account: %s", sc.p.virtual)
	sc.line("  Export-Controlled Functionality: ALLOWED")
}

// drawRegistrationStatus is "show license status" of the registration era.
func drawRegistrationStatus(sc *screen) {
	r := sc.a.reg
	sc.lines("Smart Licensing is ENABLED", "")
	sc.utility()
	sc.privacy()
	sc.lines("Transport:", "  Type: Callhome", "")
	sc.line("Registration:")
	sc.registrationHead()
	if r.registered != 0 {
		sc.line("  Initial Registration: SUCCEEDED on %s", sc.date(r.registered))
		sc.line("  Last Renewal Attempt: %s", sc.renewal())
		sc.line("  Next Renewal Attempt: %s", sc.date(sc.nextRenewal()))
		sc.line("  Registration Expires: %s", sc.date(r.expires))
	}
	sc.lines("", "License Authorization: ")
	sc.line("  Status: %s", sc.authorization())
	sc.evaluation()
	if r.registered != 0 {
		sc.line("  Last Communication Attempt: SUCCEEDED on %s", sc.date(r.authorized))
		sc.line("  Next Communication Attempt: %s", sc.date(r.nextAuth))
		sc.line("  Communication Deadline: %s", sc.date(r.deadline))
	}
	sc.line("")
	sc.exportKey()
	sc.miscellaneous()
}
