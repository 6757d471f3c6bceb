package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kingpin/v2"
	"github.com/go-kit/log"
	"github.com/go-kit/log/level"
	"github.com/prometheus/common/version"
	toolkit "github.com/prometheus/exporter-toolkit/web"
	"github.com/prometheus/exporter-toolkit/web/kingpinflag"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/web"
)

// webFlags are the flags of everything that serves HTTP.
type webFlags struct {
	toolkit *toolkit.FlagConfig
	path    *string
	pprof   *bool
}

func addWebFlags(c *kingpin.CmdClause, address string) webFlags {
	return webFlags{
		toolkit: kingpinflag.AddFlags(c, address),
		path:    c.Flag("web.telemetry-path", "Path of the metrics.").Default("/metrics").String(),
		pprof:   c.Flag("web.enable-pprof", "Serve Go's profiles under /debug/pprof/.").Bool(),
	}
}

// check refuses what kingpin lets pass.
func (f webFlags) check() error {
	path := *f.path
	good := strings.HasPrefix(path, "/") && len(path) > 1 && !strings.ContainsAny(path, "{} ?#\t\n") &&
		!strings.HasPrefix(path, "/-/") && !strings.HasPrefix(path, "/debug/") && !strings.HasSuffix(path, "/")
	if !good {
		return usageError{fmt.Errorf("--web.telemetry-path=%s cannot be the path of the metrics, write one such as /metrics", path)}
	}
	return nil
}

// listen opens the addresses to serve on. It returns none for those that only the toolkit can open:
// systemd's sockets and vsock.
func (f webFlags) listen() (listeners []net.Listener, err error) {
	if *f.toolkit.WebSystemdSocket {
		return nil, nil
	}
	for _, address := range *f.toolkit.WebListenAddresses {
		if strings.HasPrefix(address, "vsock://") {
			return nil, closeAll(listeners)
		}
		l, err := net.Listen("tcp", address)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("--web.listen-address: %w", err), closeAll(listeners))
		}
		listeners = append(listeners, l)
	}
	return listeners, nil
}

func closeAll(listeners []net.Listener) (err error) {
	for _, l := range listeners {
		err = errors.Join(err, l.Close())
	}
	return err
}

func serveCommand(app *kingpin.Application, logging logFlags) command {
	c := app.Command("serve", "Poll the configured switches on each scrape and serve their metrics (default).").Default()
	file := addConfigFlag(c)
	flags := addWebFlags(c, ":9952")
	return command{c, func(ctx context.Context, s streams) error {
		if err := flags.check(); err != nil {
			return err
		}
		logger, bare := logging.logger(s.err)
		conf, err := loadConfig(*file, logger)
		if err != nil {
			return err
		}
		listeners, err := flags.listen()
		if err != nil {
			return err
		}
		return serve(ctx, conf, flags, listeners, logger, logging.slogger(bare))
	}}
}

// loadConfig reads a configuration and logs what is doubtful in it.
func loadConfig(file string, logger log.Logger) (*config.Config, error) {
	conf, warnings, err := config.Load(file)
	for _, w := range warnings {
		_ = level.Warn(logger).Log("msg", "configuration", "warning", w.String())
	}
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%w\n(`slp-exporter demo` needs no configuration)", err)
	}
	return conf, err
}

// The server's patience with its clients, and with its own end.
const (
	readHeaderTimeout = 10 * time.Second
	idleTimeout       = 2 * time.Minute
	maxHeaderBytes    = 64 << 10
	shutdownTimeout   = 5 * time.Second
	logoutTimeout     = 4 * time.Second
)

// serve serves until ctx ends, then stops within 10 s: scrapes under way are answered, sessions
// are closed. Without listeners the toolkit opens its own.
func serve(
	ctx context.Context, conf *config.Config, flags webFlags, listeners []net.Listener, logger log.Logger, slogger *slog.Logger,
) error {
	_ = level.Info(logger).Log("msg", "starting slp-exporter", "version", version.Info(), "targets", len(conf.Targets))
	exporter := collector.NewExporter(time.Now())
	switches := newFleet(conf, logger, exporter.Observe)
	exporter.Watch(switches)
	defer func() {
		if err := logOut(switches); err != nil {
			_ = level.Warn(logger).Log("msg", "sessions left open", "err", err)
		}
	}()
	handler, err := web.NewHandler(web.Options{
		Fleet: switches, Exporter: exporter, Polling: conf.Polling, MetricsPath: *flags.path, Pprof: *flags.pprof,
		Logger: slogger,
	})
	if err != nil {
		return errors.Join(err, closeAll(listeners))
	}
	server := &http.Server{
		Handler: handler, ErrorLog: slog.NewLogLogger(slogger.Handler(), slog.LevelWarn),
		ReadHeaderTimeout: readHeaderTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes,
	}
	defer warnOfHangup(logger)()
	failed := make(chan error, 1)
	go func() {
		if len(listeners) == 0 {
			failed <- toolkit.ListenAndServe(server, flags.toolkit, slogger)
		} else {
			failed <- toolkit.ServeMultiple(listeners, server, flags.toolkit, slogger)
		}
	}()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	_ = level.Info(logger).Log("msg", "stopping")
	end, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	if err := server.Shutdown(end); err != nil {
		_ = level.Warn(logger).Log("msg", "requests cut off", "err", err)
		_ = server.Close()
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// newFleet polls the configured switches through real sessions.
func newFleet(conf *config.Config, logger log.Logger, observe func(*fleet.Result)) *fleet.Fleet {
	dialer := device.NewDialer(device.WithLogger(logger))
	open := func(ctx context.Context, t *config.Target) (fleet.Session, error) {
		s, err := dialer.Open(ctx, t)
		if err != nil {
			return nil, err // not s: a nil *Session in an interface is not nil
		}
		return s, nil
	}
	return fleet.New(conf, fleet.Options{Open: open, Logger: logger, Observe: observe})
}

// logOut ends what the fleet is doing and logs out of its switches, within bounds.
func logOut(switches *fleet.Fleet) error {
	end, cancel := context.WithTimeout(context.Background(), logoutTimeout)
	defer cancel()
	return switches.Close(end)
}

// warnOfHangup keeps SIGHUP, by which daemons are told to reload, from ending the program: this
// version reads its configuration at its start only.
func warnOfHangup(logger log.Logger) (stop func()) {
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-hangup:
				_ = level.Warn(logger).Log("msg", "SIGHUP: nothing reloaded, restart to read the configuration again")
			case <-done:
				return
			}
		}
	}()
	return func() {
		signal.Stop(hangup)
		close(done)
	}
}
