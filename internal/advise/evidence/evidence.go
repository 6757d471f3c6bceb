// Package evidence reads what a switch answers to the commands that show why its licence server is out of
// reach: its clock, name servers, interfaces, routes, trust point, and the attempts of ping and telnet. It
// takes texts and does no I/O. Package advise draws the conclusions.
//
// What an output does not say stays empty or nil. A refused command, and one that was never typed, say
// nothing at all, which Output keeps apart from an answer.
package evidence

import (
	"iter"
	"slices"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
)

// Output is what became of one command.
type Output struct {
	// Command as it was typed.
	Command string
	// Text is the answer; empty without one.
	Text string
	// Whole reports that the answer is proven to be complete.
	Whole bool
	// Refused is the line by which the switch refused the command, such as
	// "% Invalid input detected at '^' marker."; empty if it did not.
	Refused string
	// Failed says why no answer came, such as a timeout; empty if one did.
	Failed string
}

// Answer is the output of a command whose answer is text. It finds out whether that is a refusal.
func Answer(command, text string, whole bool) Output {
	o := Output{Command: command, Text: text, Whole: whole}
	if refusal, ok := platform.IOSXE().Refused(text); ok && !o.isAttempt(refusal.Line) {
		o.Text, o.Refused = "", refusal.Line
	}
	return o
}

// isAttempt reports whether a line that refuses other commands is the result of this one: telnet says
// "% Bad IP address or host name" of a name that does not resolve.
func (o Output) isAttempt(line string) bool {
	k := KindOf(o.Command)
	return (k == Telnet || k == Ping) && strings.HasPrefix(strings.ToLower(line), "% bad ip address")
}

// Answered reports whether the switch answered, if only with an empty text.
func (o Output) Answered() bool { return o.Refused == "" && o.Failed == "" }

// Lines are the lines of the answer that have text, without blanks around it and without log messages.
func (o Output) Lines() iter.Seq[string] {
	return func(yield func(string) bool) {
		for line := range strings.SplitSeq(o.Text, "\n") {
			line = strings.TrimSpace(line)
			if line == "" || platform.IOSXE().IsLog(line) {
				continue
			}
			if !yield(line) {
				return
			}
		}
	}
}

// Outputs are the answers to the commands that were typed on one switch, in that order.
type Outputs []Output

// Of are the outputs of commands of that kind.
func (all Outputs) Of(k Kind) Outputs {
	var of Outputs
	for _, o := range all {
		if KindOf(o.Command) == k {
			of = append(of, o)
		}
	}
	return of
}

// Find is the output of a command, as it was typed; false if it was not typed.
func (all Outputs) Find(command string) (Output, bool) {
	at := slices.IndexFunc(all, func(o Output) bool { return o.Command == command })
	if at < 0 {
		return Output{}, false
	}
	return all[at], true
}

// Answered are the outputs that are answers.
func (all Outputs) Answered() Outputs {
	return slices.DeleteFunc(slices.Clone(all), func(o Output) bool { return !o.Answered() })
}
