package netconf

import (
	"slices"
	"strconv"
	"strings"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// finish returns the state, once the whole reply was read.
func (r *reading) finish() (*parser.State, error) {
	switch {
	case r.failure != nil:
		return nil, r.failure.quoted()
	case r.trees == 0 && r.warning != nil:
		return nil, r.warning.quoted()
	case r.trees == 0 && r.config:
		return nil, configOnlyError{}
	case r.facts == 0 && (r.foreign || !r.xml.answered):
		return nil, &reply.UnrecognisedError{Command: commandText, Line: 1, Text: scan.Quotable(tag(r.xml.first))}
	case !r.licensing():
		return nil, ErrNoLicensing
	}
	r.finishUsage()
	r.finishDevices()
	if r.Policy != nil {
		slices.SortFunc(r.Policy.Classes, func(a, b parser.PolicyClass) int {
			return slices.Index(classes[:], a.Class) - slices.Index(classes[:], b.Class)
		})
	}
	if r.beforeSLP() {
		r.finishRegistration()
	} else {
		r.finishLicenses()
	}
	if r.reports != nil {
		r.RUMStates = r.reports
	}
	r.ByNetconf = true
	return r.State, nil
}

// licensing reports whether there was any leaf of the model; those of a warning do not count.
func (r *reading) licensing() bool {
	for i, l := range leaves {
		if r.seen[i] > 0 && strings.HasPrefix(l.path, inState) {
			return true
		}
	}
	return false
}

// quoted is the error with texts that may be shown.
func (e *RPCError) quoted() *RPCError {
	if e.Tag == "" {
		e.Tag = "without a tag"
	}
	return &RPCError{Tag: scan.Quotable(e.Tag), Path: scan.Quotable(e.Path), Message: scan.Quotable(e.Message)}
}

// finishUsage corrects the last push. One that never happened neither succeeded nor failed, although the model has
// false there, and one that succeeded has no reason of failure.
func (r *reading) finishUsage() {
	u := r.Usage
	if u == nil {
		return
	}
	if u.LastPush == nil {
		u.LastPushSuccess, u.LastPushFailure = nil, ""
	}
	if u.LastPushSuccess == nil || *u.LastPushSuccess {
		u.LastPushFailure = ""
	}
	if *u == (parser.UsageReporting{}) {
		r.Usage = nil
	}
}

// finishDevices gives roles: the device that answers, or that is alone, is the active one. The model
// does not say which of the others is standby and which is a member.
func (r *reading) finishDevices() {
	for i := range r.TrustCodes {
		d := &r.TrustCodes[i].Device
		d.Role = r.role(*d, len(r.TrustCodes))
		r.HAUDIs = append(r.HAUDIs, *d)
	}
	for i := range r.Authorizations {
		d := &r.Authorizations[i].Device
		d.Role = r.role(*d, len(r.Authorizations))
	}
	r.Authorizations = slices.DeleteFunc(r.Authorizations, func(a parser.Authorization) bool { return a.Installed == nil })
	if len(r.HAUDIs) == 1 && r.UDI != nil && r.HAUDIs[0].SameMachine(*r.UDI) {
		r.HAUDIs = nil // as on the CLI, a switch on its own has no such list
	}
}

func (r *reading) role(d parser.Device, of int) string {
	if of == 1 || r.UDI != nil && r.UDI.SameMachine(d) {
		return "active"
	}
	return ""
}

// firstSLPAgent is the major version of the first agents with SLP.
const firstSLPAgent = 5

// beforeSLP reports whether the agent registers. Agents with SLP still have registration and
// authorization in their trees, but these say nothing.
func (r *reading) beforeSLP() bool {
	word, _, _ := strings.Cut(r.AgentVersion, ".")
	major, err := strconv.Atoi(word)
	return err == nil && major < firstSLPAgent && !r.policyMode
}

// invalidTag is the enforcement mode that agents with SLP give licences in use and in order: the model
// has no word for IN USE. It does not mean a tag that is unknown to CSSM, which such agents do not report.
const invalidTag = "invalid-tag"

func (r *reading) finishLicenses() {
	for i := range r.Licenses {
		if l := &r.Licenses[i]; l.Status == invalidTag {
			l.Status = ""
		}
	}
}

func (r *reading) finishRegistration() {
	if r.registration != (parser.Registration{}) {
		registration := r.registration
		r.Registration = &registration
	}
	if r.authorization != (parser.LicenseAuthorization{}) {
		authorization := r.authorization
		r.Authorization = &authorization
	}
}
