package advise

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/cause"
)

// expiring is how long before it expires the alert SLPTrustCodeExpiring speaks of a trust code.
const expiring = 30 * day

// trustCauses are findings about trust that explain failures of communication.
func trustCauses() []Entry {
	return []Entry{
		{
			ID: "trust_lost", Severity: Critical, Alerts: []string{"SLPTrustLost", "SLPTrustCodeMissing"},
			Means: "The switch had a trust code and has none now.",
			Rests: "no trust code, while a trust code was installed since the agent counts, or while the server says that it has lost this product instance",
			Advice: []string{
				"A factory reset (`license smart factory reset` and a reload) deletes trust codes, policies, authorization codes and reports that were not sent. Install a token: `license smart trust idtoken TOKEN all force`, then `license smart sync all`.",
				"Before a factory reset of your own: `license smart sync all`, save the usage, and return an authorization code if there is one. Some releases crash at once (CSCwa34749).",
				"The product instance was removed in CSSM: install a token as above, after asking who did it.",
				"A switch or supervisor was replaced: remove the old product instance in CSSM, then install a token as above.",
			},
			Next:     []string{"show license status", "show license eventlog 1", "show logging | include SMART_LIC"},
			explains: []ID{"identity_unknown", "server_error"},
			find:     trustLost,
		},
		{
			ID: "trust_token_refused", Severity: Warning, Alerts: []string{"SLPTrustCodeMissing"},
			Means: "The server refuses the token by which the switch asks for trust: it is invalid, used up or has expired.",
			Rests: "Trust Establishment: a reason that names the token; the log: `TRUST_CODE_INSTALL_FAILED`",
			Advice: []string{
				"Make a new token in CSSM, *Inventory*, *General*, of the right virtual account, with as many uses as there are switches, and type `license smart trust idtoken TOKEN all force`.",
				"It is refused again: the clock of the switch, and the virtual account of the token.",
			},
			Next:     []string{"show license tech support | begin Trust Establishment", "show clock detail"},
			explains: []ID{"server_error", "communication_failing", "identity_unknown"},
			find:     tokenRefused,
		},
	}
}

// trustEntries are the other findings about trust.
func trustEntries() []Entry {
	return []Entry{
		{
			ID: "trust_code_missing", Severity: Warning, Alerts: []string{"SLPTrustCodeMissing"},
			Means: "The switch reports by Smart Transport or Call Home, for which it needs a trust code, and has none.",
			Rests: "`Overall Trust: No ID`, `Trust Code Installed: <none>`, with transport smart or callhome; or a Trust Establishment that fails",
			Advice: []string{
				"`Trust Establishment` failed without an answer (`NO REPLY`): it does not reach the server. Mend that first.",
				"It was answered by an error: make a new token in CSSM, *Inventory*, *General*, and type `license smart trust idtoken TOKEN all force`.",
				"No attempt at all: the same command. A switch that reports to CSSM itself never gets a trust code without a token. A token is valid for some days, and needed only once.",
			},
			Next: []string{"show license status", "show license tech support | begin Communication Statistics"},
			find: trustMissing,
		},
		{
			ID: "trust_code_missing_on_member", Severity: Warning, Alerts: []string{"SLPTrustCodeMissingOnMember"},
			Means: "One member of a stack, or the standby, has no trust code, though others have one.",
			Rests: "`Trust Code Installed`, and the trust lines at the end of tech support",
			Advice: []string{
				"The member was added lately: `license smart sync all` asks for its trust code.",
				"It stays without: `license smart trust idtoken TOKEN all force` with a token of the same virtual account, which reaches all members.",
			},
			Next: []string{"show license status", "show switch"},
			find: memberWithoutTrust,
		},
		{
			ID: "trust_code_expiring", Severity: Warning, Alerts: []string{"SLPTrustCodeExpiring"},
			Means: "The trust code of a member expires within 30 days.",
			Rests: "`Trust Code Installed`, `Expired on`",
			Advice: []string{
				"`license smart sync all`, which also asks for a new trust code.",
				"Still the old one: `license smart trust idtoken TOKEN all force`.",
			},
			Next: []string{"show license status"},
			find: trustExpiring,
		},
	}
}

// untrusted reports whether the switch says that it has no trust code: as a whole, or on the active member.
func (v *view) untrusted() bool {
	if v.s.OverallTrust != "" && v.s.OverallTrust != "INSTALLED" {
		return true
	}
	return slices.ContainsFunc(v.trust, func(c parser.TrustCode) bool {
		return c.Role == "active" && c.Installed != nil && !*c.Installed
	})
}

// quoteTrust are the lines that say so.
func (v *view) quoteTrust() []Evidence {
	if line := v.quote("", "Trust Code Installed: <none>", ""); len(line) > 0 {
		return append(line, v.quote("", "Overall Trust:", "")...)
	}
	if v.s.OverallTrust != "" {
		return v.quote("", "Overall Trust:", "Overall Trust: "+v.s.OverallTrust)
	}
	if line := v.quote("Trust Code Installed", "INSTALLED on", ""); len(line) > 0 {
		return line
	}
	return v.quote("", "Trust Code Installed:", "")
}

