package agent

import (
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/simulator/invent"
)

// Topology is how a switch is built: one chassis, a stack or a pair.
type Topology string

// The topologies. Empty leaves the choice to the seed.
const (
	Standalone       Topology = "standalone"        // one chassis, without an HA UDI list
	StackOfTwo       Topology = "stack_of_two"      // Active and Standby, each with its own serial number
	StackOfThree     Topology = "stack_of_three"    // Active, Standby and a Member
	StackOfFour      Topology = "stack_of_four"     // Active, Standby and two Members
	DualSupervisor   Topology = "dual_supervisor"   // modular chassis: Active and Standby share a serial number
	StackWiseVirtual Topology = "stackwise_virtual" // two fixed core switches
)

// members returns how many UDIs a topology has.
func (t Topology) members() int {
	switch t {
	case StackOfTwo, DualSupervisor, StackWiseVirtual:
		return 2
	case StackOfThree:
		return 3
	case StackOfFour:
		return 4
	default:
		return 1
	}
}

// Member is one switch of a stack, or one supervisor. A standalone switch has one member.
type Member struct {
	Role    string // Active, Standby, Member
	PID     string
	Serial  string
	TrustID int
}

// UDI returns the identity in its long form, "PID:...,SN:...".
func (m Member) UDI() string { return "PID:" + m.PID + ",SN:" + m.Serial }

// ShortUDI returns the identity in its short form, "P:...,S:...".
func (m Member) ShortUDI() string { return "P:" + m.PID + ",S:" + m.Serial }

// Licence is one entitlement in the catalogue of a switch.
type Licence struct {
	Handle      int
	Name        string
	Tag         string
	Description string
	Kind        string // Perpetual, Subscription
	Count       int    // 0: not in use
}

// wireless reports whether the licence is for access points.
func (l Licence) wireless() bool { return l.Handle >= 9 }

// Family is a product line and what its switches have in common.
type Family struct {
	name       string // C9300, as printed in the software ID
	pids       []string
	topologies []Topology
	tier       string // access, distribution, core
	Licences   []Licence
	airTags    bool // handles 9 and 10, for access points, are listed
	HSEC       bool // the mapping table lists an enforced licence
	Image      string
}

// families returns the hardware that fleets are made of.
func families() []Family {
	return []Family{
		{
			name: "C9300", tier: "access", Image: "CAT9K_IOSXE",
			pids:       []string{"C9300-24UX", "C9300-48P", "C9300-48UXM", "C9300-24T", "C9300-48T"},
			topologies: []Topology{Standalone, Standalone, StackOfTwo, StackOfThree, StackOfFour},
			airTags:    true,
			Licences: []Licence{
				{1, "network-advantage", Entitlement("2017-03", "advantagek9"), "C9300-24 Network Advantage", "Perpetual", 1},
				{2, "dna-advantage", Entitlement("2017-05", "c9300_dna_advantage"), "C9300-24 DNA Advantage", "Subscription", 1},
			},
		},
		{
			name: "C9200L", tier: "access", Image: "CAT9K_LITE_IOSXE",
			pids:       []string{"C9200L-24P-4G", "C9200L-48P-4X"},
			topologies: []Topology{Standalone, Standalone, StackOfTwo},
			Licences: []Licence{
				{1, "network-essentials", Entitlement("2018-06", "C9200L_48P_NW_essentials"), "C9200L-NW-E-48", "Perpetual", 1},
				{2, "dna-essentials", Entitlement("2018-06", "C9200L_48P_dna_essentials"), "C9200L-DNA-E-48", "Subscription", 1},
			},
		},
		{
			name: "C9350", tier: "access", Image: "CAT9K_IOSXE", HSEC: true,
			pids:       []string{"C9350-24U", "C9350-48HX"},
			topologies: []Topology{StackOfTwo, StackOfFour},
			Licences: []Licence{
				{1, "network-advantage", Entitlement("2023-08", "C9350_24P_NW_A"), "C9350-24 Catalyst Network Advantage", "Perpetual", 1},
				{2, "dna-advantage", Entitlement("2023-08", "C9350_24P_DNX_A"), "C9350-24 Catalyst Software Subscription Advantage", "Subscription", 1},
			},
		},
		{
			name: "C9400", tier: "distribution", Image: "CAT9K_IOSXE", HSEC: true,
			pids:       []string{"C9407R", "C9410R"},
			topologies: []Topology{DualSupervisor, DualSupervisor, Standalone},
			Licences: []Licence{
				{1, "network-advantage", Entitlement("2017-05", "advantagek9-C9400"), "C9400 Network Advantage", "Perpetual", 1},
				{2, "dna-advantage", Entitlement("2017-05", "dna_advantage-C9400"), "C9400 DNA Advantage", "Subscription", 1},
			},
		},
		{
			name: "C9500", tier: "core", Image: "CAT9K_IOSXE",
			pids:       []string{"C9500-32QC", "C9500-24Y4C", "C9500-48Y4C"},
			topologies: []Topology{StackWiseVirtual, StackWiseVirtual, Standalone},
			Licences: []Licence{
				{2, "network-advantage", Entitlement("2017-03", "advantagek9-Nyquist-C9500"), "C9500 Network Advantage", "Perpetual", 1},
				{3, "dna-advantage", Entitlement("2018-01", "C9500-DNA-32QC-A"), "C9500-32QC DNA Advantage", "Subscription", 1},
			},
		},
	}
}

