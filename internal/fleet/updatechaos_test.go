package fleet_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// mutate changes the plan as operators do; no two targets have the same address after it.
func (p *plan) mutate(c *chaos, free *[]string) {
	t := p.targets[c.below(len(p.targets))]
	switch c.below(10) {
	case 0:
		t.Labels["site"] = fmt.Sprint(c.below(5))
	case 1:
		t.Module.Auth.Password = config.NewSecret(fmt.Sprint(c.below(5)))
	case 2:
		t.Module.Session = []config.Session{config.SessionKeep, config.SessionClose}[c.below(2)]
	case 3:
		t.Module.LegacyAlgorithms = !t.Module.LegacyAlgorithms
	case 4: // two names are exchanged
		other := p.targets[c.below(len(p.targets))]
		t.Name, other.Name = other.Name, t.Name
	case 5:
		t.Name = fmt.Sprint("name-", c.below(1_000_000))
	case 6: // removed
		if len(p.targets) > 2 {
			*free = append(*free, p.targets[0].Address)
			p.targets = p.targets[1:]
		}
	case 7: // another, or one that is back
		if len(*free) > 0 {
			p.targets = append(p.targets, target(fmt.Sprint("name-", c.below(1_000_000)), (*free)[0]))
			*free = (*free)[1:]
		}
	case 8:
		p.polling.MaxConcurrent, p.polling.MaxConcurrentNetconf = 1+c.below(12), 1+c.below(4)
		p.polling.MinInterval = time.Duration(c.below(20)) * time.Second
		p.polling.Timeout = time.Duration(1+c.below(30)) * time.Second
	case 9:
		t.Module.Protocol = []string{config.ProtocolSSH, config.ProtocolBoth, config.ProtocolNETCONF}[c.below(3)]
		t.Module.Collectors = map[string][]string{
			config.ProtocolSSH: {techSupport, status}, config.ProtocolBoth: {byNetconf, status}, config.ProtocolNETCONF: {byNetconf},
		}[t.Module.Protocol]
	}
}

// TestUpdateChaos: hundreds of changes under constant scraping of switches that behave badly. What
// the fakes and the end of the lab check holds here, too: one session per switch at any time, used
// by one, closed once, and none is left. A result is that of the switch that the target was.
func TestUpdateChaos(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newChaos(seed)
				s := newSite(t, 12, 9)
				var free []string
				for i, sw := range s.switches {
					if i >= 9 {
						free = append(free, sw.name)
					}
					sw.becomes(behaviour{open: c.trouble, alive: c.trouble, close: c.trouble, run: answers(sw.outputs, nil, time.Second),
						netconf: netconfBehaviour{open: c.trouble, close: c.trouble}})
				}
				done := make(chan struct{})
				var scrapers sync.WaitGroup
				for range 3 {
					scrapers.Go(func() { s.scrapeUntil(done, c) })
				}
				for range 250 {
					time.Sleep(time.Duration(c.below(8000)) * time.Millisecond)
					s.reload(func(p *plan) {
						for range 1 + c.below(3) {
							p.mutate(c, &free)
						}
					})
				}
				close(done)
				scrapers.Wait()
				s.wantAllUp()
			})
		})
	}
}

// trouble takes up to four seconds, and in one of eight times ends badly.
func (c *chaos) trouble(ctx context.Context) error {
	if err := takes(time.Duration(c.below(200)*c.below(20)) * time.Millisecond)(ctx); err != nil {
		return err
	}
	reasons := failure.Reasons()
	switch n := c.below(8 * (len(reasons) + 1)); {
	case n < len(reasons):
		return failed(reasons[n])
	case n == len(reasons):
		panic("a fake crash")
	}
	return nil
}

func (s *site) scrapeUntil(done <-chan struct{}, c *chaos) {
	for {
		select {
		case <-done:
			return
		case <-time.After(time.Duration(c.below(3000)) * time.Millisecond):
		}
		for _, st := range s.scrape(time.Duration(c.below(12000)) * time.Millisecond) {
			r := st.Result
			if r == nil || r.State == nil || r.State.Hostname == "" { // NETCONF tells no name
				continue
			}
			if r.State.Hostname != "host-of-"+st.Target.Address {
				s.t.Errorf("%s at %s shows %s", st.Target.Name, st.Target.Address, r.State.Hostname)
			}
		}
	}
}

// wantAllUp lets the switches recover, and polls them with the last configuration.
func (s *site) wantAllUp() {
	s.t.Helper()
	for _, sw := range s.switches {
		sw.becomes(behaviour{})
	}
	time.Sleep(2 * time.Hour) // longer than any of them is left alone
	var names []string
	for _, t := range s.plan.targets {
		names = append(names, t.Name)
	}
	wantUp(s.t, s.scrape(forever), names...)
	if n := s.Stats().Sessions; n > int64(len(names)) {
		s.t.Errorf("%d sessions to %d switches", n, len(names))
	}
}
