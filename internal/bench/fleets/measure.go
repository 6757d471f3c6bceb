//go:build linux

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"
)

// row is what one fleet cost.
type row struct {
	switches int
	session  string
	healthy  int // neither dead nor silent
	up       int // healthy ones that were read

	soon         int           // up in a first scrape that may take 10 s
	healthyAfter time.Duration // until the last of the healthy was read
	allAfter     time.Duration // until the dead and the silent were given up as well
	cpu          time.Duration // of the exporter, from its start up to then
	first, next  comparison
	peak         int64 // bytes of the exporter, VmHWM
	series       series
	plain, gzip  answer
}

// comparison is the CPU time of the exporter and that of the bare client.
type comparison struct {
	polls     int
	oursTotal time.Duration
	barePolls int
	bareTotal time.Duration
}

func (c comparison) ours() time.Duration { return c.oursTotal / time.Duration(max(c.polls, 1)) }
func (c comparison) bare() time.Duration { return c.bareTotal / time.Duration(max(c.barePolls, 1)) }
func (c comparison) ratio() float64      { return float64(c.ours()) / float64(max(c.bare(), 1)) }

// rest is how long results stay fresh in the runs with kept sessions: the second poll
// comes after it.
const rest = time.Minute

// patience is how long a scrape may take if it must wait for every switch.
const patience = time.Hour

// protocolOf returns the protocol over which a run polls.
func protocolOf(session string) string {
	if session == overNetconf {
		return overNetconf
	}
	return "ssh"
}

// measure polls one fleet.
func measure(ctx context.Context, o options, size int, session, dir string) (r row, err error) {
	r = row{switches: size, session: session}
	dir, err = os.MkdirTemp(dir, "fleet-")
	if err != nil {
		return r, err
	}
	f, err := startFleet(ctx, o, size, protocolOf(session), 0, dir)
	if err != nil {
		return r, err
	}
	defer f.stop()
	r.healthy = len(f.healthy)
	interval := 24 * time.Hour
	if session == sessionKeep {
		interval = rest
	}
	e, err := startExporter(ctx, o, f, session, interval)
	if err != nil {
		return r, err
	}
	defer e.stop()
	profiled := func() {}
	if o.profile != "" && session != sessionKeep {
		profiled = e.profile(fmt.Sprintf("%s-%d-%s", o.profile, size, session))
	}
	defer func() { profiled() }()
	if err := r.firstPoll(ctx, e); err != nil {
		return r, err
	}
	if session == sessionKeep {
		if err := idle(ctx); err != nil {
			return r, err
		}
		if o.profile != "" {
			profiled = e.profile(fmt.Sprintf("%s-%d-%s", o.profile, size, session))
		}
		if err := r.nextPoll(ctx, e); err != nil {
			return r, err
		}
	}
	if err := r.atHand(ctx, e); err != nil {
		return r, err
	}
	if r.peak, err = e.peak(); err != nil {
		return r, err
	}
	profiled() // before the exporter goes
	profiled = func() {}
	e.stop() // so that the switches have lines and descriptors for the bare client
	if err := f.settle(ctx); err != nil {
		return r, err
	}
	return r, r.besideBare(ctx, o, f, session)
}

// firstPoll scrapes as Prometheus does, and then again without a limit on the time. With kept sessions the
// first scrape has no limit: there results become stale soon, on purpose.
func (r *row) firstPoll(ctx context.Context, e *exporter) error {
	before, err := e.cpu()
	if err != nil {
		return err
	}
	began := time.Now()
	if r.session != sessionKeep {
		soon, err := e.overview(ctx, 10*time.Second)
		if err != nil {
			return err
		}
		r.soon = soon.up
	}
	all, err := e.overview(ctx, patience)
	if err != nil {
		return err
	}
	r.allAfter, r.up, r.healthyAfter = time.Since(began), all.up, all.lastSuccess.Sub(began)
	if r.session == sessionKeep {
		r.soon = all.upBy(began.Add(10 * time.Second))
	}
	if r.cpu, err = e.cpu(); err != nil {
		return err
	}
	answering, err := e.answering(ctx)
	if err != nil {
		return err
	}
	r.first.polls, r.first.oursTotal = all.up, r.cpu-before-answering
	if all.up < mostOf(r.healthy) {
		return fmt.Errorf("only %d of %d healthy switches were read:\n%s", all.up, r.healthy, e.said())
	}
	return nil
}

