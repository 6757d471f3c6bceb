package simulator

import (
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
	"github.com/slp-exporter/slp-exporter/internal/simulator/server"
)

// The words in which a fleet is described and disturbed, so that users need this package only.
type (
	// Switch is one simulated switch.
	Switch = server.Switch
	// Faults is what is wrong with a switch just now.
	Faults = server.Faults
	// HostKeyKind chooses the algorithm of a switch's host key.
	HostKeyKind = server.HostKeyKind
	// NetconfFaults is what is wrong with a switch's NETCONF just now.
	NetconfFaults = server.NetconfFaults
	// Base says which NETCONF a switch offers.
	Base = server.Base
	// BadChunks is something wrong with the framing of NETCONF 1.1.
	BadChunks = server.BadChunks

	// SwitchOptions fixes what a fleet would deal out, for a single switch.
	SwitchOptions = agent.SwitchOptions
	// Scenario names what a switch goes through.
	Scenario = agent.Scenario
	// Topology is how a switch is built.
	Topology = agent.Topology
	// Stamps is how a switch stamps its log messages.
	Stamps = agent.Stamps
	// Clock tells the time that the switches believe in, before their own skew and zone.
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

// The forms of the log messages' stamps.
const (
	StampsUTC     = agent.StampsUTC
	StampsUTCYear = agent.StampsUTCYear
	StampsLocal   = agent.StampsLocal
	StampsZone    = agent.StampsZone
	StampsFull    = agent.StampsFull
	StampsSeconds = agent.StampsSeconds
)

// The kinds of host key, of NETCONF's bases and of bad chunks.
const (
	HostKeyEd25519 = server.HostKeyEd25519
	HostKeyECDSA   = server.HostKeyECDSA
	HostKeyRSA     = server.HostKeyRSA

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

// AgentVersions returns the agent versions a switch may run, oldest first. The first
// is of the registration era.
func AgentVersions() []string { return agent.AgentVersions() }

// SpedUp returns a clock that shows start now and runs factor times as fast as the
// real one. A factor of 0 or less stands still.
func SpedUp(start time.Time, factor float64) Clock { return agent.SpedUp(start, factor) }
