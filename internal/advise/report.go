package advise

import (
	"github.com/slp-exporter/slp-exporter/parser/cause"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// Report is what there is to say about one switch. Its JSON form is that of "diagnose --output=json"; its lists are
// never null.
type Report struct {
	Target  string  `json:"target"`
	Verdict Verdict `json:"verdict"`
	// Headline is the verdict in one line: "Name resolution fails since 09:14: …".
	Headline string `json:"-"`
	// Cause is the exporter's class of a failure of communication: none if messages are answered, null if that is
	// unknown.
	Cause *cause.Cause `json:"cause"`
	// Failing is the run of failures that Cause is about; nil if there is none, or if that is unknown.
	Failing *Failing `json:"-"`
	// Findings are ordered: the worst first, and what explains others before them.
	Findings []Finding `json:"findings"`
	// Steps are all steps, in the order of Steps.
	Steps []Step `json:"steps"`
}

// Failing is a run of failures of communication that has not ended.
type Failing struct {
	// Times is how many there are in a row. With More there may be others before them.
	Times int
	More  bool
	// Reason is the switch's own text; empty if it gives none.
	Reason string
	// Since is the first of them, in the switch's time; nil if unknown.
	Since *localtime.Time
}

// Verdict sums up a report.
type Verdict string

// The verdicts. Problem is a finding of severity warning or critical. Unknown is an input that says too little
// to call a switch well.
const (
	OK      Verdict = "ok"
	Problem Verdict = "problem"
	Unknown Verdict = "unknown"
)

// Severity is how urgent a finding is; the words are those of the alerts.
type Severity string

// The severities: critical wants somebody today, warning this week, info nobody in particular.
const (
	Critical Severity = "critical"
	Warning  Severity = "warning"
	Info     Severity = "info"
)

// Severities are all severities, the least urgent first.
func Severities() []Severity { return []Severity{Info, Warning, Critical} }

// AtLeast reports whether a severity is as urgent as another one, or more.
func (s Severity) AtLeast(other Severity) bool { return s.rank() >= other.rank() }

func (s Severity) rank() int {
	for i, each := range Severities() {
		if s == each {
			return i
		}
	}
	return -1
}

// Finding is something that somebody should know of a switch.
type Finding struct {
	ID       ID       `json:"id"`
	Severity Severity `json:"severity"`
	// Summary says it in one line.
	Summary string `json:"summary"`
	// Evidence are the lines of output that prove it, masked.
	Evidence []Evidence `json:"evidence"`
	// Advice is what to do, in steps. It names the commands that would change the configuration.
	Advice []string `json:"advice"`
	// Next are the commands to type next; they change nothing.
	Next []string `json:"next"`
	// Runbook is the address of the page about it.
	Runbook string `json:"runbook"`
	// Alert is the alert that speaks of the same thing; empty if there is none.
	Alert string `json:"-"`
}

// Evidence is a line of what a command printed. Line is as the switch printed it, without the blanks around it.
type Evidence struct {
	Command string `json:"command"`
	Line    string `json:"line"`
}

// Step is a question of the way through, and its answer.
type Step struct {
	ID       StepID `json:"id"`
	Question string `json:"question"`
	Answer   Answer `json:"answer"`
	// Why says what the answer rests on, or why there is none.
	Why string `json:"why"`
	// Evidence are the lines of output that prove it, masked.
	Evidence []Evidence `json:"evidence"`
	// Next are the commands that would answer it, or tell more.
	Next []string `json:"next"`
}

// Answer is the answer to a question. Yes is the one that a healthy switch gives.
type Answer string

// The answers.
const (
	Yes      Answer = "yes"
	No       Answer = "no"
	NotKnown Answer = "unknown"
	Skipped  Answer = "skipped"
)

// StepID names a step.
type StepID string

// The steps, in the order in which they are walked.
const (
	StepLicensing       StepID = "licensing"
	StepClock           StepID = "clock"
	StepTransport       StepID = "transport"
	StepResolve         StepID = "resolve"
	StepSourceInterface StepID = "source_interface"
	StepReach           StepID = "reach"
	StepProxy           StepID = "proxy"
	StepTLS             StepID = "tls"
	StepTrust           StepID = "trust"
	StepExchange        StepID = "exchange"
	StepReports         StepID = "reports"
	StepSync            StepID = "sync"
	StepCapture         StepID = "capture"
)

// ID names a finding, in lower_snake. Findings has them all.
type ID string

// Want is a command whose output would answer a question that is still open.
type Want struct {
	Command string
	Step    StepID
	Effect  Effect
}

// Effect is what a command does besides showing something.
type Effect int

// The effects. Send is a command by which the switch sends packets, such as ping. Sync makes the agent talk to its server. None of them
// changes the configuration.
const (
	Show Effect = iota
	Send
	Sync
)