// idle waits until the results are stale.
func idle(ctx context.Context) error {
	select {
	case <-time.After(rest):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// nextPoll scrapes again once the results are stale, on the sessions kept.
func (r *row) nextPoll(ctx context.Context, e *exporter) error {
	before, err := e.cpu()
	if err != nil {
		return err
	}
	all, err := e.overview(ctx, patience)
	if err != nil {
		return err
	}
	after, err := e.cpu()
	if err != nil {
		return err
	}
	answering, err := e.answering(ctx)
	if err != nil {
		return err
	}
	r.next.polls, r.next.oursTotal = all.up, after-before-answering
	return nil
}

// answering returns the CPU time of the answer alone to the scrape that made the exporter poll: the bare
// client answers no scrapes.
func (e *exporter) answering(ctx context.Context) (time.Duration, error) {
	before, err := e.cpu()
	if err != nil {
		return 0, err
	}
	if _, err := e.overview(ctx, 10*time.Millisecond); err != nil { // no time to wait for polls
		return 0, err
	}
	after, err := e.cpu()
	return after - before, err
}

// atHand scrapes all metrics twice from the results at hand, and keeps the faster scrape.
func (r *row) atHand(ctx context.Context, e *exporter) error {
	for _, a := range []struct {
		into     *answer
		encoding string
		text     io.Writer
	}{{&r.plain, "identity", &r.series}, {&r.gzip, "gzip", io.Discard}} {
		for i := range 2 {
			text := a.text
			if i > 0 { // counted already
				text = io.Discard
			}
			got, err := e.scrape(ctx, "", patience, a.encoding, text)
			if err != nil {
				return err
			}
			if i == 0 || got.took < a.into.took {
				*a.into = got
			}
		}
	}
	return nil
}

// besideBare makes the bare client do what the exporter did.
func (r *row) besideBare(ctx context.Context, o options, f *simulated, session string) error {
	b, err := newBare(f, o)
	if err != nil {
		return err
	}
	switch session {
	case sessionClose:
		r.first.barePolls, r.first.bareTotal, err = b.polls(ctx)
		return err
	case overNetconf:
		b.room = o.maxNetconf
		r.first.barePolls, r.first.bareTotal, err = b.netconf(ctx, o.max)
		return err
	}
	defer b.hangUp()
	if r.first.barePolls, r.first.bareTotal, err = b.open(ctx); err != nil {
		return err
	}
	if err := idle(ctx); err != nil { // as long as for the exporter
		return err
	}
	r.next.barePolls, r.next.bareTotal, err = b.again(ctx)
	return err
}

// measurePaced polls switches that take 300 ms for each command, and scrapes again 1 s later.
func measurePaced(ctx context.Context, o options, dir string, out io.Writer) error {
	f, err := startFleet(ctx, o, o.paced, "ssh", 300*time.Millisecond, dir)
	if err != nil {
		return err
	}
	defer f.stop()
	e, err := startExporter(ctx, o, f, sessionClose, time.Minute)
	if err != nil {
		return err
	}
	defer e.stop()
	began := time.Now()
	first, err := e.overview(ctx, 10*time.Second)
	if err != nil {
		return err
	}
	took := time.Since(began)
	_, _ = fmt.Fprintf(out, "%d switches that take 300 ms per command, %s dead, %s silent: the scrape (timeout 10 s) took %s, %d of %d healthy ones up\n",
		o.paced, o.dead, o.silent, seconds(took), first.up, len(f.healthy))
	if _, err := e.overview(ctx, patience); err != nil { // until the exporter gives up the silent ones
		return err
	}
	// The results at hand answer a second scrape, which must not log in.
	before, err := e.overview(ctx, patience)
	if err != nil {
		return err
	}
	time.Sleep(time.Second)
	began = time.Now()
	second, err := e.overview(ctx, 10*time.Second)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(out, "a scrape 1 s later took %s and made %d polls and %d logins\n",
		millis(time.Since(began)), second.polls-before.polls, second.logins-before.logins)
	return nil
}
