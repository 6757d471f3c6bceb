package main

import (
	"context"
	"errors"

	"github.com/alecthomas/kingpin/v2"
	systemd "github.com/coreos/go-systemd/v22/daemon"
	"github.com/go-kit/log"
	"github.com/go-kit/log/level"
)

func serveCommand(app *kingpin.Application, logging logFlags) command {
	c := app.Command("serve", "Poll the configured switches on each scrape and serve their metrics (default).").Default()
	named := addConfigFlag(c, "Configuration file.")
	flags := addWebFlags(c, ":9952")
	return command{c, func(ctx context.Context, s streams) error {
		if err := flags.check(); err != nil {
			return err
		}
		hangup, ignore := notifyHangup()
		defer ignore()
		logs := logging.loggers(s.err)
		file := located(*named, packagedConfig)
		if isStdin(file) {
			return usageError{errors.New("--config.file is standard input, which cannot be read again at a reload: name a file")}
		}
		conf, err := loadConfig(ctx, file, logs.kit)
		if errors.Is(err, errStopped) {
			return nil
		}
		if err != nil {
			return err
		}
		listeners, err := flags.listen()
		if err != nil {
			return err
		}
		d := &daemon{file: file, conf: conf, hangup: hangup, flags: flags, log: logs}
		return d.run(ctx, listeners)
	}}
}

// The states that systemd is sent. It counts a unit of Type=notify as started once it is ready.
const (
	nowServing  = systemd.SdNotifyReady
	nowStopping = systemd.SdNotifyStopping
)

// notify sends systemd the state of the program. Without systemd it does nothing.
func notify(state string, logger log.Logger) {
	if _, err := systemd.SdNotify(false, state); err != nil {
		_ = level.Warn(logger).Log("msg", "systemd could not be notified", "state", state, "err", err)
	}
}
