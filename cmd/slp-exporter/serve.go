package main

import (
	"context"
	"errors"

	"github.com/alecthomas/kingpin/v2"
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