// message is the tally of a message type; nil without one.
func (v *view) message(name string) *parser.Message {
	at := slices.IndexFunc(v.s.Messages, func(m parser.Message) bool { return m.Name == name })
	if at < 0 {
		return nil
	}
	return &v.s.Messages[at]
}

// quoteReason is what the server said of a message.
func (v *view) quoteReason(m *parser.Message) []Evidence {
	head := heading(m.Name)
	return append(v.quote(head, "Last Response:", "Last Response: "+m.Response), v.quote(head, "Failure Reason:", "Failure Reason: "+m.Reason)...)
}

// trustLost needs a sign that there was a trust code: CSSM only refuses a product instance that asks to be
// trusted on if it knew it once, and nothing but a loss takes a code away that was installed since the start.
func trustLost(v *view) *hit {
	if !v.untrusted() || v.offline || !v.policyMode() {
		return nil
	}
	if m := v.message("trust_establishment"); m != nil && m.Success != nil && *m.Success > 0 {
		return &hit{summary: "The trust code is lost: one was installed " + v.when(m.LastSuccess), evidence: append(v.quoteTrust(), v.quote(heading(m.Name), "Last Success Time:", "")...)}
	}
	if m := v.message("trust_sync"); m != nil && cause.Of(m.Response, m.Reason) == cause.Identity {
		return &hit{summary: "The trust code is lost: the licence server has no such product instance any more", evidence: append(v.quoteTrust(), v.quoteReason(m)...)}
	}
	return nil
}

func tokenRefused(v *view) *hit {
	if !v.untrusted() || v.offline {
		return nil
	}
	m := v.message("trust_establishment")
	if m == nil || m.OngoingOverall == nil || *m.OngoingOverall == 0 || !strings.Contains(strings.ToLower(m.Reason), "token") {
		return nil
	}
	return &hit{
		summary:  fmt.Sprintf("The licence server refuses the token for trust, %s, last %s", inARow(int(*m.OngoingOverall)), v.when(m.LastFailure)),
		evidence: append(v.quoteTrust(), v.quoteReason(m)...),
	}
}

func trustMissing(v *view) *hit {
	if !v.untrusted() || v.offline || !v.policyMode() || trustLost(v) != nil || tokenRefused(v) != nil {
		return nil
	}
	m := v.message("trust_establishment")
	tried := m != nil && m.OngoingOverall != nil && *m.OngoingOverall > 0
	if !v.needsTrust() && !tried {
		return nil
	}
	h := &hit{summary: "The switch has no trust code, and has not tried to get one", evidence: v.quoteTrust()}
	switch {
	case tried:
		h.summary = fmt.Sprintf("The switch has no trust code: %s failed %s (%s)", spoken(m.Name), inARow(int(*m.OngoingOverall)), m.Response)
		h.evidence = append(h.evidence, v.quote(heading(m.Name), "Last Response:", "")...)
	case v.s.CommState != "":
		h.summary += ": " + v.s.CommState
		h.evidence = append(h.evidence, v.quote("Communication Statistics", "Overall State:", "Overall State: "+v.s.CommState)...)
	case m == nil:
		h.summary = "The switch has no trust code"
	}
	return h
}

// needsTrust reports whether the switch reports to CSSM itself, by Smart Transport or Call Home, which takes a trust code.
func (v *view) needsTrust() bool {
	t := v.s.Transport
	return t != nil && (t.Type == "smart" || t.Type == "callhome")
}

func memberWithoutTrust(v *view) *hit {
	var without []string
	with := false
	for _, c := range v.trust {
		switch {
		case c.Installed == nil:
		case *c.Installed:
			with = true
		default:
			without = append(without, strings.Join([]string{c.PID, c.SerialNumber, "(" + c.Role + ")"}, " "))
		}
	}
	if !with || len(without) == 0 || v.offline {
		return nil
	}
	h := &hit{summary: "No trust code on " + strings.Join(without, ", ") + ", though another member has one"}
	for _, c := range v.trust {
		if c.Installed != nil && !*c.Installed {
			h.evidence = append(h.evidence, v.quote("", "P:"+c.PID+",S:"+c.SerialNumber+":", c.PID+" "+c.SerialNumber+": NOT INSTALLED")...)
		}
	}
	return h
}

func trustExpiring(v *view) *hit {
	for _, c := range v.trust {
		left, ok := v.ago(c.Expires)
		if left = -left; !ok || left >= expiring {
			continue
		}
		text := "expires in " + span(left)
		if left < 0 {
			text = "expired " + span(left) + " ago"
		}
		return &hit{
			summary:  fmt.Sprintf("The trust code of %s %s %s", c.PID, c.SerialNumber, text),
			evidence: v.quote("", "Expired on "+c.Expires.Wall.Format("Jan 02 15:04:05 2006"), "Expired on "+c.Expires.Wall.Format(time.DateTime)),
		}
	}
	return nil
}
