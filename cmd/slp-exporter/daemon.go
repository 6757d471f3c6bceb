package main

import (
	"context"
	"errors"
	"net"
	"os"
	"os/signal"
	"runtime/debug"
	"sync"
	"syscall"
	"time"

	"github.com/go-kit/log/level"
	"github.com/prometheus/common/version"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/overview"
	"github.com/slp-exporter/slp-exporter/internal/web"
	"github.com/slp-exporter/slp-exporter/internal/webfiles"
)

// Stopping takes 10 s at most. Scrapes under way may wait for their polls. Then the polls end, the scrapes are
// answered with what is known, and sessions are closed. Clients that still read their answer are cut off.
const (
	answerTime = 4 * time.Second
	logoutTime = 4 * time.Second
	stopTime   = 9 * time.Second
)

// daemon serves until it is told to stop.
type daemon struct {
	file   string           // what is read again at a reload
	conf   *config.Config   // what it says now
	hangup <-chan os.Signal // asks for a reload
	flags  webFlags
	log    loggers
	// selfPoll is how often the switches are polled although nothing scrapes; 0 means never.
	selfPoll time.Duration
}

// run serves until ctx ends, then stops within 10 s: scrapes under way are answered, sessions are closed.
// It closes the listeners. Without listeners the toolkit opens its own.
func (d *daemon) run(ctx context.Context, listeners []net.Listener) error {
	defer func() { _ = closeAll(listeners) }() // in case no server has taken them over
	_ = level.Info(d.log.kit).Log("msg", "starting slp-exporter", "version", version.Info(), "targets", len(d.conf.Targets))
	spareMemory()
	exporter := collector.NewExporter(time.Now())
	board := overview.NewBoard()
	switches := newFleet(d.conf, d.log.kit, func(r *fleet.Result) {
		exporter.Observe(r)
		board.Observe(r)
	})
	exporter.Watch(switches)
	r := newReloader(d.file, d.conf, switches, exporter, d.log.kit)
	r.discovered(d.conf)
	handler, err := web.NewHandler(d.options(r, board, func() bool { return ctx.Err() == nil }))
	if err != nil {
		return err
	}
	defer d.follow(ctx, r)()
	defer d.pollAlone(ctx, switches)()
	files := webfiles.New(*d.flags.toolkit.WebConfigFile, d.log.std)
	servers := serveAll(handler, files, listeners, d.flags.toolkit, d.log.std)
	notify(nowServing, d.log.kit)
	select {
	case err = <-servers.failed:
	case <-ctx.Done():
		notify(nowStopping, d.log.kit)
		_ = level.Info(d.log.kit).Log("msg", "stopping: requests under way are answered, then sessions are closed; a second signal ends at once")
	}
	return errors.Join(err, d.stop(servers, switches))
}

// garbagePercent is how much garbage may gather before it is collected, in percent of what is in use; Go's own default is
// 100. Nearly all of the memory of a fleet is what is known of its switches and their sessions, and a poll adds little to it:
// so this takes a quarter off the peak, for a tenth more of a CPU time that is small.
const garbagePercent = 40

// spareMemory applies garbagePercent, unless the environment variable GOGC says how much.
func spareMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbagePercent)
	}
}

// options are what the pages need. r is read on every request.
func (d *daemon) options(r *reloader, board *overview.Board, ready func() bool) web.Options {
	o := web.Options{
		Fleet: r.fleet, Exporter: r.exporter, Board: board, Polling: r.polling, Links: r.links, Ready: ready,
		MetricsPath: *d.flags.path, Pprof: *d.flags.pprof, Logger: d.log.std,
	}
	if *d.flags.reload {
		o.Reload = r.reload
	}
	return o
}

// follow reloads in the background when it is due, until ctx ends or end is called.
func (d *daemon) follow(ctx context.Context, r *reloader) (end func()) {
	following, stop := context.WithCancel(ctx)
	var reloading sync.WaitGroup
	reloading.Go(func() {
		looks := time.NewTicker(config.WatchInterval)
		defer looks.Stop()
		r.follow(following, d.hangup, looks.C)
	})
	return func() {
		stop()
		reloading.Wait()
	}
}

// pollAlone polls the switches every selfPoll in the background, as a Prometheus with that interval does, until ctx ends
// or end is called.
func (d *daemon) pollAlone(ctx context.Context, switches *fleet.Fleet) (end func()) {
	if d.selfPoll == 0 {
		return func() {}
	}
	polling, stop := context.WithCancel(ctx)
	var done sync.WaitGroup
	done.Go(func() {
		due := time.NewTicker(d.selfPoll)
		defer due.Stop()
		for polling.Err() == nil {
			scrape, cancel := context.WithTimeout(polling, d.selfPoll)
			switches.All().Scrape(scrape)
			cancel()
			select {
			case <-due.C:
			case <-polling.Done():
			}
		}
	})
	return func() {
		stop()
		done.Wait()
	}
}

// stop ends serving and polling.
func (d *daemon) stop(s *servers, switches *fleet.Fleet) error {
	end, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	stopped := make(chan error, 1)
	go func() { stopped <- s.stop(end) }()
	patience := time.NewTimer(answerTime)
	defer patience.Stop()
	var err error
	select {
	case err = <-stopped:
		stopped <- err
	case <-patience.C:
	}
	if err := logOut(switches); err != nil {
		_ = level.Warn(d.log.kit).Log("msg", "sessions left open", "err", err)
	}
	if err = <-stopped; errors.Is(err, context.DeadlineExceeded) {
		_ = level.Warn(d.log.kit).Log("msg", "requests cut off", "err", err)
		return nil
	}
	return err
}

// notifyHangup takes SIGHUP from now on, which asks for a reload. Several that come before one is looked at
// count as one.
func notifyHangup() (hangup <-chan os.Signal, ignore func()) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGHUP)
	return c, func() { signal.Stop(c) }
}
