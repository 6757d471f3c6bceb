package netconf

import (
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// The functions here turn the enumerations of the model, and leaves that belong together, into a State.

// registrationStates are the values of registration-state, and whether they mean registered.
var registrationStates = map[string]bool{
	"reg-state-not-registered": false, "reg-state-complete": true, "reg-state-in-progress": false,
	"reg-state-retry": false, "reg-state-failed": false,
}

func setRegistration(r *reading, value string) bool {
	registered, ok := registrationStates[value]
	if ok {
		r.registration.Registered = &registered
	}
	return ok
}

// authorizationStates are the values of authorization-state, and whether they mean authorized.
var authorizationStates = map[string]bool{
	"auth-state-none": false, "auth-state-eval": false, "auth-state-eval-expired": false,
	"auth-state-authorized": true, "auth-state-authorized-reservation": true,
	"auth-state-out-of-compliance": false, "auth-state-authorization-expired": false,
}

func setAuthorization(r *reading, value string) bool {
	authorized, ok := authorizationStates[value]
	if ok {
		r.authorization.Authorized = &authorized
	}
	return ok
}

// commDeadline takes the deadline of the state in which the authorization is; the other states have no deadline.
func commDeadline(r *reading, value string) bool {
	t, ok := parseExactTime(value)
	if t != nil {
		r.authorization.CommDeadline = t
	}
	return ok
}

// setTransport reads transport-type-smart and so on; new types are passed through.
func setTransport(r *reading, value string) bool {
	some(&r.Transport).Type = parser.TransportType(strings.TrimPrefix(value, "transport-type-"))
	return true
}

// setURL reads the URLs of transport smart. The one for everything but usage is the one that the CLI
// prints; mostly both are the same.
func setURL(preferred bool) func(*reading, string) bool {
	return func(r *reading, value string) bool {
		if t := some(&r.Transport); preferred || t.URL == "" {
			t.URL = scan.Text(scan.WithoutCredentials(value))
		}
		return true
	}
}

func setEvaluationLeft(r *reading, value string) bool {
	seconds, ok := parseUint32(value)
	if ok {
		some(&r.Evaluation).Left = new(time.Duration(seconds) * time.Second)
	}
	return ok
}

func setCount(r *reading, value string) bool {
	n, ok := parseUint32(value)
	if ok {
		r.license.Count = new(float64(n))
	}
	return ok
}

// enforcementWords are the words of the CLI for modes of enforcement, where it has any.
var enforcementWords = map[string]string{
	"in-compliance": "AUTHORIZED", "out-of-compliance": "OUT OF COMPLIANCE", "evaluation": "EVAL MODE",
	"evaluation-expired": "EVAL EXPIRED", "authorization-expired": "AUTHORIZATION EXPIRED",
}

// setEnforcement reads enforcement-in-compliance and so on, which the CLI prints under Status. But
// agents with SLP print IN USE there, for which the model has no word.
func setEnforcement(r *reading, value string) bool {
	mode, ok := strings.CutPrefix(value, "enforcement-")
	if !ok {
		return false
	}
	word, known := enforcementWords[mode]
	if !known {
		word = scan.Text(mode)
	}
	r.license.Status = word
	return true
}

func (r *reading) policy() *parser.Policy {
	r.policyMode = true
	return some(&r.Policy)
}

// policySources are the words of the CLI for the source of a policy, where it has any.
var policySources = map[string]string{
	"merged": "Merged from multiple sources.",
	"custom": "Installed On",
}

// setPolicyType reads policy-type-merged and so on.
func setPolicyType(r *reading, value string) bool {
	kind, ok := strings.CutPrefix(value, "policy-type-")
	if !ok || kind == "" {
		return false
	}
	source, known := policySources[kind]
	if !known {
		source = scan.Text(strings.ReplaceAll(kind, "-", " "))
	}
	r.policy().Source = source
	return true
}

// classes in the order in which the CLI prints them.
var classes = [...]string{"unenforced_perpetual", "unenforced_subscription", "enforced", "export"}

// class finds or adds a class of the policy, wherever it is in the reply.
func (r *reading) class(place int) *parser.PolicyClass {
	p := r.policy()
	at := 0
	for ; at < len(p.Classes); at++ {
		if p.Classes[at].Class == classes[place] {
			return &p.Classes[at]
		}
	}
	p.Classes = append(p.Classes, parser.PolicyClass{Class: classes[place]})
	return &p.Classes[at]
}

func firstReport(c *parser.PolicyClass) **time.Duration    { return &c.FirstReport }
func reportInterval(c *parser.PolicyClass) **time.Duration { return &c.ReportInterval }
func onChange(c *parser.PolicyClass) **time.Duration       { return &c.OnChange }

// ack is the part of the state for rum-ack.
func (r *reading) ack() *parser.UsageReporting {
	r.policyMode = true
	return some(&r.Usage)
}

// daysLeaf takes a number of days that the policy asks of a class, by its place in classes.
func daysLeaf(class int, field func(*parser.PolicyClass) **time.Duration) func(*reading, string) bool {
	return func(r *reading, value string) bool {
		days, ok := parseUint32(value)
		if !ok || days > maxDays {
			return false
		}
		*field(r.class(class)) = new(time.Duration(days) * 24 * time.Hour)
		return true
	}
}

// maxDays is a century; a longer interval between reports makes no sense.
const maxDays = 36500
