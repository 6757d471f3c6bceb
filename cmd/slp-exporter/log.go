package main

import (
	"context"
	"io"
	"log/slog"
	"slices"
	"time"

	"github.com/alecthomas/kingpin/v2"
	"github.com/go-kit/log"
	"github.com/go-kit/log/level"
	slgk "github.com/tjhop/slog-gokit"
)

// logFlags are --log.level and --log.format.
type logFlags struct{ level, format *string }

func addLogFlags(app *kingpin.Application) logFlags {
	return logFlags{
		level: oneOf(app.Flag("log.level", "Log lines of this level and above: debug, info, warn, error.").
			Default("info"), "debug", "info", "warn", "error"),
		format: oneOf(app.Flag("log.format", "Form of log lines: logfmt or json.").
			Default("logfmt"), "logfmt", "json"),
	}
}

// loggers write lines of one form to one stream.
type loggers struct {
	kit log.Logger
	std *slog.Logger // for libraries that want the standard library's
}

// loggers write to w as the flags say.
func (f logFlags) loggers(w io.Writer) loggers {
	w = log.NewSyncWriter(w)
	bare := log.NewLogfmtLogger(w)
	if *f.format == "json" {
		bare = log.NewJSONLogger(w)
	}
	bare = level.NewFilter(bare, level.Allow(level.ParseDefault(*f.level, level.InfoValue())))
	var lowest slog.Level
	_ = lowest.UnmarshalText([]byte(*f.level)) // kingpin lets only good levels pass
	return loggers{
		kit: log.With(bare, "ts", log.DefaultTimestampUTC, "caller", log.DefaultCaller),
		std: slog.New(libraryHandler{slgk.NewGoKitHandler(timeSecond(bare), lowest)}), // which adds time and caller itself
	}
}

// timeSecond moves the time of a line after its level, where the exporter's own lines have it.
func timeSecond(next log.Logger) log.Logger {
	return log.LoggerFunc(func(keyvals ...any) error {
		const second = 2
		if at := slices.Index(keyvals, any("ts")); at > second && at+1 < len(keyvals) {
			pair := []any{keyvals[at], keyvals[at+1]}
			keyvals = slices.Insert(slices.Delete(slices.Clone(keyvals), at, at+2), second, pair...)
		}
		return next.Log(keyvals...)
	})
}

// withoutWarnings are the flags for commands whose report says in full what failed.
func (f logFlags) withoutWarnings() logFlags {
	if *f.level != "debug" {
		lowest := "error"
		f.level = &lowest
	}
	return f
}

// libraryHandler is the log handler for libraries. Their lines look as ours do, and hide what they quote of
// files that they cannot read: the toolkit logs what is wrong with the web configuration.
type libraryHandler struct{ slog.Handler }

// Handle implements slog.Handler.
func (h libraryHandler) Handle(ctx context.Context, r slog.Record) error {
	clean := slog.NewRecord(time.Time{}, r.Level, hideQuoted(r.Message), r.PC)
	clean.AddAttrs(slog.String("ts", r.Time.UTC().Format(time.RFC3339Nano)))
	r.Attrs(func(a slog.Attr) bool {
		if a.Value.Kind() == slog.KindString {
			a.Value = slog.StringValue(hideQuoted(a.Value.String()))
		}
		clean.AddAttrs(a)
		return true
	})
	return h.Handler.Handle(ctx, clean)
}

// WithAttrs implements slog.Handler.
func (h libraryHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return libraryHandler{h.Handler.WithAttrs(attrs)}
}

// WithGroup implements slog.Handler.
func (h libraryHandler) WithGroup(name string) slog.Handler {
	return libraryHandler{h.Handler.WithGroup(name)}
}
