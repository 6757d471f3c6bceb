package advise

import (
	"slices"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/mask"
)

// step is a row of the table of steps.
type step struct {
	id       StepID
	question string
	ask      func(*view) reply
}

// reply is the answer to a question, before it is written down.
type reply struct {
	answer   Answer
	why      string
	evidence []Evidence
	// wants are the commands that would answer it, hints others that tell more.
	wants []Want
	hints []string
}

// table has the steps in the order in which they are walked. Yes is the answer of a healthy switch.
func table() []step {
	return []step{
		{StepLicensing, "Is it Smart Licensing Using Policy?", askLicensing},
		{StepClock, "Is the clock right?", askClock},
		{StepTransport, "Is it told how to reach a licence server?", askTransport},
		{StepResolve, "Does the server's name resolve?", askResolve},
		{StepSourceInterface, "Can the source interface send?", askSource},
		{StepReach, "Does a connection to the server come about?", askReach},
		{StepProxy, "Does the proxy let it through?", askProxy},
		{StepTLS, "Does the TLS handshake succeed?", askTLS},
		{StepTrust, "Is trust established on every member?", askTrust},
		{StepExchange, "Are messages answered?", askExchange},
		{StepReports, "Are usage reports sent and acknowledged?", askReports},
		{StepSync, "Does it answer if it is told to send now?", askSync},
		{StepCapture, "Is the reason known without a packet capture?", askCapture},
	}
}

// Question is the question of a step; empty for a step that does not exist.
func Question(id StepID) string {
	at := slices.IndexFunc(table(), func(s step) bool { return s.id == id })
	if at < 0 {
		return ""
	}
	return table()[at].question
}

func (s step) walk(v *view) Step {
	if v.s.Nexus {
		return s.walkNexus(v)
	}
	r := s.ask(v)
	out := Step{ID: s.id, Question: s.question, Answer: r.answer, Why: r.why, Evidence: slices.Clone(r.evidence), Next: []string{}}
	if out.Evidence == nil {
		out.Evidence = []Evidence{}
	}
	var refused []string
	for _, w := range r.wants {
		o, typed := v.Outputs.Find(w.Command)
		switch {
		case !typed:
			out.Next = append(out.Next, w.Command)
		case o.Refused != "":
			refused = append(refused, "`"+w.Command+"` was refused: "+o.Refused)
		case o.Failed != "":
			refused = append(refused, "`"+w.Command+"` brought nothing: "+o.Failed)
		}
	}
	if out.Answer == NotKnown && len(refused) > 0 {
		out.Why = strings.TrimLeft(out.Why+"; "+strings.Join(refused, "; "), "; ")
	}
	out.Next = append(out.Next, r.hints...)
	out.Why = mask.Line(out.Why)
	return out
}

// show wants commands that only show something.
func show(commands ...string) []Want {
	wants := make([]Want, len(commands))
	for i, c := range commands {
		wants[i] = Want{Command: c, Effect: Show}
	}
	return wants
}

// skipped is the reply to a question that does not arise.
func skipped(why string) reply { return reply{answer: Skipped, why: why} }

// unknown is the reply to a question that the outputs do not answer.
func unknown(why string, wants ...Want) reply {
	return reply{answer: NotKnown, why: why, wants: wants}
}
