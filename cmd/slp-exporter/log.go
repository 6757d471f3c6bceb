package main

import (
	"io"
	"log/slog"

	"github.com/alecthomas/kingpin/v2"
	"github.com/go-kit/log"
	"github.com/go-kit/log/level"
	slgk "github.com/tjhop/slog-gokit"
)

// logFlags are --log.level and --log.format.
type logFlags struct{ level, format *string }

func addLogFlags(app *kingpin.Application) logFlags {
	return logFlags{
		level: app.Flag("log.level", "Log lines of this level and above: debug, info, warn, error.").
			Default("info").Enum("debug", "info", "warn", "error"),
		format: app.Flag("log.format", "Form of log lines: logfmt or json.").
			Default("logfmt").Enum("logfmt", "json"),
	}
}

// logger writes to w as the flags say. bare is the same without time and caller, for those who
// add their own.
func (f logFlags) logger(w io.Writer) (full, bare log.Logger) {
	w = log.NewSyncWriter(w)
	bare = log.NewLogfmtLogger(w)
	if *f.format == "json" {
		bare = log.NewJSONLogger(w)
	}
	bare = level.NewFilter(bare, level.Allow(level.ParseDefault(*f.level, level.InfoValue())))
	return log.With(bare, "ts", log.DefaultTimestampUTC, "caller", log.DefaultCaller), bare
}

// withoutWarnings is a logger for commands whose report says in full what failed.
func (f logFlags) withoutWarnings(w io.Writer) log.Logger {
	if *f.level != "debug" {
		lowest := "error"
		f.level = &lowest
	}
	logger, _ := f.logger(w)
	return logger
}

// slogger lets those libraries log that want the standard library's logger.
func (f logFlags) slogger(bare log.Logger) *slog.Logger {
	var lowest slog.Level
	_ = lowest.UnmarshalText([]byte(*f.level)) // kingpin lets only good levels pass
	return slog.New(slgk.NewGoKitHandler(bare, lowest))
}
