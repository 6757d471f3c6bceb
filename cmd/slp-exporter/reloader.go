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
	"github.com/slp-exporter/slp-exporter/internal/discovery"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// reloader holds the configuration in use, and puts another one in its place.
type reloader struct {
	file     string
	fleet    *fleet.Fleet
	exporter *collector.Exporter
	logger   log.Logger
	current  atomic.Pointer[config.Config]

	changing sync.Mutex        // held from reading a configuration until it is in use; guards what follows
	refused  bool              // the last reload failed: what the file says now is not in use
	unusable string            // what is wrong with target files, already logged; empty if nothing is
	unlisted map[string]string // what is wrong with URLs, by their names, already logged

	replaced chan struct{} // receives when a reload has put other URLs in use

	mu   sync.Mutex
	next *reload // waits for its turn, and has read nothing yet; nil if none does
}

// reload is one reading of the configuration, for all callers that asked for it before it began.
type reload struct {
	done chan struct{} // closed when it is over
	err  error         // valid then
}

func newReloader(file string, conf *config.Config, switches *fleet.Fleet, exporter *collector.Exporter, logger log.Logger) *reloader {
	r := &reloader{file: file, fleet: switches, exporter: exporter, logger: logger, unlisted: map[string]string{}, replaced: make(chan struct{}, 1)}
	r.current.Store(conf)
	return r
}

// polling is what the configuration in use says of all polls.
func (r *reloader) polling() config.Polling { return r.current.Load().Polling }

// links are the addresses that pages lead to.
func (r *reloader) links() config.Links { return r.current.Load().Web.Links }

// reload reads everything again and puts it in use, or leaves what is in use as it is: the error is then
// config.Errors. Reloads run one after the other. Callers share the one that waits for its turn. If ctx ends
// first the reload goes on, and the error is that of ctx.
func (r *reloader) reload(ctx context.Context) error {
	next := r.ask()
	select {
	case <-next.done:
		return next.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// ask returns a reload that has not begun yet. One that has begun may have read files before they changed.
func (r *reloader) ask() *reload {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.next == nil {
		r.next = &reload{done: make(chan struct{})}
		go r.perform(r.next)
	}
	return r.next
}

// perform does a reload when its turn comes.
func (r *reloader) perform(next *reload) {
	defer close(next.done)
	r.changing.Lock()
	defer r.changing.Unlock()
	r.mu.Lock()
	r.next = nil
	r.mu.Unlock()
	next.err = r.load()
}

// load reads everything the configuration consists of. changing is held.
func (r *reloader) load() error {
	conf, warnings, err := r.current.Load().Reload()
	logWarnings(r.logger, warnings)
	if r.refused = err != nil; r.refused {
		r.refuse("configuration refused, the one in use stays", err)
		return err
	}
	r.use(conf)
	r.discovered(conf)
	select {
	case r.replaced <- struct{}{}:
	default: // follow has not yet looked at the one before
	}
	r.unusable = ""
	r.exporter.Loaded(time.Now())
	_ = level.Info(r.logger).Log("msg", "configuration reloaded", "file", r.file, "targets", len(conf.Targets))
	return nil
}

// use puts a configuration in use. Scrapes under way end with the one before.
func (r *reloader) use(conf *config.Config) {
	r.fleet.Update(conf)
	r.current.Store(conf)
}

// maxProblems bounds the lines logged about one attempt: a file of 10,000 targets may have as many
// problems.
const maxProblems = 50

// refuse logs what is wrong, one line for each problem.
func (r *reloader) refuse(msg string, err error) {
	r.exporter.LoadFailed()
	r.logProblems(msg, err)
}

func (r *reloader) logProblems(msg string, err error) {
	all := problems(err)
	for i, problem := range all {
		if i == maxProblems {
			_ = level.Error(r.logger).Log("msg", msg, "more_problems", len(all)-i)
			return
		}
		_ = level.Error(r.logger).Log("msg", msg, "problem", problem)
	}
}

// look puts in use what target files say now. A file that is wrong counts as it was when it was last right.
// That is logged once, and shows in the metrics until the file is right again.
func (r *reloader) look() {
	r.changing.Lock()
	defer r.changing.Unlock()
	before := r.current.Load()
	conf, warnings, err := before.WithTargets()
	logWarnings(r.logger, warnings)
	if conf == before && err == nil {
		r.targetsRight(false)
		return
	}
	r.current.Store(conf) // also if only what is known of a broken file is new
	r.discovered(conf)
	changed := !slices.Equal(conf.Targets, before.Targets)
	if changed {
		r.use(conf)
		_ = level.Info(r.logger).Log("msg", "target files changed", "targets", len(conf.Targets))
	}
	if err == nil {
		r.targetsRight(changed)
		return
	}
	if wrong := err.Error(); wrong != r.unusable {
		r.unusable = wrong
		r.refuse("target file refused, what it said before stays", err)
	}
}

// listed puts in use what a URL lists now. One that fails counts as it was when it was last right. That is logged once.
func (r *reloader) listed(got discovery.Reading) {
	r.changing.Lock()
	defer r.changing.Unlock()
	before := r.current.Load()
	conf, warnings, err := before.WithList(got.URL, got.Groups, got.Err)
	if conf == before {
		return // a reload has replaced the URL
	}
	logWarnings(r.logger, warnings)
	r.current.Store(conf)
	r.discovered(conf)
	name := got.URL.Name
	if !slices.Equal(conf.Targets, before.Targets) {
		r.use(conf)
		_ = level.Info(r.logger).Log("msg", "switches of a URL changed", "url", name, "targets", len(conf.Targets))
	}
	switch wrong := r.unlisted[name]; {
	case err == nil && wrong != "":
		delete(r.unlisted, name)
		_ = level.Info(r.logger).Log("msg", "a URL of target_urls is right again", "url", name)
	case err != nil && err.Error() != wrong:
		r.unlisted[name] = err.Error()
		r.logProblems("a URL of target_urls failed, what it listed before stays", err)
	}
}

// discovered shows the state of target files and URLs in the metrics.
func (r *reloader) discovered(conf *config.Config) {
	var sources []collector.Source
	for _, s := range conf.Sources() {
		if s.Asked {
			sources = append(sources, collector.Source{Name: s.Name, Targets: s.Targets, Right: s.Failed == nil})
		}
	}
	r.exporter.Discovered(sources)
}

// targetsRight notes that all target files are in use as they are. changing is held.
func (r *reloader) targetsRight(changed bool) {
	mended := r.unusable != ""
	r.unusable = ""
	if mended && !changed {
		_ = level.Info(r.logger).Log("msg", "target files are right again", "targets", len(r.current.Load().Targets))
	}
	if !r.refused && (changed || mended) {
		r.exporter.Loaded(time.Now())
	}
}

// follow reloads at each hangup, looks at the target files at each look, and asks URLs when they are due, until ctx ends. What is under way then goes on
// and changes nothing that still counts: it may wait for a file system that hangs.
func (r *reloader) follow(ctx context.Context, hangup <-chan os.Signal, looks <-chan time.Time) {
	urls := discovery.NewWatcher(r.listed)
	for {
		urls.Watch(ctx, r.current.Load().TargetURLs)
		select {
		case <-hangup:
			_ = r.reload(ctx) // reload logs the error
		case <-looks:
			_, _ = unlessStopped(ctx, func() (struct{}, error) { r.look(); return struct{}{}, nil })
		case <-r.replaced:
		case <-ctx.Done():
			return
		}
	}
}
