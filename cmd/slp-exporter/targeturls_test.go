package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/go-kit/log"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/prometheus/common/expfmt"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/discovery"
	"github.com/slp-exporter/slp-exporter/internal/testenv/inventory"
)

// netboxEntry is an entry of target_urls for the stand-in.
func netboxEntry(s *inventory.Server) string {
	return "target_urls: [{url: \"" + s.URL + "/?token=hunter2\", labels: {__address__: __meta_netbox_primary_ip, site: __meta_netbox_site}}]\n"
}

// TestTargetURLsTakeEffect hands over what a URL answers, as the program does: what is right is in use, what fails stays as
// it was, and is told once.
func TestTargetURLsTakeEffect(t *testing.T) {
	var said buffer
	l := newTestReloader(t, log.NewLogfmtLogger(&said))
	main := contents(t, l.file) + "target_urls: [{url: \"https://netbox.example.net/?token=hunter2\"}]\n"
	replaceFile(t, l.file, main)
	if err := l.reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	list := func(names ...string) []config.Group { return []config.Group{{Targets: names}} }
	for _, step := range []struct {
		does    string
		groups  []config.Group
		err     error
		reload  bool
		targets int
		metrics string // of the source, without its name: targets, success
		logged  string // a part of the one line
	}{
		{does: "fails at first", err: errors.New("down"), targets: 1, metrics: "- 0", logged: "https://netbox.example.net/?token=<secret>: down"},
		{does: "fails again", err: errors.New("down"), targets: 1, metrics: "- 0"},
		{does: "lists two", groups: list("a", "b"), targets: 3, metrics: "2 1", logged: "switches of a URL changed"},
		{does: "lists them again", groups: list("a", "b"), targets: 3, metrics: "2 1"},
		{does: "fails", err: errors.New("late"), targets: 3, metrics: "2 0", logged: "late"},
		{does: "is wrong", groups: list("a", "192.0.2.1"), targets: 3, metrics: "2 0", logged: "is already the name of the target at"},
		{does: "is right", groups: list("a", "b"), targets: 3, metrics: "2 1", logged: "is right again"},
		{does: "a reload", reload: true, targets: 3, metrics: "2 1", logged: "configuration reloaded"},
		{does: "lists one", groups: list("b"), targets: 2, metrics: "1 1", logged: "switches of a URL changed"},
	} {
		before := len(said.String())
		if step.reload {
			_ = l.reload(t.Context()) // the table says what comes of it
		} else {
			l.listed(discovery.Reading{URL: l.current.Load().TargetURLs[0], Groups: step.groups, Err: step.err})
		}
		var lines []string
		for line := range strings.Lines(said.String()[before:]) {
			if !strings.Contains(line, "level=warn") && !strings.Contains(line, "right again") || step.does == "is right" {
				lines = append(lines, line)
			}
		}
		if n := len(l.current.Load().Targets); n != step.targets {
			t.Errorf("%s: %d targets, want %d", step.does, n, step.targets)
		}
		if got := sourceMetrics(t, l); got != step.metrics {
			t.Errorf("%s: metrics %q, want %q", step.does, got, step.metrics)
		}
		if said := strings.Join(lines, ""); !strings.Contains(said, step.logged) || step.logged == "" && said != "" || len(lines) > 1 {
			t.Errorf("%s: logged %q, want %q", step.does, lines, step.logged)
		}
		if ok, _ := reloadState(t, l); ok != 1 {
			t.Errorf("%s: the configuration counts as wrong", step.does)
		}
	}
	if strings.Contains(said.String(), "hunter2") {
		t.Error("the log shows a secret")
	}
}

// sourceMetrics gathers the metrics of the one source.
func sourceMetrics(t *testing.T, l *reloader) string {
	t.Helper()
	values := map[string]string{"targets": "-"}
	for _, name := range []string{"targets", "success"} {
		text, err := testutil.CollectAndFormat(l.exporter, expfmt.TypeTextPlain, "slp_exporter_discovery_"+name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if _, value, ok := strings.Cut(line, `{source="https://netbox.example.net/?token=<secret>"} `); ok {
				values[name] = strings.TrimSpace(value)
			}
		}
	}
	return values["targets"] + " " + values["success"]
}

// TestFollowAsks: URLs are asked at once after a reload has brought them.
func TestFollowAsks(t *testing.T) {
	changed := make(chan struct{}, 1)
	l := newTestReloader(t, log.LoggerFunc(func(keyvals ...any) error {
		if strings.Contains(fmt.Sprint(keyvals...), "switches of a URL changed") {
			changed <- struct{}{}
		}
		return nil
	}))
	s := inventory.Start()
	defer s.Close()
	s.List(inventory.Groups(inventory.NetBox, []inventory.Device{{Name: "muc-acc-01", IP: "192.0.2.7", Site: "muc"}}))
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		l.follow(ctx, nil, nil)
	}()
	replaceFile(t, l.file, contents(t, l.file)+netboxEntry(s))
	if err := l.reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	<-changed
	cancel()
	<-ended
	if l.current.Load().Target("muc-acc-01") == nil {
		t.Error("the switch is not there")
	}
}

