package fleet_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// chaos draws what happens, the same for the same seed and order of drawing.
type chaos struct {
	mu   sync.Mutex
	dice *rand.Rand
}

func newChaos(seed uint64) *chaos { return &chaos{dice: rand.New(rand.NewPCG(seed, 0))} }

func (c *chaos) below(n int) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.dice.IntN(n)
}

// mishap takes up to a minute and a half, and in one of three times ends badly.
func (c *chaos) mishap(ctx context.Context) error {
	if err := takes(time.Duration(c.below(100)*c.below(100)*c.below(90)) * time.Millisecond / 10)(ctx); err != nil {
		return err
	}
	reasons := failure.Reasons()
	switch n := c.below(3 * (len(reasons) + 1)); {
	case n < len(reasons):
		return failed(reasons[n])
	case n == len(reasons):
		panic("a fake crash")
	}
	return nil
}

func (c *chaos) behaviour(sw *fakeSwitch) behaviour {
	says := func(texts ...string) runner {
		return func(ctx context.Context, command string) (string, error) {
			if err := c.mishap(ctx); err != nil {
				return "", err
			}
			said := slices.Clone(texts)
			if text, ok := sw.outputs[command]; ok {
				said[0] = text
			}
			return said[c.below(len(said))], ctx.Err()
		}
	}
	return behaviour{
		open: c.mishap, alive: c.mishap, close: c.mishap, run: says("", notKnown, notAllowed, ""),
		netconf: netconfBehaviour{open: c.mishap, close: c.mishap, get: says(sw.netconf.reply, emptyReply, "<")},
	}
}

// TestChaos: several scrapers, and switches of which nothing can be relied on. What the fakes and
// the end of the lab check holds: one session per switch at any time, used by one, closed once.
func TestChaos(t *testing.T) {
	for seed := range uint64(8) {
		protocol := []string{config.ProtocolSSH, config.ProtocolBoth, config.ProtocolNETCONF}[min(seed/3, 2)]
		t.Run(fmt.Sprintf("seed %d, %s", seed, protocol), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				const room, netconfRoom, interval = 7, 3, 20 * time.Second
				c := newChaos(seed)
				l := newLab(t, 12, func(s *setup) {
					s.MaxConcurrent, s.MaxConcurrentNetconf, s.MinInterval, s.IdleTimeout = room, netconfRoom, interval, 25*time.Second
					s.Protocol = protocol
					s.Collectors = map[string][]string{
						config.ProtocolSSH: {status}, config.ProtocolBoth: {byNetconf, status}, config.ProtocolNETCONF: {byNetconf},
					}[protocol]
					s.Session = []config.Session{config.SessionKeep, config.SessionClose}[seed%2]
				})
				for _, sw := range l.switches {
					sw.becomes(c.behaviour(sw))
				}
				var scrapers sync.WaitGroup
				for range 3 {
					scrapers.Go(func() {
						for l.elapsed() < 10*time.Minute {
							l.chaoticScrape(time.Duration(c.below(15000))*time.Millisecond, interval, room+netconfRoom)
							time.Sleep(time.Duration(c.below(30000)) * time.Millisecond)
						}
					})
				}
				scrapers.Wait()
			})
		})
	}
}

// chaoticScrape checks what must hold for a scrape, whatever the switches do.
func (l *lab) chaoticScrape(timeout, interval time.Duration, room int64) {
	began := time.Now()
	statuses := l.scrape(timeout)
	if took := time.Since(began); took > timeout {
		l.t.Errorf("a scrape of %s took %s", timeout, took)
	}
	for _, s := range statuses {
		r := s.Result
		if r == nil {
			continue
		}
		if age := time.Since(r.Ended); age > 3*interval && r.NextTry.IsZero() {
			l.t.Errorf("%s: shown %s after its poll: %v", s.Target.Name, age, r.Err)
		}
		good := slices.ContainsFunc(r.Collectors, func(c fleet.CollectorResult) bool { return c.Err == nil })
		if r.Up() != good || good != (r.State != nil) || s.Polls == 0 {
			l.t.Errorf("%s: %+v", s.Target.Name, s)
		}
		longest := 30*time.Second + 2*2*time.Second // a dead session's logout, and its own
		if len(r.Collectors) > 1 {
			longest += 30*time.Second + 2*time.Second // and NETCONF's
		}
		if r.Duration() > longest {
			l.t.Errorf("%s: the poll took %s", s.Target.Name, r.Duration())
		}
	}
	if n := l.Stats().PollsInFlight; n > room {
		l.t.Errorf("%d polls in flight", n)
	}
}