// Entitlement returns an entitlement tag in Cisco's form with an invented UUID.
func Entitlement(month, name string) string {
	return "regid." + month + ".com.cisco." + name + ",1.0_" + invent.UUID(month+name)
}

// SoftwareID returns the "Software ID" of Other Info.
func (f Family) SoftwareID() string {
	return "regid.2017-05.com.cisco." + f.name + ",v1_" + invent.UUID("software "+f.name)
}

// inventMembers returns the members of a switch.
func inventMembers(r *rand.Rand, f Family, t Topology) []Member {
	roles := []string{"Active", "Standby", "Member", "Member"}
	pid, serial := f.pids[r.IntN(len(f.pids))], invent.Serial(r)
	var out []Member
	for i := range t.members() {
		m := Member{Role: roles[i], PID: pid, Serial: serial, TrustID: 1 + r.IntN(999)}
		if i > 0 && t == DualSupervisor {
			m.TrustID = out[0].TrustID
		} else if i > 0 {
			m.Serial = invent.Serial(r)
		}
		if i > 0 && f.name == "C9300" { // stacks often mix models of one family
			m.PID = f.pids[r.IntN(len(f.pids))]
		}
		out = append(out, m)
	}
	return out
}

// inventLicences returns the catalogue of the family, with counts for these members. wireless
// selects the new name of the access point licence, which only the latest release uses.
func inventLicences(f Family, t Topology, members []Member, wireless bool) []Licence {
	out := slices.Clone(f.Licences)
	large := 0 // 48-port members of a stack of 24-port switches have their own entitlements
	if f.name == "C9300" {
		for _, m := range members[1:] {
			if strings.Contains(m.PID, "-48") {
				large++
			}
		}
	}
	for i := range out {
		out[i].Count = len(members) - large
	}
	if t == DualSupervisor {
		out[1].Count = 1
	}
	if large > 0 {
		out = append(out,
			Licence{5, "network-advantage", Entitlement("2017-05", "C9300_48P_NW_Advantagek9"), "C9300-48 Network Advantage", "Perpetual", large},
			Licence{8, "dna-advantage", Entitlement("2017-05", "C9300_48P_Dna_Advantage"), "C9300-48 DNA Advantage", "Subscription", large})
	}
	switch {
	case f.airTags && wireless:
		out = append(out, Licence{9, "cisco-wireless-advantage", Entitlement("2024-08", "CNS_CW_A"), "cisco-wireless-advantage", "Subscription", 0})
	case f.airTags:
		out = append(out,
			Licence{9, "air-network-advantage", Entitlement("2018-06", "DNA_NWStack"), "air-network-advantage", "Perpetual", 0},
			Licence{10, "air-dna-advantage", Entitlement("2017-08", "AIR-DNA-A"), "air-dna-advantage", "Subscription", 0})
	}
	return out
}
