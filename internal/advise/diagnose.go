package advise

import (
	"slices"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/mask"
	"github.com/slp-exporter/slp-exporter/internal/plural"
	"github.com/slp-exporter/slp-exporter/parser/cause"
)

// Adviser has the table of findings, which takes longer to make than to walk. Several goroutines may use it.
type Adviser struct {
	entries []Entry // as Entries
}

// New makes the tables, for many switches.
func New() *Adviser { return &Adviser{entries: Entries()} }

// Diagnose says what there is to say about a switch.
func Diagnose(in Input) Report { return New().Diagnose(in) }

// Diagnose says what there is to say about a switch.
func (a *Adviser) Diagnose(in Input) Report { return a.report(in, table()) }

// Glance is Diagnose with two steps alone, StepTrust and StepExchange, on which the verdict rests. It takes half
// the time.
func (a *Adviser) Glance(in Input) Report {
	return a.report(in, slices.DeleteFunc(table(), func(s step) bool { return s.id != StepTrust && s.id != StepExchange }))
}

func (a *Adviser) report(in Input, steps []step) Report {
	v := newView(in)
	v.entries = a.entries
	r := Report{Target: in.Target, Findings: v.findings(), Steps: []Step{}, Failing: v.failing()}
	for _, s := range steps {
		r.Steps = append(r.Steps, s.walk(v))
	}
	r.Verdict = v.verdict(r)
	r.Cause = v.cause()
	r.Headline = v.headline(r)
	return r
}

// Wants are the commands whose outputs would answer questions that are still open, in the order of the steps, each once.
// After their answers are known, others may be wanted: a route is asked for once the address is known. Of a Nexus none is
// wanted, see walkNexus.
func Wants(in Input) []Want {
	v := newView(in)
	if v.s.Nexus {
		return nil
	}
	var all []Want
	for _, s := range table() {
		for _, c := range s.ask(v).wants {
			_, typed := in.Outputs.Find(c.Command)
			if !typed && !slices.ContainsFunc(all, func(w Want) bool { return w.Command == c.Command }) {
				c.Step = s.id
				all = append(all, c)
			}
		}
	}
	return all
}

// findings are what the table finds, in the order of Report.
func (v *view) findings() []Finding {
	entries := v.entries
	found := make([]*hit, len(entries))
	worst := map[ID]Severity{}
	for i, e := range entries {
		if found[i] = e.find(v); found[i] != nil {
			if found[i].severity == "" {
				found[i].severity = e.Severity
			}
			worst[e.ID] = found[i].severity
		}
	}
	list := []Finding{}
	for i := len(entries) - 1; i >= 0; i-- { // consequences first, because a cause is as severe as they are
		if found[i] == nil {
			continue
		}
		for _, id := range entries[i].explains {
			if s, ok := worst[id]; ok && s.AtLeast(worst[entries[i].ID]) {
				worst[entries[i].ID] = s
			}
		}
		found[i].severity = worst[entries[i].ID]
		list = append(list, v.finding(entries[i], found[i]))
	}
	slices.Reverse(list)
	weight := func(f Finding) int {
		w := 2 * f.Severity.rank()
		if at := slices.IndexFunc(entries, func(e Entry) bool { return e.ID == f.ID }); v.fail != nil && entries[at].isIdle(worst) {
			w--
		}
		return w
	}
	slices.SortStableFunc(list, func(a, b Finding) int { return weight(b) - weight(a) })
	return list
}

// isIdle reports whether a finding may be the reason for a failure, but is not for any that is there: a clock without NTP
// makes no proxy refuse. found has those that are there.
func (e Entry) isIdle(found map[ID]Severity) bool {
	return e.Cause == "" && len(e.explains) > 0 && !slices.ContainsFunc(e.explains, func(id ID) bool { return found[id] != "" })
}

func (v *view) finding(e Entry, h *hit) Finding {
	f := Finding{
		ID: e.ID, Severity: h.severity, Summary: mask.Line(h.summary), Evidence: slices.Clone(h.evidence),
		Advice: slices.Concat(h.advice, e.Advice), Next: []string{}, Runbook: e.Runbook(),
	}
	if f.Evidence == nil {
		f.Evidence = []Evidence{}
	}
	if len(e.Alerts) > 0 {
		f.Alert = e.Alerts[0]
	}
	for _, command := range e.Next {
		if filled, ok := v.filled(command); ok {
			f.Next = append(f.Next, filled)
		}
	}
	return f
}

