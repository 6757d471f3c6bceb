// Command try starts the exporter's demo, Prometheus and Alertmanager from the programs of this machine, with the
// shipped rules and routes, prints where they are, and stops them all when it is interrupted.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/testenv/programs"
)

// The usual ports. If one is in use, another is taken.
const (
	exporterPort     = 9952
	prometheusPort   = 9090
	alertmanagerPort = 9093
)

// interruptTime is how much later than the other programs this one may notice a Ctrl-C.
const interruptTime = 2 * time.Second

// startTime is how long the programs may take to become ready.
const startTime = 2 * time.Minute

func main() {
	hasty := flag.Bool("hasty", true, "let alerts fire after seconds, instead of minutes and hours")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := try(ctx, os.Stdout, *hasty)
	stop()
	if err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "try:", err)
		os.Exit(1)
	}
}

// try runs everything until ctx ends.
func try(ctx context.Context, out io.Writer, hasty bool) (err error) {
	paths := map[string]string{}
	var missing []error
	for _, name := range []string{"prometheus", "alertmanager"} {
		path, err := programs.Find(name)
		if err != nil {
			missing = append(missing, err)
		}
		paths[name] = path
	}
	if len(missing) > 0 {
		return errors.Join(append(missing, errors.New("`make demo` needs neither"))...)
	}
	root, err := programs.Root()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "slp-exporter-try-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	t := &trial{dir: dir, out: out}
	defer func() { err = errors.Join(err, t.stop()) }()
	starting, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	switch err := t.start(starting, root, paths, hasty); {
	case ctx.Err() != nil: // it was interrupted
		return nil
	case err != nil:
		return err
	}
	t.greet(ctx, hasty)
	return t.wait(ctx)
}

// trial is the set of running programs.
type trial struct {
	dir                                string
	out                                io.Writer
	exporter, prometheus, alertmanager *programs.Server
}

func (t *trial) start(ctx context.Context, root string, paths map[string]string, hasty bool) error {
	_, _ = fmt.Fprintln(t.out, "building slp-exporter …")
	program, err := programs.BuildExporter(ctx, t.dir)
	if err != nil {
		return err
	}
	demo := programs.Exporter(program, t.dir, "demo")
	demo.Port = exporterPort
	if t.exporter, err = programs.Serve(ctx, demo); err != nil {
		return err
	}
	routes, err := programs.AlertmanagerExample(root, "")
	if err != nil {
		return err
	}
	file, err := t.write("alertmanager.yml", routes)
	if err != nil {
		return err
	}
	alertmanager := programs.Alertmanager(paths["alertmanager"], t.dir, file)
	alertmanager.Port = alertmanagerPort
	if t.alertmanager, err = programs.Serve(ctx, alertmanager); err != nil {
		return err
	}
	if file, err = t.prometheusConfig(root, hasty); err != nil {
		return err
	}
	prometheus := programs.Prometheus(paths["prometheus"], t.dir, file)
	prometheus.Port = prometheusPort
	t.prometheus, err = programs.Serve(ctx, prometheus)
	return err
}

// prometheusConfig writes the shipped example and rules, and returns the configuration file.
func (t *trial) prometheusConfig(root string, hasty bool) (string, error) {
	rules, err := programs.Rules(root, hasty)
	if err != nil {
		return "", err
	}
	for name, text := range rules {
		if _, err := t.write(name, text); err != nil {
			return "", err
		}
	}
	config, err := programs.FleetExample(root, t.exporter.Address, t.alertmanager.Address, 5*time.Second)
	if err != nil {
		return "", err
	}
	return t.write("prometheus.yml", config)
}

func (t *trial) write(name, text string) (string, error) {
	file := filepath.Join(t.dir, name)
	return file, os.WriteFile(file, []byte(text), 0o600)
}

func (t *trial) greet(ctx context.Context, hasty bool) {
	when := "after minutes and hours, as shipped"
	if hasty {
		when = "after seconds; make try TRY=-hasty=false waits as shipped"
	}
	told := "notifies nobody"
	if !hasPage(ctx, t.alertmanager.URL) {
		told = "has no page of its own in Debian's package; its alerts are at " + t.prometheus.URL + "/alerts"
	}
	_, _ = fmt.Fprintf(t.out, `
slp-exporter  %s/         25 simulated switches, most of them in trouble
Prometheus    %s/         alerts fire %s
Alertmanager  %s/         %s

Grafana: add %s as a Prometheus data source and import dashboards/*.json.
One switch refuses the password: its alert comes with the second login, after five minutes.
Stop with Ctrl-C. Then %s is removed.
`, t.exporter.URL, t.prometheus.URL, when, t.alertmanager.URL, told, t.prometheus.URL, t.dir)
}

// hasPage reports whether an Alertmanager has its web application. Debian's package has a text in place of it, without any
// script.
func hasPage(ctx context.Context, url string) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return false
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	defer func() { _ = response.Body.Close() }()
	const most = 1 << 20
	text, err := io.ReadAll(io.LimitReader(response.Body, most))
	return err == nil && bytes.Contains(text, []byte("<script"))
}

// wait waits until ctx ends, which is no error, or until a program ends, which is one.
func (t *trial) wait(ctx context.Context) error {
	var ended *programs.Server
	select {
	case <-ctx.Done():
		return nil
	case <-t.exporter.Done():
		ended = t.exporter
	case <-t.prometheus.Done():
		ended = t.prometheus
	case <-t.alertmanager.Done():
		ended = t.alertmanager
	}
	select {
	case <-ctx.Done(): // the terminal's Ctrl-C reaches all of them at once, and may reach us last
		return nil
	case <-time.After(interruptTime):
		return fmt.Errorf("%s has ended:\n%s", ended.Name, ended.Tail())
	}
}

// stop stops the programs that run, in the reverse order of their start.
func (t *trial) stop() error {
	var errs []error
	for _, s := range []*programs.Server{t.prometheus, t.alertmanager, t.exporter} {
		if s != nil {
			errs = append(errs, s.Stop())
		}
	}
	return errors.Join(errs...)
}
