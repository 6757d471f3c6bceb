// Package server is what a client meets: a switch's SSH server with an IOS-like shell, its NETCONF, and
// the faults that make both misbehave. What is printed comes from package screen. A command is added as
// a row of the table in commands.go, and an output of its own as a function of package screen.
package server

import (
	"sync/atomic"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
)

// Switch is one simulated switch.
type Switch struct {
	options Options
	profile *agent.Profile
	agent   *agent.Agent
	keys    *hostKeys
	ports   ports

	hostname atomic.Pointer[string]
	faults   atomic.Pointer[Faults]
	attempts atomic.Int64
	logins   atomic.Int64
	sessions atomic.Int64

	netconfCount, netconfOpen atomic.Int64 // of its sessions: in all, and now
}

// Options is how a switch is reached, by whom, and what time it is there.
type Options struct {
	Listen        string // address of the CLI; empty: there is none
	NetconfListen string // address of NETCONF; empty: there is none

	Clock agent.Clock
	Start time.Time // where the agent's history ends and its life begins
	Tempo float64   // above 1: shortens the agent's own intervals by this factor from Start on

	Username, Password string
	EnablePassword     string        // the answer to "enable"
	AuthorizedKey      ssh.PublicKey // logs the user in without a password; nil: no key does

	Latency time.Duration // waited before each command's or request's answer
}

// New makes a switch of that profile. It opens nothing yet.
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

// Profile is what the switch is. It must not be changed.
func (s *Switch) Profile() *agent.Profile { return s.profile }

// GenuineKey is the host key of the switch without faults.
func (s *Switch) GenuineKey() ssh.PublicKey { return s.keys.genuine.PublicKey() }

// Name is the host name, such as muc-acc-01.
func (s *Switch) Name() string { return *s.hostname.Load() }

// Addr is where the CLI is, host:port; empty if there is none. Before Start the port may be 0.
func (s *Switch) Addr() string { return s.ports.address(&s.ports.cli) }

// NetconfAddr is where NETCONF is spoken, host:port; empty if it is not. Before Start the port may be 0.
func (s *Switch) NetconfAddr() string { return s.ports.address(&s.ports.netconf) }

// Scenario is what the switch goes through.
func (s *Switch) Scenario() agent.Scenario { return s.profile.Scenario }

// AgentVersion is the version of the licensing agent, such as "5.5.29".
func (s *Switch) AgentVersion() string { return s.profile.Version.Number }

// Username is the account that may log in.
func (s *Switch) Username() string { return s.options.Username }

// Password is that account's password.
func (s *Switch) Password() string { return s.options.Password }

// EnablePassword is the answer to "enable".
func (s *Switch) EnablePassword() string { return s.options.EnablePassword }

// Privilege is the level a login gets: 1 or 15.
func (s *Switch) Privilege() int { return s.profile.Privilege }

// Labels are what an operator would attach to the target: site and tier.
func (s *Switch) Labels() map[string]string {
	return map[string]string{"site": s.profile.Site, "tier": s.profile.Tier}
}

// HostKey is the key the switch shows at the next connection, faults included. It is
// nil if a key cannot be made.
func (s *Switch) HostKey() ssh.PublicKey {
	key, err := s.keys.signer(s.Faults())
	if err != nil {
		return nil
	}
	return key.PublicKey()
}

// Faults returns the faults set last.
func (s *Switch) Faults() Faults { return *s.faults.Load() }

// Logins counts successful logins since Start.
func (s *Switch) Logins() int { return int(s.logins.Load()) }

// LoginAttempts counts passwords, keys and keyboard-interactive dialogues offered,
// successful ones included.
func (s *Switch) LoginAttempts() int { return int(s.attempts.Load()) }

// Sessions is how many shells are open now.
func (s *Switch) Sessions() int { return int(s.sessions.Load()) }

// NetconfSessions is how many NETCONF sessions are open now.
func (s *Switch) NetconfSessions() int { return int(s.netconfOpen.Load()) }

// SetFaults sets what is wrong with the switch from now on, in place of what was.
func (s *Switch) SetFaults(f Faults) {
	old := s.faults.Swap(&f)
	if f.Switchover && !old.Switchover {
		s.agent.Switchover()
	}
	s.ports.follow()
}

// HangUp closes ports and connections without waiting.
func (s *Switch) HangUp() { s.ports.hangUp() }

// Close closes ports and connections and waits until the switch's goroutines have
// ended. It may be called more than once.
func (s *Switch) Close() error {
	s.ports.hangUp()
	s.ports.work.Wait()
	return nil
}

// reload drops all connections, closes the ports for a while and starts the agent's
// tallies anew.
func (s *Switch) reload(away time.Duration) {
	if away <= 0 {
		away = time.Second
	}
	s.agent.Reload()
	s.ports.away(away)
}
