package netconf

import (
	"slices"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// list is a list of the model, with the functions for the beginning and the end of each entry.
type list struct{ begin, end func(*reading) }

// lists by their path.
var lists = map[string]list{
	inInfo + "usage": {
		begin: func(r *reading) { r.license = &parser.License{} },
		end:   (*reading).endLicense,
	},
	inInfo + "trust-code": {
		begin: func(r *reading) { r.device = deviceEntry{} },
		end:   (*reading).endTrustCode,
	},
	inInfo + "rum-reports-closed-keys": {
		begin: func(r *reading) { r.report = reportEntry{} },
		end:   (*reading).endReport,
	},
	inInfo + "imported-authorizations/overall-status": {
		begin: func(r *reading) { r.device = deviceEntry{} },
		end:   (*reading).endAuthorization,
	},
	inInfo + "imported-authorizations/overall-status/installed-list": {
		begin: func(*reading) {}, end: func(*reading) {},
	},
}

// endLicense keeps a licence. The model always has its short name, but its name only once the switch has learnt
// it.
func (r *reading) endLicense() {
	l := *r.license
	if l.Name == "" {
		l.Name = l.ShortName
	}
	if l.Name != "" || l.EntitlementTag != "" {
		r.Licenses = scan.Add(r.Licenses, l, &r.Dropped)
	}
}

// setDeviceKey reads "PID:C9300-24UX,SN:FCW…".
func setDeviceKey(r *reading, value string) bool {
	d, ok := parser.DeviceOf(value)
	if ok {
		r.device.key = parser.Device{PID: scan.Text(d.PID), SerialNumber: scan.Text(d.SerialNumber)}
	}
	return ok
}

// named is the device of the entry: from its udi, else from its key.
func (r *reading) named() parser.Device {
	if d := r.device.Device; d.PID != "" && d.SerialNumber != "" {
		return d
	}
	return r.device.key
}

func (r *reading) endTrustCode() {
	r.policyMode = true
	d := r.named()
	if d == (parser.Device{}) || slices.ContainsFunc(r.TrustCodes, func(c parser.TrustCode) bool { return c.SameMachine(d) }) {
		return // the first one is believed
	}
	code := parser.TrustCode{Device: d, Installed: r.device.installed}
	if code.Installed != nil && *code.Installed { // without a trust code the time means nothing
		code.InstalledOn = r.device.installedOn
	}
	r.TrustCodes = scan.Add(r.TrustCodes, code, &r.Dropped)
}

// installTypes are the values of install-type, and whether they mean an authorization.
var installTypes = map[string]bool{
	"authorization-type-none": false, "authorization-type-auth-code": true, "authorization-type-slr": true,
	"authorization-type-plr": true, "authorization-type-fla": true, "authorization-type-pak": true,
}

// setInstallType takes one entry: a single authorization is enough.
func setInstallType(r *reading, value string) bool {
	installed, ok := installTypes[value]
	if ok {
		installed = installed || r.device.installed != nil && *r.device.installed
		r.device.installed = &installed
	}
	return ok
}

// endAuthorization keeps the entry of a device. An entry without installed-list says nothing of the device,
// but it counts as one of the devices until the whole reply is read.
func (r *reading) endAuthorization() {
	r.policyMode = true
	d := r.named()
	if d == (parser.Device{}) || slices.ContainsFunc(r.Authorizations, func(a parser.Authorization) bool { return a.SameMachine(d) }) {
		return
	}
	r.Authorizations = scan.Add(r.Authorizations, parser.Authorization{Device: d, Installed: r.device.installed}, &r.Dropped)
}
