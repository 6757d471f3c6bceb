package advise

import (
	"strings"
)

// licensingEntries are findings about a switch that has no Smart Licensing Using Policy.
func licensingEntries() []Entry {
	return []Entry{
		{
			ID: "right_to_use", Severity: Info,
			Means:  "The switch licenses its features by right to use, which is older than Smart Licensing and has no agent.",
			Rests:  "the form of `show license`: `Index 1 Feature: …`",
			Advice: []string{"Nothing reports to CSSM from here. Smart Licensing Using Policy begins with IOS-XE 17.3.2."},
			Next:   []string{"show version"},
			find: func(v *view) *hit {
				if v.RightToUse == "" {
					return nil
				}
				return &hit{summary: "Right-to-use licensing: there is no Smart Licensing on this release", evidence: v.quoteRightToUse()}
			},
		},
		{
			ID: "smart_licensing_disabled", Severity: Info,
			Means:  "Smart Licensing is disabled, so that the agent neither registers nor reports.",
			Rests:  "`Smart Licensing is DISABLED`",
			Advice: []string{"If it is not meant so: `license smart enable` in configuration mode, on releases that have it."},
			Next:   []string{"show version", "show license status"},
			find: func(v *view) *hit {
				if v.s.SmartLicensing == nil || *v.s.SmartLicensing {
					return nil
				}
				return &hit{summary: "Smart Licensing is disabled", evidence: v.quote("", "Smart Licensing is", "Smart Licensing is DISABLED")}
			},
		},
		{
			ID: "before_slp", Severity: Info,
			Means:  "The agent is older than Smart Licensing Using Policy: it registers with CSSM instead of establishing trust and reporting.",
			Rests:  "the section Registration, or `Smart Licensing Using Policy: Status: DISABLED`",
			Advice: []string{"Trust, usage reports and ACKs do not exist here. Smart Licensing Using Policy begins with IOS-XE 17.3.2."},
			Next:   []string{"show version", "show license summary"},
			find: func(v *view) *hit {
				if !v.beforeSLP() {
					return nil
				}
				return &hit{summary: "This agent registers: it is older than Smart Licensing Using Policy", evidence: v.quote("Registration:", "Status:", "")}
			},
		},
	}
}

// registrationEntries are findings about a switch of the registration era.
func registrationEntries() []Entry {
	return []Entry{
		{
			ID: "not_registered", Severity: Warning,
			Means: "The agent is of the registration era and is not registered, so that its licences run in evaluation mode.",
			Rests: "Registration, `Status: UNREGISTERED`",
			Advice: []string{
				"Make a token in CSSM (*Inventory*, *General*, *New Token*) and register: `license smart register idtoken TOKEN`.",
				"Or go to a release with Smart Licensing Using Policy, IOS-XE 17.3.2 or later.",
			},
			Next: []string{"show license status", "show license summary"},
			find: func(v *view) *hit {
				if r := v.s.Registration; r == nil || r.Registered == nil || *r.Registered {
					return nil
				}
				return &hit{summary: "The switch is not registered with CSSM", evidence: v.quote("Registration:", "Status:", "Status: UNREGISTERED")}
			},
		},
		{
			ID: "out_of_compliance", Severity: Warning,
			Means: "CSSM says that the account has fewer licences than are in use.",
			Rests: "License Authorization, `Status: OUT OF COMPLIANCE`",
			Advice: []string{
				"Compare the licences of the virtual account in CSSM (*Inventory*, *Licenses*) with `show license summary`: buy, or move some from another account.",
			},
			Next: []string{"show license summary", "show license usage"},
			find: func(v *view) *hit {
				line := v.quote("License Authorization", "Status: OUT OF COMPLIANCE", "")
				if len(line) == 0 {
					return nil
				}
				return &hit{summary: "The account is out of compliance: it has fewer licences than are in use", evidence: line}
			},
		},
		{
			ID: "evaluation_expired", Severity: Warning,
			Means:  "The evaluation period, which begins when licences are used before there is trust or a registration, has expired.",
			Rests:  "NETCONF: `evaluation`; `EVAL EXPIRED`",
			Advice: []string{"Establish trust, or register: then there is no evaluation any more."},
			Next:   []string{"show license status"},
			find: func(v *view) *hit {
				if e := v.s.Evaluation; e == nil || e.Expired == nil || !*e.Expired {
					return nil
				}
				return &hit{summary: "The evaluation period has expired", evidence: v.quote("", "Evaluation Period", "")}
			},
		},
	}
}

// quoteRightToUse is the line that shows right-to-use licensing.
func (v *view) quoteRightToUse() []Evidence { return v.quote("", v.RightToUse, v.RightToUse) }

// beforeSLP reports whether the agent registers instead of reporting.
func (v *view) beforeSLP() bool {
	if v.s.PolicyMode != nil {
		return !*v.s.PolicyMode
	}
	return v.s.Registration != nil
}

// policyMode reports whether the switch is known to have Smart Licensing Using Policy, or at least nothing to
// the contrary.
func (v *view) policyMode() bool {
	return !v.beforeSLP() && v.RightToUse == "" && (v.s.SmartLicensing == nil || *v.s.SmartLicensing)
}

// release is the release as "show version" prints it, or the agent; empty if neither is known.
func (v *view) release() string {
	var parts []string
	if v.s.OSVersion != "" {
		parts = append(parts, "release "+v.s.OSVersion)
	}
	if v.s.AgentVersion != "" {
		parts = append(parts, "agent "+v.s.AgentVersion)
	}
	return strings.Join(parts, ", ")
}
