package main

import (
	"context"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-kit/log"
	"github.com/go-kit/log/level"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// live is the configuration in use, and what puts another one in its place.
type live struct {
	file     string
	fleet    *fleet.Fleet
	exporter *collector.Exporter
	logger   log.Logger
	current  atomic.Pointer[config.Config]

	changing sync.Mutex // held from reading a configuration until it is in use; guards what follows
	refused  bool       // the last reload failed: what the file says now is not in use
	unusable string     // what is wrong with target files, already logged; empty if nothing is

	mu   sync.Mutex
	next *reload // waits for its turn, and has read nothing yet; nil if none does
}

// reload is one reading of the configuration, for all who asked for it before it began.
type reload struct {
	done chan struct{} // closed when it is over
	err  error         // valid then
}

func newLive(file string, conf *config.Config, switches *fleet.Fleet, exporter *collector.Exporter, logger log.Logger) *live {
	l := &live{file: file, fleet: switches, exporter: exporter, logger: logger}
	l.current.Store(conf)
	return l
}

// polling is what the configuration in use says of all polls.
func (l *live) polling() config.Polling { return l.current.Load().Polling }

// reload reads everything anew and puts it in use, or leaves what is in use as it is: the error is then
// config.Errors. Reloads run one after the other; those who ask while one waits for its turn share it.
// If ctx ends first the reload goes on, and the error is that of ctx.
func (l *live) reload(ctx context.Context) error {
	r := l.ask()
	select {
	case <-r.done:
		return r.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// ask returns a reload that has not begun yet: one that has may have read files before they changed.
func (l *live) ask() *reload {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.next == nil {
		l.next = &reload{done: make(chan struct{})}
		go l.work(l.next)
	}
	return l.next
}

// work does a reload when it is its turn.
func (l *live) work(r *reload) {
	defer close(r.done)
	l.changing.Lock()
	defer l.changing.Unlock()
	l.mu.Lock()
	l.next = nil
	l.mu.Unlock()
	r.err = l.load()
}

// load reads everything the configuration consists of. changing is held.
func (l *live) load() error {
	conf, warnings, err := config.Load(l.file)
	logWarnings(l.logger, warnings)
	if l.refused = err != nil; l.refused {
		l.refuse("configuration refused, the one in use stays", err)
		return err
	}
	l.use(conf)
	l.unusable = ""
	l.exporter.Loaded(time.Now())
	_ = level.Info(l.logger).Log("msg", "configuration reloaded", "file", l.file, "targets", len(conf.Targets))
	return nil
}

// use puts a configuration in use. Scrapes under way end with that of before.
func (l *live) use(conf *config.Config) {
	l.fleet.Update(conf)
	l.current.Store(conf)
}

// maxProblems bounds the lines logged about one attempt: a file of 10,000 targets may have as many
// problems.
const maxProblems = 50

// refuse tells what is wrong, one line for each problem.
func (l *live) refuse(msg string, err error) {
	l.exporter.LoadFailed()
	all := problems(err)
	for i, problem := range all {
		if i == maxProblems {
			_ = level.Error(l.logger).Log("msg", msg, "more_problems", len(all)-i)
			return
		}
		_ = level.Error(l.logger).Log("msg", msg, "problem", problem)
	}
}

// look puts in use what target files say now. One that is wrong stays as it was when it was last right,
// which is logged once and shows in the metrics until it is right again.
func (l *live) look() {
	l.changing.Lock()
	defer l.changing.Unlock()
	before, wrong := l.current.Load(), l.unusable
	conf, warnings, err := before.WithTargets()
	logWarnings(l.logger, warnings)
	l.current.Store(conf) // also if only what is known of a broken file is new
	changed := !slices.Equal(conf.Targets, before.Targets)
	if changed {
		l.use(conf)
		_ = level.Info(l.logger).Log("msg", "target files changed", "targets", len(conf.Targets))
	}
	if err == nil {
		l.unusable = ""
		if wrong != "" && !changed {
			_ = level.Info(l.logger).Log("msg", "target files are right again", "targets", len(conf.Targets))
		}
		if !l.refused && (changed || wrong != "") {
			l.exporter.Loaded(time.Now())
		}
		return
	}
	if l.unusable = err.Error(); l.unusable != wrong {
		l.refuse("target file refused, what it said before stays", err)
	}
}

// follow reloads at each hangup and looks at the target files at each look, until ctx ends.
func (l *live) follow(ctx context.Context, hangup <-chan os.Signal, looks <-chan time.Time) {
	for {
		select {
		case <-hangup:
			_ = l.reload(ctx) // which has logged what there is to say
		case <-looks:
			l.look()
		case <-ctx.Done():
			return
		}
	}
}
