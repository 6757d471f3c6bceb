package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/alecthomas/kingpin/v2"
	toolkit "github.com/prometheus/exporter-toolkit/web"
	"github.com/prometheus/exporter-toolkit/web/kingpinflag"

	"github.com/slp-exporter/slp-exporter/internal/web"
)

// webFlags are the flags of everything that serves HTTP.
type webFlags struct {
	toolkit *toolkit.FlagConfig
	path    *string
	pprof   *bool
	reload  *bool
}

func addWebFlags(c *kingpin.CmdClause, address string) webFlags {
	return webFlags{
		toolkit: kingpinflag.AddFlags(c, address),
		path:    c.Flag("web.telemetry-path", "Path of the metrics.").Default("/metrics").String(),
		pprof:   c.Flag("web.enable-pprof", "Serve Go's profiles under /debug/pprof/.").Bool(),
		reload:  c.Flag("web.enable-lifecycle", "Reload the configuration on POST /-/reload, too, not only on SIGHUP.").Bool(),
	}
}

// check refuses what kingpin lets pass, and a web configuration that cannot be used.
func (f webFlags) check() error {
	if err := web.CheckMetricsPath(*f.path); err != nil {
		return usageError{fmt.Errorf("--web.telemetry-path=%s cannot be the path of the metrics: %w, write one such as /metrics", *f.path, err)}
	}
	return checkWebConfig(*f.toolkit.WebConfigFile)
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
		hangup, ignore := notifyHangup()
		defer ignore()
		logger, bare := logging.logger(s.err)
		conf, err := loadConfig(*file, logger)
		if err != nil {
			return err
		}
		listeners, err := flags.listen()
		if err != nil {
			return err
		}
		d := &daemon{
			file: *file, conf: conf, flags: flags, hangup: hangup, open: dial(logger),
			logger: logger, slogger: logging.slogger(bare),
		}
		return d.run(ctx, listeners)
	}}
}
