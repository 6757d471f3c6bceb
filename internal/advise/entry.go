package advise

import (
	"slices"

	"github.com/slp-exporter/slp-exporter/parser/cause"
)

// Entry is what there is to know of a kind of finding, whatever the switch.
type Entry struct {
	ID ID
	// Severity is the usual one; Unless says when it is another, and is empty if it never is.
	Severity Severity
	Unless   string
	// Means says in a sentence what it means. For an alert it is the sentence of its runbook.
	Means string
	// Rests says what it rests on.
	Rests string
	// Advice is what to do, in steps.
	Advice []string
	// Next are commands that show more. In them, VRF, HOST, PORT, ADDRESS and INTERFACE stand for those of the switch.
	Next []string
	// Alerts are the alerts that speak of the same thing; the first one has the runbook. Empty if there is none.
	Alerts []string
	// Cause is the class of failure that it is about; empty for any other finding.
	Cause cause.Cause

	// explains are findings that are its consequences: it comes before them and is as severe as the worst of them.
	explains []ID
	find     func(*view) *hit
}

// hit is what a rule found on a switch.
type hit struct {
	summary  string
	evidence []Evidence
	// severity is empty for the usual one.
	severity Severity
	// advice is put before that of the entry.
	advice []string
}

// pages is where the pages about alerts and findings are.
const pages = "https://github.com/slp-exporter/slp-exporter/blob/main/docs/"

// Runbook is the address of the page that says what to do: the chapter about the cause, else the runbook of the
// alert, else the chapter in docs/findings.md.
func (e Entry) Runbook() string {
	switch {
	case e.Cause != "":
		return pages + "causes.md#" + string(e.Cause)
	case len(e.Alerts) > 0:
		return pages + "runbooks/" + e.Alerts[0] + ".md"
	}
	return pages + "findings.md#" + string(e.ID)
}

// Entries are all kinds of findings, in the order of cause and effect: what comes first may be the reason for
// what comes later.
func Entries() []Entry {
	return slices.Concat(
		licensingEntries(), registrationEntries(), clockEntries(), transportEntries(), nameEntries(), pathEntries(), trustCauses(),
		failureEntries(), trustEntries(), exchangeEntries(), reportEntries(), lossEntries(),
	)
}
