// Package server is what a client talks to: an SSH server with an IOS-like shell, NETCONF, and faults
// that make both misbehave. It takes its outputs from package screen and sends them to the client.
// To add a command, add a row to the table in commands.go, and a function in package screen for its
// output if it has one.
package server

import (
	"sync/atomic"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
)

// Switch is one simulated switch. It is safe for concurrent use.
type Switch struct {
	options Options
	profile *agent.Profile
	agent   *agent.Agent
	keys    *hostKeys
	ports   ports

	hostname    atomic.Pointer[string]
	faults      atomic.Pointer[Faults]
	attempts    atomic.Int64
	logins      atomic.Int64
	sessions    atomic.Int64
	connections atomic.Int64

	netconfCount, netconfOpen atomic.Int64 // NETCONF sessions: in all, and open now
}

// Options sets how a switch is reached, which account may log in, and its clock.
type Options struct {
	Listen        string // address of the CLI; empty: no CLI
	NetconfListen string // address of NETCONF; empty: no NETCONF

	Clock agent.Clock
	Start time.Time // the end of the agent's simulated history
	Tempo float64   // above 1: from Start on, the agent's intervals are shorter by this factor

	Username, Password string
	EnablePassword     string        // the secret for "enable"
	AuthorizedKey      ssh.PublicKey // logs the user in without a password; nil: no key is accepted

	Latency time.Duration // delay before each answer to a command or request
	Hurry   float64       // above 1: name look-ups, ping and telnet wait shorter by this factor
}

// New returns a switch with that profile. It opens no port yet.
func New(p *agent.Profile, o Options) (*Switch, error) {
	keys, err := newHostKeys(p)
	if err != nil {
		return nil, err
	}
	s := &Switch{options: o, profile: p, agent: agent.NewAgent(p, o.Clock, o.Start), keys: keys}
	s.hostname.Store(&p.Hostname)
	s.faults.Store(&Faults{})
	s.ports.owner = p.Hostname
	s.ports.cli = door{listen: o.Listen, shut: func() bool { return s.Faults().Refuse }}
	s.ports.netconf = door{listen: o.NetconfListen, shut: func() bool { return s.Faults().Refuse || s.Faults().Netconf.Refuse }}
	return s, nil
}

// Profile returns what the switch is. The caller must not change it.
func (s *Switch) Profile() *agent.Profile { return s.profile }

// GenuineKey returns the host key of the switch without faults.
func (s *Switch) GenuineKey() ssh.PublicKey { return s.keys.genuine.PublicKey() }

// Name returns the host name, such as muc-acc-01.
func (s *Switch) Name() string { return *s.hostname.Load() }

// Addr returns the address of the CLI, host:port, or "" without a CLI. Before Start the port may be
// 0.
func (s *Switch) Addr() string { return s.ports.address(&s.ports.cli) }

// NetconfAddr returns the address of NETCONF, host:port, or "" without NETCONF. Before Start the
// port may be 0.
func (s *Switch) NetconfAddr() string { return s.ports.address(&s.ports.netconf) }

// Scenario returns the scenario of the switch.
func (s *Switch) Scenario() agent.Scenario { return s.profile.Scenario }

// Nexus returns how the switch licenses if it runs NX-OS; empty for a Catalyst.
func (s *Switch) Nexus() agent.Nexus { return s.profile.Nexus }

// AgentVersion returns the version of the licensing agent, such as "5.5.29".
func (s *Switch) AgentVersion() string { return s.profile.Version.Number }

// Username returns the account that may log in.
func (s *Switch) Username() string { return s.options.Username }

// Password returns the password of that account.
func (s *Switch) Password() string { return s.options.Password }

// EnablePassword returns the secret for "enable".
func (s *Switch) EnablePassword() string { return s.options.EnablePassword }

// Privilege returns the level after login, 1 to 15.
func (s *Switch) Privilege() int { return s.profile.Privilege }

// Labels returns labels that an operator would attach to the target: site and tier.
func (s *Switch) Labels() map[string]string {
	return map[string]string{"site": s.profile.Site, "tier": s.profile.Tier}
}

// HostKey returns the key that the switch presents at the next connection, with faults applied. It
// is nil if the key cannot be generated.
func (s *Switch) HostKey() ssh.PublicKey {
	key, err := s.keys.signer(s.Faults())
	if err != nil {
		return nil
	}
	return key.PublicKey()
}

// Faults returns the faults set last.
func (s *Switch) Faults() Faults { return *s.faults.Load() }

// Logins returns the number of successful logins since Start.
func (s *Switch) Logins() int { return int(s.logins.Load()) }

// LoginAttempts returns how many passwords, keys and keyboard-interactive dialogues were offered,
// including the successful ones.
func (s *Switch) LoginAttempts() int { return int(s.attempts.Load()) }

// Sessions returns how many shells are open now.
func (s *Switch) Sessions() int { return int(s.sessions.Load()) }

// Connections returns how many connections to other hosts are open now that users opened by telnet.
func (s *Switch) Connections() int { return int(s.connections.Load()) }

// NetconfSessions returns how many NETCONF sessions are open now.
func (s *Switch) NetconfSessions() int { return int(s.netconfOpen.Load()) }

// SetFaults replaces the faults of the switch.
func (s *Switch) SetFaults(f Faults) {
	old := s.faults.Swap(&f)
	if f.Switchover && !old.Switchover {
		s.agent.Switchover()
	}
	s.ports.follow()
}

// HangUp closes ports and connections without waiting.
func (s *Switch) HangUp() { s.ports.hangUp() }

// Close closes ports and connections and waits until all goroutines of the switch have ended. It may
// be called more than once.
func (s *Switch) Close() error {
	s.ports.hangUp()
	s.ports.work.Wait()
	return nil
}

// reload drops all connections, closes the ports for a while and resets the tallies of the agent.
func (s *Switch) reload(away time.Duration) {
	if away <= 0 {
		away = time.Second
	}
	s.agent.Reload()
	s.ports.away(away)
}
