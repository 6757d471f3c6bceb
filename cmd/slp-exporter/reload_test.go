package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/go-kit/log"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// replaceFile writes a file as tools that roll out configurations do: beside it first, then in its place.
func replaceFile(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file+".new", []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(file+".new", file); err != nil {
		t.Fatal(err)
	}
}

func contents(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// reload asks for one by HTTP.
func (p *program) reload() (status int, body string) {
	p.t.Helper()
	r, err := http.NewRequest(http.MethodPost, p.url+"/-/reload", nil)
	if err != nil {
		p.t.Fatal(err)
	}
	return p.do(r)
}

// reloadState is what the two metrics of reloading say.
func (s scrape) reloadState() (successful, at float64) {
	successful, _ = s.value("slp_exporter_config_last_reload_successful")
	at, _ = s.value("slp_exporter_config_last_reload_success_timestamp_seconds")
	return successful, at
}

// TestReload: a good file takes effect at once and as a whole; a broken one leaves everything as it is and
// says where it is broken, in the answer, in the log and in the metrics.
func TestReload(t *testing.T) {
	switches, file := fleetOf(t, 3, "polling: {min_interval: 0s}")
	good := contents(t, file)
	p := start(t, "--config.file="+file, "--web.listen-address=127.0.0.1:0", "--web.enable-lifecycle")
	began := p.scrape()
	successful, loaded := began.reloadState()
	if successful != 1 || loaded == 0 {
		t.Errorf("at the start: %v at %v", successful, loaded)
	}

	last := switches.Switches()[2].Name()
	replaceFile(t, file, strings.Replace(good, "  - {name: \""+last+`"`, "  - {name: \"renamed\"", 1))
	if status, body := p.reload(); status != http.StatusOK {
		t.Errorf("status %d: %s", status, body)
	}
	s := p.scrape()
	if up, ok := s.value("slp_up", "target", "renamed"); !ok || up != 1 {
		t.Errorf("the renamed target: %v %v", up, ok)
	}
	if _, ok := s.value("slp_up", "target", last); ok {
		t.Error("the old name is still there")
	}
	if ok, at := s.reloadState(); ok != 1 || at <= loaded {
		t.Errorf("after a reload: %v at %v, before that %v", ok, at, loaded)
	}

	_, loaded = s.reloadState()
	replaceFile(t, file, strings.Replace(good, "known_hosts_file:", "known_host_file:", 1))
	status, body := p.reload()
	problem := file + `:11: modules.default.host_key.known_host_file: unknown key; did you mean "known_hosts_file"?`
	if status != http.StatusInternalServerError || !strings.Contains(body, problem) {
		t.Errorf("status %d: %s", status, body)
	}
	if line := grep(p.stderr.String(), "configuration refused"); strings.Count(line, "\n") != 1 || !strings.Contains(line, "known_host_file") {
		t.Errorf("logged: %s", line)
	}
	s = p.scrape()
	if up, ok := s.value("slp_up", "target", "renamed"); !ok || up != 1 {
		t.Errorf("the configuration of before is gone: %v %v", up, ok)
	}
	if ok, at := s.reloadState(); ok != 0 || at != loaded {
		t.Errorf("after a failed reload: %v at %v, before that %v", ok, at, loaded)
	}

	replaceFile(t, file, good)
	if status, body := p.reload(); status != http.StatusOK {
		t.Errorf("status %d: %s", status, body)
	}
	if ok, _ := p.scrape().reloadState(); ok != 1 {
		t.Error("a good reload is not seen as one")
	}
}

// TestReloadReadsSecrets: a password is changed by writing its file and reloading. The session that was
// opened with the old one is closed.
func TestReloadReadsSecrets(t *testing.T) {
	switches, file := fleetOf(t, 1, "polling: {min_interval: 0s}")
	right := contents(t, file+passwordEnding)
	p := start(t, "--config.file="+file, "--web.listen-address=127.0.0.1:0", "--web.enable-lifecycle")
	for _, round := range []struct {
		password string
		up       int
	}{{right, 1}, {"wrong-" + right, 0}, {right, 1}} {
		replaceFile(t, file+passwordEnding, round.password)
		if status, body := p.reload(); status != http.StatusOK {
			t.Fatalf("status %d: %s", status, body)
		}
		if s := p.scrape(); s.count("slp_up", float64(round.up)) != 1 {
			t.Errorf("slp_up is not %d: %s", round.up, grep(s.text, "slp_up"))
		}
	}
	if n := switches.Switches()[0].LoginAttempts(); n != 3 {
		t.Errorf("%d login attempts, want one for each password", n)
	}
}

// TestReloadNeedsFlag: without the flag nobody can reload by HTTP, nor by GET with it.
func TestReloadNeedsFlag(t *testing.T) {
	p := start(t, "demo", "--web.listen-address=127.0.0.1:0", "--switches=1")
	if status, body := p.reload(); status != http.StatusForbidden || !strings.Contains(body, "--web.enable-lifecycle") {
		t.Errorf("status %d: %s", status, body)
	}
	p = start(t, "demo", "--web.listen-address=127.0.0.1:0", "--switches=1", "--web.enable-lifecycle")
	if status, body := p.get("/-/reload"); status != http.StatusMethodNotAllowed {
		t.Errorf("status %d: %s", status, body)
	}
	if status, body := p.reload(); status != http.StatusOK {
		t.Errorf("status %d: %s", status, body)
	}
}

// newTestReloader has a configuration of one target that is never polled.
func newTestReloader(t *testing.T, logger log.Logger) *reloader {
	t.Helper()
	file := t.TempDir() + "/slp-exporter.yml"
	replaceFile(t, file, "auths: {ro: {username: a, password: b}}\ntargets: [{address: 192.0.2.1}]\n")
	conf, _, err := config.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	switches := fleet.New(conf, fleet.Options{})
	t.Cleanup(func() {
		if err := switches.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	exporter := collector.NewExporter(time.Now())
	exporter.Watch(switches)
	return newReloader(file, conf, switches, exporter, logger)
}

// TestReloadsShareOne: callers that ask while a reload is under way get one that begins after it, all of them
// the same.
func TestReloadsShareOne(t *testing.T) {
	loaded, proceed := make(chan struct{}), make(chan struct{})
	l := newTestReloader(t, log.LoggerFunc(func(keyvals ...any) error {
		if strings.Contains(fmt.Sprint(keyvals...), "configuration reloaded") {
			loaded <- struct{}{}
			<-proceed
		}
		return nil
	}))
	first := l.ask()
	<-loaded // so it has read the file
	second, third := l.ask(), l.ask()
	if second == first || third != second {
		t.Error("reloads are shared that must not be, or are not that may")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.reload(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller that has hung up gets %v", err)
	}
	for _, r := range []*reload{first, second} {
		proceed <- struct{}{}
		<-r.done
		if r.err != nil {
			t.Error(r.err)
		}
		if r == first {
			<-loaded
		}
	}
	l.changing.Lock() // nothing is under way any more
	defer l.changing.Unlock()
	if l.next != nil {
		t.Error("one more reload waits")
	}
}

// TestProblemsAreBounded: a file with a problem in each of its lines does not flood the log.
func TestProblemsAreBounded(t *testing.T) {
	var said strings.Builder
	l := newTestReloader(t, log.NewLogfmtLogger(&said))
	replaceFile(t, l.file, "auths: {ro: {username: a, password: b}}\ntargets:\n"+strings.Repeat("  - {adress: x}\n", 1000))
	if err := l.reload(t.Context()); err == nil {
		t.Error("loaded")
	}
	if n := strings.Count(said.String(), " problem="); n != maxProblems || strings.Count(said.String(), " more_problems=1950\n") != 1 {
		t.Errorf("%d problems logged:\n%s", n, grep(said.String(), "more_problems"))
	}
}
