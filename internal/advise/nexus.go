package advise

// walkNexus answers a step for a switch with NX-OS. How it licenses follows from its release; trust, messages and reports are
// in no output of which a form is known, so that there is nothing to ask for either. See docs/platforms.md.
func (s step) walkNexus(v *view) Step {
	out := Step{ID: s.id, Question: s.question, Answer: NotKnown, Evidence: []Evidence{}, Next: []string{}}
	era := v.s.Era
	switch {
	case s.id != StepLicensing:
		out.Why = "NX-OS prints it in no form that is known"
	case era == nil:
		out.Why = "the release is not known"
	case era.Policy:
		out.Answer, out.Why = Yes, era.Name
	default:
		out.Answer, out.Why = No, era.Name
	}
	return out
}
