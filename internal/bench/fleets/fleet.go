//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// simulated is a fleet in a process of its own.
type simulated struct {
	*process
	config   string // the file that it wrote
	dir      string
	username string
	password string
	healthy  []target
	idle     int // descriptors that it has open while nobody is connected
}

type target struct{ name, address string }

// startFleet starts size switches and finds out which of them are healthy.
func startFleet(ctx context.Context, o options, size int, protocol string, latency time.Duration, dir string) (*simulated, error) {
	f := &simulated{config: filepath.Join(dir, "fleet.yml"), dir: dir}
	var err error
	f.process, _, err = begin(ctx, regexp.MustCompile(`^stop with Ctrl-C`), o.program, "simulate", "--listen=127.0.0.1:0",
		fmt.Sprint("--switches=", size), "--dead="+o.dead, "--silent="+o.silent, "--latency="+latency.String(),
		"--tempo=1", "--protocol="+protocol, "--write-config="+f.config)
	if err != nil {
		return nil, err
	}
	if f.idle, err = f.descriptors(); err == nil {
		err = f.read(ctx)
	}
	if err != nil {
		f.stop()
		return nil, err
	}
	return f, nil
}

const (
	// settleTime is more than ten thousand switches take to notice that a client has gone.
	settleTime = time.Minute
	// settleRest is how many descriptors may be open that are no connections: the runtime opens some when it first needs them.
	settleRest = 16
)

// settle waits until the switches have closed the connections of a client that has gone: until then their lines are in use,
// and the simulation lacks the descriptors for as many connections again.
func (f *simulated) settle(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, settleTime)
	defer cancel()
	for {
		open, err := f.descriptors()
		if err != nil || open <= f.idle+settleRest {
			return err
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			return fmt.Errorf("the switches still have %d connections of a client that has gone: %w", open-f.idle, ctx.Err())
		}
	}
}

// read reads what the bare client needs from the configuration.
func (f *simulated) read(ctx context.Context) error {
	text, err := os.ReadFile(f.config)
	if err != nil {
		return err
	}
	password, err := os.ReadFile(f.config + ".password")
	if err != nil {
		return err
	}
	f.password = strings.TrimSpace(string(password))
	if m := regexp.MustCompile(`(?m)^ +username: "(.*)"`).FindSubmatch(text); m != nil {
		f.username = string(m[1])
	}
	var all []target
	for _, m := range regexp.MustCompile(`(?m)^ +- \{name: "([^"]+)", address: "([^"]+)"`).FindAllSubmatch(text, -1) {
		all = append(all, target{string(m[1]), string(m[2])})
	}
	f.healthy = answering(ctx, all)
	if len(f.healthy) == 0 {
		return errors.New("no switch of the simulated fleet answers")
	}
	return nil
}

// configure writes the exporter's configuration: that of the fleet with other settings.
func (f *simulated) configure(o options, session string, interval time.Duration) (string, error) {
	text, err := os.ReadFile(f.config) //nolint:gosec // ours
	if err != nil {
		return "", err
	}
	out := regexp.MustCompile(`(?m)^polling: .*$`).ReplaceAllString(string(text), fmt.Sprintf(
		"polling: {min_interval: %ds, timeout: %dms, max_concurrent: %d, max_concurrent_netconf: %d}",
		int(interval.Seconds()), o.timeout.Milliseconds(), o.max, o.maxNetconf))
	if session == overNetconf {
		file := filepath.Join(f.dir, "exporter.yml")
		return file, os.WriteFile(file, []byte(out), 0o600) //nolint:gosec // in our own directory
	}
	out = regexp.MustCompile(`(?m)^    collectors: .*$`).ReplaceAllString(out, fmt.Sprintf(
		"    collectors: [%s]\n    session: %s\n    idle_timeout: 1h", strings.Join(o.collectors, ", "), session))
	file := filepath.Join(f.dir, "exporter.yml")
	return file, os.WriteFile(file, []byte(out), 0o600) //nolint:gosec // in our own directory
}

// exporter is slp-exporter in a process of its own.
type exporter struct {
	*process
	url    string
	client http.Client
}

func startExporter(ctx context.Context, o options, f *simulated, session string, interval time.Duration) (*exporter, error) {
	file, err := f.configure(o, session, interval)
	if err != nil {
		return nil, err
	}
	p, address, err := begin(ctx, regexp.MustCompile(`msg="Listening on".*? address=(\S+)`), o.program,
		"--config.file="+file, "--web.listen-address=127.0.0.1:0", "--web.enable-pprof")
	if err != nil {
		return nil, err
	}
	return &exporter{process: p, url: "http://" + address, client: http.Client{
		Transport: &http.Transport{DisableCompression: true},
	}}, nil
}
