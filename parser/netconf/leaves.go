package netconf

import "github.com/slp-exporter/slp-exporter/parser/localtime"

// leaf is a leaf of a reply with the function that takes its value, which is never empty. set returns false if
// the value cannot be read.
type leaf struct {
	path string
	set  func(r *reading, value string) bool
}

// leaves are the leaves that are read: those of an rpc-error, and those of the module
// cisco-smart-license that Filter asks for.
var leaves = []leaf{
	{"rpc-error/error-tag", textLeaf(func(r *reading) *string { return &r.current.Tag })},
	{"rpc-error/error-severity", textLeaf(func(r *reading) *string { return &r.severity })},
	{"rpc-error/error-path", textLeaf(func(r *reading) *string { return &r.current.Path })},
	{"rpc-error/error-message", reasonLeaf(func(r *reading) *string { return &r.current.Message })},

	{inState + "smart-enabled", boolLeaf(func(r *reading) **bool { return &r.SmartLicensing })},
	{inState + "version", textLeaf(func(r *reading) *string { return &r.AgentVersion })},

	{inInfo + "registration/registration-state", setRegistration},
	{inInfo + "registration/registration-complete/expire-time", timeLeaf(func(r *reading) **localtime.Time { return &r.registration.Expires })},
	{inInfo + "registration/registration-complete/smart-account", textLeaf(func(r *reading) *string { return &some(&r.Account).SmartAccount })},
	{inInfo + "registration/registration-complete/virtual-account", textLeaf(func(r *reading) *string { return &some(&r.Account).VirtualAccount })},
	{inInfo + "authorization/authorization-state", setAuthorization},
	{inInfo + "authorization/authorization-authorized/comm-deadline-time", commDeadline},
	{inInfo + "authorization/authorization-out-of-compliance/comm-deadline-time", commDeadline},
	{inInfo + "authorization/authorization-authorization-expired/comm-deadline-time", commDeadline},

	{inInfo + "utility/reporting-times/last-report-time", timeLeaf(func(r *reading) **localtime.Time { return &some(&r.Usage).LastPush })},
	{inInfo + "utility/reporting-times/last-report-success", boolLeaf(func(r *reading) **bool { return &some(&r.Usage).LastPushSuccess })},
	{inInfo + "utility/reporting-times/fail-message", reasonLeaf(func(r *reading) *string { return &some(&r.Usage).LastPushFailure })},
	{inInfo + "utility/reporting-times/next-report-time", timeLeaf(func(r *reading) **localtime.Time { return &some(&r.Usage).NextPush })},

	{inInfo + "transport/transport-type", setTransport},
	{inInfo + "transport/url-settings/url-registration", setURL(true)},
	{inInfo + "transport/url-settings/url-utility", setURL(false)},

	{inInfo + "privacy/hostname", boolLeaf(func(r *reading) **bool { return &some(&r.Privacy).Hostname })},
	{inInfo + "privacy/version", boolLeaf(func(r *reading) **bool { return &some(&r.Privacy).Version })},

	{inInfo + "evaluation/eval-in-use", boolLeaf(func(r *reading) **bool { return &some(&r.Evaluation).InUse })},
	{inInfo + "evaluation/eval-expired", boolLeaf(func(r *reading) **bool { return &some(&r.Evaluation).Expired })},
	{inInfo + "evaluation/eval-period-left/time-left", setEvaluationLeft},
	{inInfo + "evaluation/eval-expire-time/expire-time", timeLeaf(func(r *reading) **localtime.Time { return &some(&r.Evaluation).ExpiredOn })},

	{inInfo + "udi/pid", textLeaf(func(r *reading) *string { return &some(&r.UDI).PID })},
	{inInfo + "udi/sn", textLeaf(func(r *reading) *string { return &some(&r.UDI).SerialNumber })},

	{inInfo + "usage/entitlement-tag", textLeaf(func(r *reading) *string { return &r.license.EntitlementTag })},
	{inInfo + "usage/short-name", textLeaf(func(r *reading) *string { return &r.license.ShortName })},
	{inInfo + "usage/license-name", textLeaf(func(r *reading) *string { return &r.license.Name })},
	{inInfo + "usage/description", textLeaf(func(r *reading) *string { return &r.license.Description })},
	{inInfo + "usage/count", setCount},
	{inInfo + "usage/enforcement-mode", setEnforcement},

	{inInfo + "policy/policy-type", setPolicyType},
	{inInfo + "policy/policy-name", textLeaf(func(r *reading) *string { return &r.policy().Name })},
	{inInfo + "policy/install-time", timeLeaf(func(r *reading) **localtime.Time { return &r.policy().InstalledOn })},
	{inInfo + "policy/ack-required", boolLeaf(func(r *reading) **bool { return &r.policy().AckRequired })},
	{inInfo + "policy/policy-perpetual/reporting-first-time", daysLeaf(0, firstReport)},
	{inInfo + "policy/policy-perpetual/reporting-ongoing", daysLeaf(0, reportInterval)},
	{inInfo + "policy/policy-perpetual/reporting-macd", daysLeaf(0, onChange)},
	{inInfo + "policy/policy-subscription/reporting-first-time", daysLeaf(1, firstReport)},
	{inInfo + "policy/policy-subscription/reporting-ongoing", daysLeaf(1, reportInterval)},
	{inInfo + "policy/policy-subscription/reporting-macd", daysLeaf(1, onChange)},
	{inInfo + "policy/policy-enforced/reporting-first-time", daysLeaf(2, firstReport)},
	{inInfo + "policy/policy-enforced/reporting-ongoing", daysLeaf(2, reportInterval)},
	{inInfo + "policy/policy-enforced/reporting-macd", daysLeaf(2, onChange)},
	{inInfo + "policy/policy-export/reporting-first-time", daysLeaf(3, firstReport)},
	{inInfo + "policy/policy-export/reporting-ongoing", daysLeaf(3, reportInterval)},
	{inInfo + "policy/policy-export/reporting-macd", daysLeaf(3, onChange)},

	{inInfo + "trust-code/key_udi", setDeviceKey},
	{inInfo + "trust-code/is-installed", boolLeaf(func(r *reading) **bool { return &r.device.installed })},
	{inInfo + "trust-code/time-installed", timeLeaf(func(r *reading) **localtime.Time { return &r.device.installedOn })},
	{inInfo + "trust-code/udi/pid", textLeaf(func(r *reading) *string { return &r.device.PID })},
	{inInfo + "trust-code/udi/sn", textLeaf(func(r *reading) *string { return &r.device.SerialNumber })},

	{inInfo + "rum-reports-closed-keys/rum-report-key", passOver},
	{inInfo + "rum-reports-closed-keys/report-start-time", timeLeaf(func(r *reading) **localtime.Time { return &r.report.start })},
	{inInfo + "rum-reports-closed-keys/report-state", textLeaf(func(r *reading) *string { return &r.report.state })},

	{inInfo + "rum-ack/last-received-time", timeLeaf(func(r *reading) **localtime.Time { return &r.ack().LastAck })},
	{inInfo + "rum-ack/next-report-deadline", timeLeaf(func(r *reading) **localtime.Time { return &r.ack().AckDeadline })},

	{inInfo + "imported-authorizations/overall-status/key_udi", setDeviceKey},
	{inInfo + "imported-authorizations/overall-status/udi/pid", textLeaf(func(r *reading) *string { return &r.device.PID })},
	{inInfo + "imported-authorizations/overall-status/udi/sn", textLeaf(func(r *reading) *string { return &r.device.SerialNumber })},
	{inInfo + "imported-authorizations/overall-status/installed-list/install-type", setInstallType},
}

// leafIndex finds a leaf by its path.
var leafIndex = indexOf(leaves)

func indexOf(leaves []leaf) map[string]int {
	index := make(map[string]int, len(leaves))
	for i, l := range leaves {
		index[l.path] = i
	}
	return index
}
