package advise

import (
	"fmt"
	"strings"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// unheard is how long nothing must have been answered for the alert SLPNoSuccessfulExchange.
const unheard = 14 * day

// exchangeEntries are findings about messages that are no run of failures.
func exchangeEntries() []Entry {
	return []Entry{
		{
			ID: "no_successful_exchange", Severity: Warning, Alerts: []string{"SLPNoSuccessfulExchange"},
			Means: "No message of the agent has been answered for two weeks, though a transport is configured.",
			Rests: "tech support: `Last Success Time` of all messages, against the switch's clock",
			Advice: []string{
				"It fails: the reason is another finding.",
				"It does not even try (`Last Failure Time` is as old): the agent has no trust code, or it is stuck: `license smart sync all`, and if nothing happens then, a case with Cisco.",
			},
			Next: []string{"show license tech support | begin Communication Statistics", "show license status"},
			find: noExchange,
		},
		{
			ID: "message_unanswered", Severity: Info, Unless: "warning if it is the request for trust, without which nothing else is accepted",
			Means: "A message went unanswered, less than three times in a row: an outage that has just begun, or one that is over.",
			Rests: "tech support: `Ongoing Failure`; the message history: an empty `RESPONSE:`; the log: `COMM_FAILED`",
			Advice: []string{
				"One failure, and later messages with `OK`: nothing to do. Else `license smart sync all`, and look again.",
			},
			Next: []string{"show license eventlog 1", "show license tech support | begin Communication Statistics"},
			find: unanswered,
		},
		{
			ID: "agent_error", Severity: Info,
			Means: "The agent failed to make a message. The network has nothing to do with it.",
			Rests: "tech support: `Last Response: BUILD REQUEST ERROR`, `Failure Reason: Null pointer Error`",
			Advice: []string{
				"Without an authorization code to ask for, it is harmless. If it stays, or reports are affected: a case with Cisco, with `show license tech support`.",
			},
			Next: []string{"show license tech support | begin Communication Statistics"},
			find: agentError,
		},
	}
}

// lastSuccess is the last answer to any message; nil without one.
func (v *view) lastSuccess() (last *localtime.Time, message string) {
	for _, m := range v.s.Messages {
		if m.LastSuccess != nil && (last == nil || v.later(m.LastSuccess, last)) {
			last, message = m.LastSuccess, m.Name
		}
	}
	return last, message
}

func noExchange(v *view) *hit {
	last, message := v.lastSuccess()
	since, ok := v.ago(last)
	if !ok || since <= unheard || v.offline || v.s.Transport == nil {
		return nil
	}
	return &hit{
		summary:  fmt.Sprintf("The licence server last answered %s ago, %s", span(since), v.when(last)),
		evidence: v.quote(heading(message), "Last Success Time:", ""),
	}
}

// unanswered are failures that are no run yet: in the statistics, the logs or the history.
func unanswered(v *view) *hit {
	if f := v.fail; f != nil && f.times < streak {
		if f.message == "trust_establishment" && trustMissing(v) != nil {
			return nil
		}
		return &hit{summary: f.what() + " failed" + v.told(f), evidence: f.evidence}
	}
	h := v.s.History
	if h == nil || v.offline || len(v.s.Messages) > 0 {
		return nil
	}
	for _, m := range h.Messages {
		if m.Unanswered == 0 || v.later(m.LastResponse, m.LastRequest) {
			continue
		}
		found := &hit{
			summary:  fmt.Sprintf("The last request of %s, %s, has no response", spoken(m.Name), v.when(m.LastRequest)),
			evidence: v.quote(spoken(m.Name), "REQUEST:", ""),
		}
		if m.Name == "trust_establishment" {
			found.severity = Warning
		}
		return found
	}
	return nil
}

// isAgentError reports whether the agent failed to make a message. It counts no failed attempt then.
func isAgentError(m parser.Message) bool {
	return strings.HasPrefix(m.Response, "BUILD REQUEST ERROR") && (m.Failure == nil || *m.Failure == 0)
}

func agentError(v *view) *hit {
	for _, m := range v.s.Messages {
		if isAgentError(m) {
			return &hit{summary: fmt.Sprintf("The agent failed to make the message %s (%s)", spoken(m.Name), m.Response), evidence: v.quoteReason(&m)}
		}
	}
	return nil
}
