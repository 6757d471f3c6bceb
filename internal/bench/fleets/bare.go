//go:build linux

package main

import (
	"context"
	"fmt"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/sync/errgroup"

	"github.com/slp-exporter/slp-exporter/internal/bench/bareclient"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/netconf"
)

// bare has the same dialogues with the switches as the exporter, through the bare client.
type bare struct {
	targets  []target
	config   *ssh.ClientConfig
	commands []string
	room     int

	mu   sync.Mutex
	kept []*bareclient.Session
}

func newBare(f *simulated, o options) (*bare, error) {
	b := &bare{targets: f.healthy, room: o.max, config: bareclient.Config(f.username, f.password)}
	for _, c := range parser.Commands() {
		if slices.Contains(o.collectors, c.Collector) {
			b.commands = append(b.commands, c.Over(1).Text)
		}
	}
	if len(b.commands) != len(o.collectors) {
		return nil, fmt.Errorf("-collectors=%v: not all of them are known", o.collectors)
	}
	return b, nil
}

// cpuTime returns the CPU time that this process has used so far.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage) // fails for wrong arguments only
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// each calls do for each target, as many at once as the exporter, and measures the CPU time. It returns for how many do
// succeeded, and an error if these are not [mostOf] them: a reload may take a switch away, from the exporter too. It
// spaces out logins as the exporter does, pace of them in a second: a process that is woken for every single packet needs
// more CPU time than one that never sleeps.
func each[T any](ctx context.Context, room, pace int, all []T, do func(T) error) (int, time.Duration, error) {
	before, began := cpuTime(), time.Now()
	var failed atomic.Int64
	var first atomic.Pointer[error]
	var group errgroup.Group
	group.SetLimit(room)
	for i, one := range all {
		if pace > 0 {
			turn := time.Duration(max(i-pace/8, 0)) * time.Second / time.Duration(pace)
			time.Sleep(turn - time.Since(began))
		}
		group.Go(func() error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err := do(one); err != nil {
				failed.Add(1)
				first.CompareAndSwap(nil, &err)
			}
			return nil
		})
	}
	err := group.Wait()
	done := len(all) - int(failed.Load())
	if err == nil && done < mostOf(len(all)) {
		err = fmt.Errorf("%d of %d dialogues failed, such as this one: %w", failed.Load(), len(all), *first.Load())
	}
	return done, cpuTime() - before, err
}

// mostOf is how many of that many switches must answer for a measurement to count: all but one in a hundred.
func mostOf(healthy int) int { return healthy * 99 / 100 }

// polls connects to each switch, runs the commands, and logs out.
func (b *bare) polls(ctx context.Context) (int, time.Duration, error) {
	return each(ctx, b.room, b.room, b.targets, func(t target) error {
		d, err := bareclient.Dial(t.address, t.name, b.config)
		if err != nil {
			return fmt.Errorf("bare client: %s: %w", t.name, err)
		}
		defer d.Logout()
		return d.Ask(b.commands...)
	})
}

// netconf connects to each switch over NETCONF, asks for the same as the exporter, and closes.
func (b *bare) netconf(ctx context.Context, pace int) (int, time.Duration, error) {
	return each(ctx, b.room, pace, b.targets, func(t target) error {
		s, err := bareclient.DialNetconf(t.address, b.config)
		if err != nil {
			return fmt.Errorf("bare client: %s: %w", t.name, err)
		}
		defer s.Close()
		_, err = s.Get(netconf.Filter)
		return err
	})
}

// open connects to each switch, runs the commands, and keeps the session.
func (b *bare) open(ctx context.Context) (int, time.Duration, error) {
	return each(ctx, b.room, b.room, b.targets, func(t target) error {
		d, err := bareclient.Dial(t.address, t.name, b.config)
		if err != nil {
			return fmt.Errorf("bare client: %s: %w", t.name, err)
		}
		b.mu.Lock()
		b.kept = append(b.kept, d)
		b.mu.Unlock()
		return d.Ask(b.commands...)
	})
}

// again runs the commands on the open sessions.
func (b *bare) again(ctx context.Context) (int, time.Duration, error) {
	return each(ctx, b.room, 0, b.kept, func(d *bareclient.Session) error { return d.Ask(b.commands...) })
}

func (b *bare) hangUp() {
	for _, d := range b.kept {
		d.HangUp()
	}
}

// answering returns the targets that send a banner: those neither dead nor silent.
func answering(ctx context.Context, all []target) []target {
	healthy := make([]bool, len(all))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(256)
	for i, t := range all {
		group.Go(func() error {
			c, err := (&net.Dialer{}).DialContext(ctx, "tcp", t.address)
			if err != nil {
				return nil
			}
			defer func() { _ = c.Close() }()
			_ = c.SetDeadline(time.Now().Add(2 * time.Second)) //nolint:nilerr // a dead switch is no error
			n, _ := c.Read(make([]byte, 8))
			healthy[i] = n > 0
			return nil
		})
	}
	_ = group.Wait()
	var out []target
	for i, t := range all {
		if healthy[i] {
			out = append(out, t)
		}
	}
	return out
}