// TestCheckAsks: check says what each URL lists, or what is wrong with it, and does not fail for that.
func TestCheckAsks(t *testing.T) {
	s, other := inventory.Start(), inventory.Start()
	defer s.Close()
	defer other.Close()
	s.List(inventory.Groups(inventory.NetBox, []inventory.Device{
		{Name: "muc-acc-01", IP: "192.0.2.7", Site: "muc"}, {Name: "muc-acc-02", IP: "192.0.2.8", Site: "muc"},
	}))
	other.Say("application/json", `[{"targets": ["bad name"]}, {"targets": ["worse name"]}]`)
	file := filepath.Join(t.TempDir(), "slp-exporter.yml")
	text := "auths: {ro: {username: a, ssh_agent: true}}\nmodules: {default: {host_key: {policy: accept_new}}}\n" +
		strings.Replace(netboxEntry(s), "[{", "[{url: \""+other.URL+"\"}, {", 1)
	replaceFile(t, file, text)
	var out, errs bytes.Buffer
	code := run(t.Context(), []string{"check", file}, streams{out: &out, err: &errs})
	want := fmt.Sprintf("%s: good, 2 targets, 1 module, 1 auth\n%s/?token=<secret>: lists 2 targets\n", file, s.URL)
	if code != exitOK || out.String() != want {
		t.Errorf("exit %d, printed\n%s\nwant\n%s", code, out.String(), want)
	}
	for _, part := range []string{"warning: " + other.URL + ": [0].targets[0]: holds a character that no address has", other.URL + ": and 1 more\n"} {
		if !strings.Contains(errs.String(), part) {
			t.Errorf("no %q in\n%s", part, errs.String())
		}
	}
	out.Reset()
	if run(t.Context(), []string{"check", "--show", file}, streams{out: &out, err: &errs}); !strings.Contains(out.String(), "  - name: muc-acc-02\n") {
		t.Errorf("--show has no switches of the URL:\n%s", out.String())
	}
	if strings.Contains(out.String()+errs.String(), "hunter2") {
		t.Error("shows a secret")
	}
}

// TestCommandsAsk: commands find the switches of URLs, ask no URL in vain, and fail if one that may matter does.
func TestCommandsAsk(t *testing.T) {
	s := inventory.Start()
	defer s.Close()
	s.List(inventory.Groups(inventory.NetBox, []inventory.Device{{Name: "muc-acc-01", IP: "192.0.2.7", Site: "muc"}}))
	file := filepath.Join(t.TempDir(), "slp-exporter.yml")
	replaceFile(t, file, "auths: {ro: {username: a, ssh_agent: true}}\nmodules: {default: {host_key: {policy: accept_new}}}\ntargets: [{name: own, address: 192.0.2.1}]\n"+netboxEntry(s))
	choose := func(all bool, names ...string) (targets string, failed bool) {
		t.Helper()
		var errs bytes.Buffer
		none := []string{}
		a := targetArgs{file: &file, names: &names, all: &all, labels: &none}
		conf, missed, err := a.load(t.Context(), streams{out: &errs, err: &errs}, log.NewNopLogger())
		if err != nil {
			t.Fatal(err)
		}
		for _, target := range conf.Targets {
			targets += target.Name + " "
		}
		return targets, missed != nil
	}
	if got, failed := choose(false, "own"); got != "own " || failed || len(s.Asked()) != 0 {
		t.Errorf("own: %s, %v, asked %d times", got, failed, len(s.Asked()))
	}
	if got, failed := choose(false, "muc-*"); got != "muc-acc-01 " || failed {
		t.Errorf("pattern: %s, %v", got, failed)
	}
	s.Handle(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	if got, failed := choose(true); got != "own " || !failed {
		t.Errorf("a URL that fails: %s, %v", got, failed)
	}
}

// TestServeTargetURLs: the program starts while the inventory is down, polls what it lists later, and neither a reload nor an
// inventory that fails again costs a session of the switches that stay.
func TestServeTargetURLs(t *testing.T) {
	switches, file := fleetOf(t, 3, "polling: {min_interval: 0s}")
	s := inventory.Start()
	defer s.Close()
	var list []inventory.Device
	for _, sw := range switches.Switches() {
		list = append(list, inventory.Device{Name: sw.Name(), IP: "127.0.0.1", SSH: sw.Addr(), Site: "muc"})
	}
	text, _, _ := strings.Cut(contents(t, file), "targets:\n")
	replaceFile(t, file, text+strings.Replace(netboxEntry(s), "primary_ip", "custom_field_ssh_address", 1))
	p := start(t, "--config.file="+file, "--web.listen-address=127.0.0.1:0", "--web.enable-lifecycle")
	p.await(regexp.MustCompile(`answers with status 404 Not Found`))
	source := s.URL + "/?token=<secret>"
	holds := func(when string, targets int, success, opens float64) {
		t.Helper()
		got := p.scrape()
		well, _ := got.value("slp_exporter_discovery_success", "source", source)
		opened, _ := got.value("slp_exporter_session_opens_total")
		if up := got.count("slp_up", 1); up != targets || well != success || opened != opens {
			t.Errorf("%s: %d are up, want %d; success %v, want %v; %v logins, want %v", when, up, targets, well, success, opened, opens)
		}
	}
	holds("while it is down", 0, 0, 0)
	reload := func(line string) {
		t.Helper()
		if status, body := p.reload(); status != http.StatusOK {
			t.Fatal(status, body)
		}
		p.await(regexp.MustCompile(line))
	}
	s.List(inventory.Groups(inventory.NetBox, list))
	reload(`msg="switches of a URL changed".* targets=3`)
	holds("once it answers", 3, 1, 3)
	s.List(inventory.Groups(inventory.NetBox, list[1:]))
	reload(`msg="switches of a URL changed".* targets=2`)
	holds("with a switch less", 2, 1, 3)
	s.Say("text/html", "hunter2")
	reload(`answers with a page`)
	holds("while it wants a login", 2, 0, 3)
	if strings.Contains(p.stderr.String(), "hunter2") {
		t.Error("the log shows a secret")
	}
}
