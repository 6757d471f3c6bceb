package simulator

import (
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/ssh"
)

// Switch is one simulated switch.
type Switch struct {
	options Options
	profile *profile
	genuine ssh.Signer // the key that known_hosts has

	faults   atomic.Pointer[Faults]
	attempts atomic.Int64
	logins   atomic.Int64
	sessions atomic.Int64

	netconfCount, netconfOpen atomic.Int64 // of its sessions: in all, and now

	agent *Agent

	mu       sync.Mutex // guards what follows
	hostname string
	cli      door
	netconf  door
	conns    map[net.Conn]struct{}
	other    map[string]ssh.Signer // keys that faults ask for
	reopen   *time.Timer           // after a reload
	started  bool
	closed   bool
	wg       sync.WaitGroup
}

// NewSwitch makes a single switch, for tests that want a certain scenario, agent or
// topology. Of o, Switches and Scenarios are not looked at.
func NewSwitch(o Options, so SwitchOptions) (*Switch, error) {
	o.Switches = 1
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	return newSwitch(o, so, 0, o.Clock.Now())
}

func newSwitch(o Options, so SwitchOptions, index int, start time.Time) (*Switch, error) {
	p, err := newProfile(o.Seed, index, so)
	if err != nil {
		return nil, err
	}
	key, err := hostKey(o.Seed, index, HostKeyEd25519, false)
	if err != nil {
		return nil, err
	}
	s := &Switch{options: o, profile: p, genuine: key, agent: NewAgent(p, o.Clock, start), hostname: p.hostname}
	s.faults.Store(&Faults{})
	return s, s.putDoors(index)
}

// Name is the host name, such as muc-acc-01.
func (s *Switch) Name() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hostname
}

// Addr is where the CLI is, host:port; empty if there is none. Before Start the port may be 0.
func (s *Switch) Addr() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cli.listen
}

// Scenario is what the switch goes through.
func (s *Switch) Scenario() Scenario { return s.profile.scenario }

// AgentVersion is the version of the licensing agent, such as "5.5.29".
func (s *Switch) AgentVersion() string { return s.profile.version.number }

// Username is the account that may log in.
func (s *Switch) Username() string { return s.options.Username }

// Password is that account's password.
func (s *Switch) Password() string { return s.options.Password }

// EnablePassword is the answer to "enable".
func (s *Switch) EnablePassword() string { return s.options.EnablePassword }

// Privilege is the level a login gets: 1 or 15.
func (s *Switch) Privilege() int { return s.profile.privilege }

// Labels are what an operator would attach to the target: site and tier.
func (s *Switch) Labels() map[string]string {
	return map[string]string{"site": s.profile.site, "tier": s.profile.tier}
}

// HostKey is the key the switch shows at the next connection, faults included. It is
// nil if a key cannot be made.
func (s *Switch) HostKey() ssh.PublicKey {
	key, err := s.signer(s.Faults())
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

// SetFaults sets what is wrong with the switch from now on, in place of what was.
func (s *Switch) SetFaults(f Faults) {
	old := s.faults.Swap(&f)
	if f.Switchover && !old.Switchover {
		s.agent.Switchover()
	}
	s.openOrClose(f)
}

// signer is the host key that the faults call for.
func (s *Switch) signer(f Faults) (ssh.Signer, error) {
	kind := f.HostKeyType
	if f.LegacyOnly {
		kind = HostKeyRSA
	}
	if kind == HostKeyEd25519 && !f.ChangedHostKey {
		return s.genuine, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	name := fmt.Sprint(kind, f.ChangedHostKey)
	if key, ok := s.other[name]; ok {
		return key, nil
	}
	key, err := hostKey(s.options.Seed, s.profile.index, kind, f.ChangedHostKey)
	if err != nil {
		return nil, err
	}
	if s.other == nil {
		s.other = make(map[string]ssh.Signer)
	}
	s.other[name] = key
	return key, nil
}
