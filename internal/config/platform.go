package config

import "slices"

// The platforms of switches. Except for the first they are the keys of package platform.
const (
	PlatformAuto  = "auto" // found out at the first login
	PlatformIOSXE = "ios_xe"
	PlatformNXOS  = "nx_os"
)

// nxosCollectors are the collectors whose commands NX-OS has in a form that is known.
func nxosCollectors() []string { return []string{"usage", "summary", "syslog", "version"} }

func defaultNXOSCollectors() []string { return []string{"usage", "summary", "version"} }

// CollectorsOn returns the collectors of the module for a switch that runs that platform. With platform auto these are the
// listed ones that the platform has; if none of these reads licences, the default ones are added.
func (m *Module) CollectorsOn(platform string) []string {
	if platform != PlatformNXOS || m.Platform == PlatformNXOS {
		return m.Collectors
	}
	var has []string
	if m.CollectorsListed {
		has = slices.DeleteFunc(nxosCollectors(), func(name string) bool { return !slices.Contains(m.Collectors, name) })
	}
	if slices.Contains(has, "usage") || slices.Contains(has, "summary") {
		return has
	}
	return slices.DeleteFunc(nxosCollectors(), func(name string) bool {
		return !slices.Contains(has, name) && !slices.Contains(defaultNXOSCollectors(), name)
	})
}

// finishPlatform settles the platform. Without a known protocol the platform cannot be held against it.
func (m *moduleText) finishPlatform(sure bool) {
	if !m.platform.given() {
		return
	}
	text, ok := m.platform.oneOf(PlatformIOSXE, PlatformNXOS, PlatformAuto)
	if !ok {
		return
	}
	m.Platform = text
	if text == PlatformNXOS && m.Protocol != ProtocolSSH && sure {
		m.protocol.bad(quoted(m.Protocol)+" is not available with platform "+text+": its model is that of IOS-XE", "ssh, or leave it out")
	}
}
