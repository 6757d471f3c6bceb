package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/go-kit/log"
	"github.com/go-kit/log/level"
	"github.com/prometheus/common/version"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/web"
)

// The end takes 10 s at most: scrapes under way may wait for their polls; then the polls end, the scrapes
// are answered with what is known, and sessions are closed; what then still reads its answer is cut off.
const (
	answerTime = 4 * time.Second
	logoutTime = 4 * time.Second
	stopTime   = 9 * time.Second
)

// daemon serves until it is told to stop.
type daemon struct {
	file    string           // what is read again at a reload
	conf    *config.Config   // what it says now
	hangup  <-chan os.Signal // asks for a reload
	flags   webFlags
	open    openers
	logger  log.Logger
	slogger *slog.Logger
}

// run serves until ctx ends, then stops within 10 s: scrapes under way are answered, sessions are closed.
// Without listeners the toolkit opens its own.
func (d *daemon) run(ctx context.Context, listeners []net.Listener) error {
	defer func() { _ = closeAll(listeners) }() // where no server came to it
	_ = level.Info(d.logger).Log("msg", "starting slp-exporter", "version", version.Info(), "targets", len(d.conf.Targets))
	exporter := collector.NewExporter(time.Now())
	switches := fleet.New(d.conf, d.open.options(d.logger, exporter.Observe))
	exporter.Watch(switches)
	l := newLive(d.file, d.conf, switches, exporter, d.logger)
	handler, err := web.NewHandler(d.options(l, func() bool { return ctx.Err() == nil }))
	if err != nil {
		return err
	}
	var reloading sync.WaitGroup
	defer reloading.Wait()
	following, stopFollowing := context.WithCancel(ctx)
	defer stopFollowing()
	looks := time.NewTicker(config.WatchInterval)
	defer looks.Stop()
	reloading.Go(func() { l.follow(following, d.hangup, looks.C) })
	servers := serveAll(handler, listeners, d.flags.toolkit, d.slogger)
	select {
	case err = <-servers.failed:
	case <-ctx.Done():
		_ = level.Info(d.logger).Log("msg", "stopping: requests under way are answered, then sessions are closed; a second signal ends at once")
	}
	return errors.Join(err, d.stop(servers, switches))
}

// options are what the pages need; l is asked anew at each request.
func (d *daemon) options(l *live, ready func() bool) web.Options {
	o := web.Options{
		Fleet: l.fleet, Exporter: l.exporter, Polling: l.polling, Ready: ready,
		MetricsPath: *d.flags.path, Pprof: *d.flags.pprof, Logger: d.slogger,
	}
	if *d.flags.reload {
		o.Reload = l.reload
	}
	return o
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
		_ = level.Warn(d.logger).Log("msg", "sessions left open", "err", err)
	}
	if err = <-stopped; errors.Is(err, context.DeadlineExceeded) {
		_ = level.Warn(d.logger).Log("msg", "requests cut off", "err", err)
		return nil
	}
	return err
}

// notifyHangup takes SIGHUP from now on, by which daemons are told to reload. Several that come before
// one is looked at count as one.
func notifyHangup() (hangup <-chan os.Signal, ignore func()) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGHUP)
	return c, func() { signal.Stop(c) }
}