// filled puts the switch's own values in the places of a command; false if one of them is unknown.
func (v *view) filled(command string) (string, bool) {
	p := v.looked()
	words := strings.Fields(command)
	for i, word := range words {
		switch word {
		case "HOST":
			words[i] = p.host
		case "PORT":
			words[i] = p.port
		case "ADDRESS":
			words[i] = v.resolved(p)
		case "VRF":
			words[i] = v.vrf
		case "INTERFACE":
			words[i], _ = v.source()
		}
		if words[i] == "" {
			return "", false
		}
	}
	command = strings.Join(words, " ")
	if v.vrf == "" {
		return command, true
	}
	for _, begin := range []string{"show ip route ", "show ip cef ", "ping "} {
		if rest, ok := strings.CutPrefix(command, begin); ok {
			return begin + "vrf " + v.vrf + " " + rest, true
		}
	}
	if strings.HasPrefix(command, "telnet ") {
		command += " /vrf " + v.vrf
	}
	return command, true
}

// verdict calls a switch well only if it is known to communicate, or has nothing to communicate.
func (v *view) verdict(r Report) Verdict {
	for _, f := range r.Findings {
		if f.Severity.AtLeast(Warning) {
			return Problem
		}
	}
	if v.offline || !v.policyMode() && (v.s.Registration != nil || v.s.PolicyMode != nil || v.RightToUse != "" || v.s.SmartLicensing != nil) {
		return OK
	}
	for _, s := range r.Steps {
		if (s.ID == StepTrust || s.ID == StepExchange) && s.Answer == Yes {
			return OK
		}
	}
	return Unknown
}

// cause is the class of the failure; none if messages are answered, nil if that is unknown.
func (v *view) cause() *cause.Cause {
	switch {
	case v.offline:
		return new(cause.Offline)
	case v.fail != nil:
		return &v.fail.cause
	case v.works:
		return new(cause.None)
	}
	return nil
}

// failing is the run of failures that there is now.
func (v *view) failing() *Failing {
	if v.fail == nil {
		return nil
	}
	return &Failing{Times: v.fail.times, More: v.fail.more, Reason: mask.Line(v.fail.reason), Since: v.fail.since}
}

// headline is the verdict in one line. What fails is named before what explains it.
func (v *view) headline(r Report) string {
	switch {
	case r.Verdict == Unknown:
		return "Not enough is known for a verdict: " + lowered(v.missing())
	case len(r.Findings) == 0:
		return "Nothing is wrong: " + well(r)
	case r.Verdict == OK && !v.offline && v.policyMode():
		return "Nothing is wrong: " + well(r) + "; " + plural.Of(len(r.Findings), "remark")
	}
	first := r.Findings[0]
	at := slices.IndexFunc(r.Findings, func(f Finding) bool { return v.isFailure(f.ID) })
	if at <= 0 || stageOf(v.fail.cause) == stageAnswer { // what the server answers is no news beside the reason for it
		return first.Summary
	}
	says, _, _ := strings.Cut(r.Findings[at].Summary, ": ") // without the agent's reason
	return says + ": " + lowered(first.Summary)
}

// isFailure reports whether a finding is about a run of failures: such findings have a cause.
func (v *view) isFailure(id ID) bool {
	return v.fail != nil && slices.ContainsFunc(v.entries, func(e Entry) bool { return e.ID == id && e.Cause != "" })
}

// well says what is known to be well.
func well(r Report) string {
	var parts []string
	for _, s := range r.Steps {
		switch {
		case s.Answer != Yes:
		case s.ID == StepTrust:
			parts = append(parts, "trust is installed")
		case s.ID == StepExchange:
			parts = append(parts, s.Why)
		}
	}
	return strings.Join(parts, ", ")
}

// missing says what would have to be known.
func (v *view) missing() string {
	if v.State == nil {
		return "no output of a licence command could be read"
	}
	if v.s.Nexus {
		return "NX-OS prints neither trust nor communication in a form that is known"
	}
	return "neither trust nor communication is in what was read; " + techSupport + " has both"
}
