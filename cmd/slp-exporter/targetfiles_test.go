package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-kit/log"
	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
)

// putTargets writes a target file as if that had been some time ago: one that is just being written is left
// for the next look.
func putTargets(t *testing.T, file, text string, ago time.Duration) {
	t.Helper()
	replaceFile(t, file, text)
	if err := os.Chtimes(file, time.Time{}, time.Now().Add(-ago)); err != nil {
		t.Fatal(err)
	}
}

// TestTargetFilesTakeEffect looks at target files as the program does every few seconds: what is good is in
// use, what is broken stays as it was, and is told once.
func TestTargetFilesTakeEffect(t *testing.T) {
	var said buffer
	l := newTestReloader(t, log.NewLogfmtLogger(&said))
	targets := filepath.Join(filepath.Dir(l.file), "targets.yml")
	putTargets(t, targets, "[]\n", 10*time.Hour)
	main := contents(t, l.file) + "target_files: [targets.yml]\n"
	replaceFile(t, l.file, main)
	if err := l.reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	ago := 9 * time.Hour // each time less, so that each is a change
	for _, step := range []struct {
		does       string
		text       string // of the target file; empty: it stays
		main       string // of the configuration file, which is reloaded; empty: it stays
		targets    int
		successful float64
		logged     string // a part of the one line
	}{
		{does: "nothing", targets: 1, successful: 1},
		{does: "a target more", text: "[{targets: [192.0.2.2]}]\n", targets: 2, successful: 1, logged: "target files changed"},
		{does: "a broken file", text: "[{targets: [192.0.2.2, 192.0.2.3]\n", targets: 2, logged: "targets.yml:"},
		{does: "nothing, for the second time", targets: 2},
		{does: "broken otherwise", text: "[{targets: [nonsense:port]}]\n", targets: 2, logged: "port"},
		{does: "good again, as before", text: "[{targets: [192.0.2.2]}]\n", targets: 2, successful: 1, logged: "target files changed"},
		{does: "a broken reload", main: "targets: [", targets: 2, logged: "configuration refused"},
		{does: "a good target file all the same", text: "[{targets: [192.0.2.2, 192.0.2.4]}]\n", targets: 3, logged: "target files changed"},
		{does: "a good reload", main: main, targets: 3, successful: 1, logged: "configuration reloaded"},
		{does: "broken, before a reload", text: "x\n", targets: 3, logged: "target file refused"},
		{does: "a reload of that", main: main, targets: 3, logged: "configuration refused"},
	} {
		before := len(said.String())
		if step.text != "" {
			ago -= time.Minute
			putTargets(t, targets, step.text, ago)
		}
		if step.main != "" {
			replaceFile(t, l.file, step.main)
			_ = l.reload(t.Context()) // the table says what comes of it
		} else {
			l.look()
		}
		var lines []string
		for line := range strings.Lines(said.String()[before:]) {
			if !strings.Contains(line, "level=warn") {
				lines = append(lines, line)
			}
		}
		if n := len(l.current.Load().Targets); n != step.targets {
			t.Errorf("%s: %d targets, want %d", step.does, n, step.targets)
		}
		if ok, _ := reloadState(t, l); ok != step.successful {
			t.Errorf("%s: last_reload_successful is %v", step.does, ok)
		}
		if said := strings.Join(lines, ""); !strings.Contains(said, step.logged) || step.logged == "" && said != "" || len(lines) > 1 {
			t.Errorf("%s: logged %q, want %q", step.does, lines, step.logged)
		}
	}
}

// reloadState gathers the two metrics.
func reloadState(t *testing.T, l *reloader) (successful, at float64) {
	t.Helper()
	registry := prometheus.NewPedanticRegistry()
	registry.MustRegister(l.exporter)
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	s := scrape{families: map[string]*dto.MetricFamily{}}
	for _, f := range families {
		s.families[f.GetName()] = f
	}
	return s.reloadState()
}

// TestFollowLooks: the looks are taken.
func TestFollowLooks(t *testing.T) {
	l := newTestReloader(t, log.NewNopLogger())
	targets := filepath.Join(filepath.Dir(l.file), "targets.yml")
	putTargets(t, targets, "[]\n", time.Hour)
	replaceFile(t, l.file, contents(t, l.file)+"target_files: [targets.yml]\n")
	if err := l.reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	putTargets(t, targets, "[{targets: [192.0.2.2]}]\n", time.Minute)
	ctx, cancel := context.WithCancel(t.Context())
	looks, ended := make(chan time.Time), make(chan struct{})
	go func() {
		defer close(ended)
		l.follow(ctx, nil, looks)
	}()
	looks <- time.Time{}
	looks <- time.Time{} // taken when the first look is over
	cancel()
	<-ended
	if n := len(l.current.Load().Targets); n != 2 {
		t.Errorf("%d targets", n)
	}
}
