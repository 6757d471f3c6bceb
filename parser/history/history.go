// Package history reads "show license history message": what the agent asked of CSSM, CSLU or SSM
// On-Prem, and what came back. Of the messages themselves, which carry secrets, it keeps only the status.
// parser.State holds the History.
package history

import (
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// History is the message history that the agent keeps of what it exchanged with CSSM, CSLU or SSM On-Prem,
// and of what was imported from files.
type History struct {
	// Messages has an entry for each type of message that the output lists, in its order, also for
	// those with "No past history".
	Messages []Message
	// Imports has an entry for each kind that was imported at least once.
	Imports []Import
}

// Command is the command as it is typed.
const Command = "show license history message"

// Message is what the history holds of one type of message.
type Message struct {
	// Name in lower_snake: trust_establishment.
	Name string `text:"word"`
	// Requests counts the requests that the agent kept, Unanswered those of them with an empty RESPONSE.
	Requests, Unanswered int
	// LastRequest is the time of the last request, LastResponse the time of the last response that is
	// not empty; nil if there is no such message.
	LastRequest, LastResponse *localtime.Time
	// StatusCode and StatusMessage are those of the last response that is not empty.
	StatusCode    string `text:"word"`
	StatusMessage string
}

// Import is the last import of one kind.
type Import struct {
	// Kind is policy, auth, trust_code, rum_ack, conversion_ack or account_info.
	Kind string `text:"word"`
	// ReceivedOn is nil if its time cannot be determined.
	ReceivedOn *localtime.Time
}
