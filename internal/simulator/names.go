package simulator

import (
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
	"github.com/slp-exporter/slp-exporter/internal/simulator/server"
)

// These names describe a fleet and its faults. They are defined in the packages below, and repeated here so
// that users need only this package.
type (
	// Switch is one simulated switch.
	Switch = server.Switch
	// Faults is what is wrong with a switch at the moment.
	Faults = server.Faults
	// HostKeyKind is the algorithm of a host key.
	HostKeyKind = server.HostKeyKind
	// FarEnd is what a server does to which a switch has opened a connection by telnet.
	FarEnd = server.FarEnd
	// NetconfFaults is what is wrong with the NETCONF of a switch at the moment.
	NetconfFaults = server.NetconfFaults
	// Base is the set of NETCONF versions that a switch offers.
	Base = server.Base
	// BadChunks is a defect in the framing of NETCONF 1.1.
	BadChunks = server.BadChunks

	// SwitchOptions sets properties of a single switch that its seed would otherwise choose.
	SwitchOptions = agent.SwitchOptions
	// Scenario is what happens to a switch.
	Scenario = agent.Scenario
	// Nexus is how a switch licenses that runs NX-OS.
	Nexus = agent.Nexus
	// Topology is how a switch is built: one chassis, a stack or a pair.
	Topology = agent.Topology
	// Stamps is the form of the stamps of log messages.
	Stamps = agent.Stamps
	// Clock tells the time on which the switches base their own clocks, before skew and time zone.
	Clock = agent.Clock
)

// The scenarios.
const (
	Healthy                 = agent.Healthy
	NeverTrusted            = agent.NeverTrusted
	DNSFailure              = agent.DNSFailure
	Timeout                 = agent.Timeout
	ProxyRefused            = agent.ProxyRefused
	AckOverdue              = agent.AckOverdue
	ReportBacklog           = agent.ReportBacklog
	LostTrust               = agent.LostTrust
	StackMemberWithoutTrust = agent.StackMemberWithoutTrust
	Offline                 = agent.Offline
	PreSLP                  = agent.PreSLP
	SkewedClock             = agent.SkewedClock
	LongOutage              = agent.LongOutage
	NeverRestored           = agent.NeverRestored
	WrongSourceInterface    = agent.WrongSourceInterface
	VRFWithoutNameServer    = agent.VRFWithoutNameServer
	TLSInspection           = agent.TLSInspection
	WrongProxyPort          = agent.WrongProxyPort
	WrongClock              = agent.WrongClock
	LostRoute               = agent.LostRoute
	TransportOff            = agent.TransportOff
)

// The ways in which a Nexus licenses.
const (
	NexusPolicy     = agent.NexusPolicy
	NexusUnused     = agent.NexusUnused
	NexusNodeLocked = agent.NexusNodeLocked
	NexusHonor      = agent.NexusHonor
	NexusACI        = agent.NexusACI
)

// The topologies.
const (
	Standalone       = agent.Standalone
	StackOfTwo       = agent.StackOfTwo
	StackOfThree     = agent.StackOfThree
	StackOfFour      = agent.StackOfFour
	DualSupervisor   = agent.DualSupervisor
	StackWiseVirtual = agent.StackWiseVirtual
)

// The forms of stamps.
const (
	StampsUTC     = agent.StampsUTC
	StampsUTCYear = agent.StampsUTCYear
	StampsLocal   = agent.StampsLocal
	StampsZone    = agent.StampsZone
	StampsFull    = agent.StampsFull
	StampsSeconds = agent.StampsSeconds
)

// The algorithms of host keys, the far ends of telnet, the versions of NETCONF, and the kinds of bad framing.
const (
	HostKeyEd25519 = server.HostKeyEd25519
	HostKeyECDSA   = server.HostKeyECDSA
	HostKeyRSA     = server.HostKeyRSA

	FarEndWaits  = server.FarEndWaits
	FarEndCloses = server.FarEndCloses
	FarEndTalks  = server.FarEndTalks
	FarEndStays  = server.FarEndStays

	BaseBoth = server.BaseBoth
	Base10   = server.Base10
	Base11   = server.Base11
	BaseNone = server.BaseNone

	ChunksSound     = server.ChunksSound
	ChunksWithCR    = server.ChunksWithCR
	ChunksTooShort  = server.ChunksTooShort
	ChunksTooLong   = server.ChunksTooLong
	ChunksOfNothing = server.ChunksOfNothing
	ChunksEndFirst  = server.ChunksEndFirst
)

// Scenarios returns all scenarios in the order of their declaration.
func Scenarios() []Scenario { return agent.Scenarios() }

// NexusForms returns all ways in which a Nexus licenses, in the order in which a fleet has them.
func NexusForms() []Nexus { return agent.NexusForms() }

// AgentVersions returns the agent versions that a switch may run, oldest first. The first is of the
// registration era.
func AgentVersions() []string { return agent.Versions() }

// SpedUp returns a clock that shows start now and runs factor times as fast as real time. With a
// factor of 0 or less it stands still.
func SpedUp(start time.Time, factor float64) Clock { return agent.SpedUp(start, factor) }
