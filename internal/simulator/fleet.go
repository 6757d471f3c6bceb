package simulator

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"time"

	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
	"github.com/slp-exporter/slp-exporter/internal/simulator/server"
)

// Fleet is a number of simulated switches in this process.
type Fleet struct {
	switches []*Switch
	troubled map[*Switch]string // the name of the trouble that a switch has from the start
}

// New invents a fleet. It opens no ports; Start does. Then each switch holds one file descriptor per
// port and one per connection, so a large fleet may need a higher ulimit -n.
func New(o Options) (*Fleet, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	f := &Fleet{switches: make([]*Switch, o.Switches), troubled: map[*Switch]string{}}
	start := o.Clock.Now()
	nexus := o.nexusAt()
	for i := range f.switches {
		so := SwitchOptions{Scenario: o.Scenarios[i%len(o.Scenarios)]}
		so.Timestamps = i%5 == 3
		if i%6 == 5 { // not in the healthy half, which must not cause alerts
			so.Privilege = 1
		}
		so.LongHistory = i%7 == 5
		so.Unregistered = so.Scenario == PreSLP && i/len(o.Scenarios)%2 == 1
		so.NoLicences = so.Scenario == Healthy && i%25 == 24
		if so.Nexus = nexus[i]; so.Nexus != "" {
			so.Scenario = Healthy
		}
		if f.switches[i], err = newSwitch(o, so, i, start); err != nil {
			return nil, err
		}
	}
	f.trouble(o.Troubled)
	return f, nil
}

// nexusAt returns how each switch licenses that is a Nexus, by index. Those in trouble become one last, and with them the
// one without licences.
func (o Options) nexusAt() map[int]Nexus {
	var at []int
	for _, healthy := range []bool{true, false} {
		for i := o.Switches - 1; i >= 0 && len(at) < o.Nexus; i-- {
			if (o.Scenarios[i%len(o.Scenarios)] == Healthy && i%25 != 24) == healthy {
				at = append(at, i)
			}
		}
	}
	slices.Sort(at)
	forms := make(map[int]Nexus, len(at))
	for n, i := range at {
		forms[i] = NexusForms()[n%len(NexusForms())]
	}
	return forms
}

// NewSwitch returns a single switch, for tests that need a certain scenario, agent or topology. It
// ignores the fields Switches and Scenarios of o.
func NewSwitch(o Options, so SwitchOptions) (*Switch, error) {
	o.Switches = 1
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	return newSwitch(o, so, 0, o.Clock.Now())
}

func newSwitch(o Options, so SwitchOptions, index int, start time.Time) (*Switch, error) {
	p, err := agent.NewProfile(o.Seed, index, so)
	if err != nil {
		return nil, err
	}
	each := server.Options{
		Clock: o.Clock, Start: start, Tempo: o.Tempo, Latency: o.Latency, Hurry: o.Hurry,
		Username: o.Username, Password: o.Password, EnablePassword: o.EnablePassword, AuthorizedKey: o.AuthorizedKey,
	}
	if !o.NoCLI {
		if each.Listen, err = listenAddress(o.Listen, index); err != nil {
			return nil, err
		}
	}
	if o.Netconf {
		if each.NetconfListen, err = listenAddress(o.NetconfListen, index); err != nil {
			return nil, err
		}
	}
	return server.New(p, each)
}

// listenAddress returns the base address with i added to the port, unless the port is 0.
func listenAddress(base string, i int) (string, error) {
	host, port, err := net.SplitHostPort(base)
	if err != nil {
		return "", fmt.Errorf("simulator: listen address: %w", err)
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return "", fmt.Errorf("simulator: listen port: %w", err)
	}
	if n == 0 {
		return base, nil
	}
	if n+uint64(i) > 65535 {
		return "", fmt.Errorf("simulator: switch %d would listen on port %d", i+1, n+uint64(i))
	}
	return net.JoinHostPort(host, strconv.FormatUint(n+uint64(i), 10)), nil
}

// Start opens the ports of all switches. If one cannot be opened, all are closed again and the error
// names the address.
func (f *Fleet) Start() error {
	for _, s := range f.switches {
		if err := s.Start(); err != nil {
			return errors.Join(err, f.Close())
		}
	}
	return nil
}

// Close closes all ports and connections and waits until every goroutine of the fleet has ended. It
// may be called more than once.
func (f *Fleet) Close() error {
	var errs []error
	for _, s := range f.switches {
		s.HangUp()
	}
	for _, s := range f.switches {
		errs = append(errs, s.Close())
	}
	return errors.Join(errs...)
}

// Switches returns the switches in order of their index.
func (f *Fleet) Switches() []*Switch { return f.switches }

// KnownHosts returns a known_hosts file with the genuine key of each switch, for its CLI and its
// NETCONF address. It is complete only after Start, when the ports are known.
func (f *Fleet) KnownHosts() []byte {
	var b bytes.Buffer
	for _, s := range f.switches {
		for _, address := range []string{s.Addr(), s.NetconfAddr()} {
			if address != "" {
				b.WriteString(knownhosts.Line([]string{address}, s.GenuineKey()))
				b.WriteByte('\n')
			}
		}
	}
	return b.Bytes()
}
