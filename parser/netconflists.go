package parser

import (
	"slices"

	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// netconfList is a list of the model: what to do at the begin and at the end of each entry.
type netconfList struct{ begin, end func(*netconfReading) }

// netconfLists by their path.
var netconfLists = map[string]netconfList{
	inInfo + "usage": {
		begin: func(r *netconfReading) { r.license = &License{} },
		end:   (*netconfReading).endLicense,
	},
	inInfo + "trust-code": {
		begin: func(r *netconfReading) { r.device = netconfDevice{} },
		end:   (*netconfReading).endTrustCode,
	},
	inInfo + "rum-reports-closed-keys": {
		begin: func(r *netconfReading) { r.report = netconfReport{} },
		end:   (*netconfReading).endReport,
	},
	inInfo + "imported-authorizations/overall-status": {
		begin: func(r *netconfReading) { r.device = netconfDevice{} },
		end:   (*netconfReading).endAuthorization,
	},
	inInfo + "imported-authorizations/overall-status/installed-list": {
		begin: func(*netconfReading) {}, end: func(*netconfReading) {},
	},
}

// netconfDevice is an entry of a list with one for each device.
type netconfDevice struct {
	Device
	key         Device // from key_udi
	installed   *bool
	installedOn *localtime.Time
}

// netconfReport is an entry of rum-reports-closed-keys.
type netconfReport struct {
	state string
	start *localtime.Time
}

// endLicense keeps a licence. The model has its name only once the switch was told it, the short name
// always.
func (r *netconfReading) endLicense() {
	l := *r.license
	if l.Name == "" {
		l.Name = l.shortName
	}
	if l.Name != "" || l.EntitlementTag != "" {
		r.Licenses = scan.Append(r.Licenses, l)
	}
}

// setDeviceKey reads "PID:C9300-24UX,SN:FCW…".
func setDeviceKey(r *netconfReading, value string) bool {
	d, ok := parseUDI(value)
	if ok {
		r.device.key = Device{PID: scan.Text(d.PID), SerialNumber: scan.Text(d.SerialNumber)}
	}
	return ok
}

// named is the device of the entry: from its udi, else from its key.
func (r *netconfReading) named() Device {
	if d := r.device.Device; d.PID != "" && d.SerialNumber != "" {
		return d
	}
	return r.device.key
}

func (r *netconfReading) endTrustCode() {
	r.policyMode = true
	d := r.named()
	if d == (Device{}) || slices.ContainsFunc(r.TrustCodes, func(c TrustCode) bool { return c.sameMachine(d) }) {
		return // the first one is believed
	}
	code := TrustCode{Device: d, Installed: r.device.installed}
	if code.Installed != nil && *code.Installed { // a time without a trust code is none
		code.InstalledOn = r.device.installedOn
	}
	r.TrustCodes = scan.Append(r.TrustCodes, code)
}

// installTypes are those of install-type, and whether they are of an authorization.
var installTypes = map[string]bool{
	"authorization-type-none": false, "authorization-type-auth-code": true, "authorization-type-slr": true,
	"authorization-type-plr": true, "authorization-type-fla": true, "authorization-type-pak": true,
}

// setInstallType: one authorization of several is enough.
func setInstallType(r *netconfReading, value string) bool {
	installed, ok := installTypes[value]
	if ok {
		installed = installed || r.device.installed != nil && *r.device.installed
		r.device.installed = &installed
	}
	return ok
}

// endAuthorization keeps what is said of a device. Without an installed-list nothing is said of it;
// it counts as one of the devices all the same until the reply is read.
func (r *netconfReading) endAuthorization() {
	r.policyMode = true
	d := r.named()
	if d == (Device{}) || slices.ContainsFunc(r.Authorizations, func(a Authorization) bool { return a.sameMachine(d) }) {
		return
	}
	r.Authorizations = scan.Append(r.Authorizations, Authorization{Device: d, Installed: r.device.installed})
}
