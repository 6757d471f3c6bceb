package agent

import (
	"fmt"
	"slices"
)

// Nexus is how a switch licenses that runs NX-OS. Such a switch shows nothing of its agent but the licences in use. The zero
// value is a Catalyst.
type Nexus string

// The ways in which a Nexus licenses.
const (
	NexusPolicy     Nexus = "policy"      // Smart Licensing Using Policy
	NexusUnused     Nexus = "unused"      // the same, in maintenance mode and with no licence in use: it makes no report
	NexusNodeLocked Nexus = "node_locked" // licence files
	NexusHonor      Nexus = "honor"       // on trust, before licence files were asked for
	NexusACI        Nexus = "aci"         // by the APIC
)

// NexusForms returns all ways in which a Nexus licenses, in the order in which a fleet has them.
func NexusForms() []Nexus {
	return []Nexus{NexusPolicy, NexusUnused, NexusNodeLocked, NexusHonor, NexusACI}
}

// Release returns the release of NX-OS, as "show version" prints it.
func (n Nexus) Release() string {
	return map[Nexus]string{
		NexusPolicy: "10.4(2)", NexusUnused: "10.3(4a)", NexusNodeLocked: "9.3(8)", NexusHonor: "7.0(3)I7(9)", NexusACI: "15.2(4d)",
	}[n]
}

// asNexus makes the profile that of a Nexus.
func (p *Profile) asNexus(form Nexus) error {
	if form == "" {
		return nil
	}
	if !slices.Contains(NexusForms(), form) {
		return fmt.Errorf("simulator: unknown way of a Nexus to license %q", form)
	}
	p.Nexus, p.Tier, p.Timestamps = form, "leaf", false
	p.Hostname = fmt.Sprintf("%s-leaf-%02d", p.Site, p.Index+1)
	return nil
}
