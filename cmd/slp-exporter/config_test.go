package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-kit/log"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// TestStoppedWhileReading: a signal ends the program also while a file system hangs, or a pipe.
func TestStoppedWhileReading(t *testing.T) {
	over := make(chan struct{})
	defer close(over)
	ctx, stop := context.WithCancel(t.Context())
	hangs := func(string) (*config.Config, []config.Warning, error) {
		stop() // the signal comes meanwhile
		<-over
		return nil, nil, nil
	}
	_, _, err := readConfig(ctx, hangs, "a.yml")
	if err == nil || !strings.HasPrefix(err.Error(), "a.yml: ") {
		t.Errorf("got %v", err)
	}
	for _, args := range [][]string{{"check", "-"}, {"poll", "--config.file=-", "x"}, {"parse", "-"}} {
		ctx, stop := context.WithCancel(t.Context())
		pipe, end := io.Pipe()
		var out, stderr buffer
		code := run(ctx, args, streams{in: stoppedAt{pipe, stop}, out: &out, err: &stderr})
		if code != exitFailure || !strings.Contains(stderr.String(), "-: not read to its end") {
			t.Errorf("%s: exit code %d: %s", args, code, stderr.String())
		}
		_ = end.Close()
	}
}

// TestStoppedWhileLooking: the program does not wait for a look at target files that hang.
func TestStoppedWhileLooking(t *testing.T) {
	_, file := fleetOf(t, 1, "polling: {min_interval: 60s}")
	conf, _, err := config.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	r := newReloader(file, conf, nil, nil, log.NewNopLogger())
	r.changing.Lock() // as a look at files that hang does
	defer r.changing.Unlock()
	ctx, stop := context.WithCancel(t.Context())
	looks, followed := make(chan time.Time), make(chan struct{})
	go func() {
		defer close(followed)
		r.follow(ctx, nil, looks)
	}()
	looks <- time.Time{}
	stop()
	<-followed
}

// stoppedAt is standard input whose first reading comes with a signal.
type stoppedAt struct {
	io.Reader
	stop func()
}

func (r stoppedAt) Read(p []byte) (int, error) {
	r.stop()
	return r.Reader.Read(p)
}

// TestConfigFromStdin: commands that read a configuration once take it from standard input, under each of its names;
// paths in it start from the current directory. The exporter itself reads it again, and refuses.
func TestConfigFromStdin(t *testing.T) {
	_, file := fleetOf(t, 1, "polling: {min_interval: 60s}")
	text := strings.ReplaceAll(contents(t, file), filepath.Base(file), file) // in the names of the other files
	given := func(args ...string) (int, string) {
		var out, stderr buffer
		code := run(t.Context(), args, streams{in: strings.NewReader(text), out: &out, err: &stderr})
		return code, out.String() + stderr.String()
	}
	for _, name := range []string{"-", "/dev/stdin"} {
		if code, said := given("check", name); code != exitOK || !strings.Contains(said, "-: good, 1 target,") {
			t.Errorf("check %s: exit code %d: %s", name, code, said)
		}
		conf, _, err := streams{in: strings.NewReader(text)}.loadConfig(name)
		if err != nil {
			t.Fatal(err)
		}
		target := conf.Targets[0].Name
		if code, said := given("poll", "--config.file="+name, target); code != exitOK || !strings.Contains(said, target) {
			t.Errorf("poll from %s: exit code %d: %s", name, code, said)
		}
		if code, said := given("fingerprint", "--config.file="+name, target); code != exitOK || !strings.Contains(said, "ssh-") {
			t.Errorf("fingerprint from %s: exit code %d: %s", name, code, said)
		}
		if code, said := given("--config.file=" + name); code != exitUsage || !strings.Contains(said, "cannot be read again at a reload") {
			t.Errorf("serve from %s: exit code %d: %s", name, code, said)
		}
	}
	text = "nonsense: 1\n"
	if code, said := given("check", "-"); code != exitFailure || !strings.HasPrefix(said, "-:1: nonsense") {
		t.Errorf("exit code %d: %s", code, said)
	}
	text = strings.Repeat("#", 17<<20)
	if code, said := given("check", "-"); code != exitFailure || !strings.Contains(said, fmt.Sprint("-: is larger than ", 16)) {
		t.Errorf("exit code %d: %s", code, said)
	}
}
