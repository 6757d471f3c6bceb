package main

import (
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"

	kitlevel "github.com/go-kit/log/level"

	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

// TestJSONLog: every line is one JSON object with time, level and message, be it of the exporter, of the
// toolkit or of the HTTP server, in good times and bad.
func TestJSONLog(t *testing.T) {
	a := newAuthority(t)
	web := a.webConfig("tls_server_config: {cert_file: slp-exporter.crt, key_file: slp-exporter.key}\n")
	switches, file := fleetOf(t, 2, "polling: {min_interval: 0s}")
	switches.Switches()[0].SetFaults(simulator.Faults{WrongPassword: true, Banner: "two\nlines \"quoted\" \xff\n"})
	p := startTLS(t, clientOf(a), "--config.file="+file, "--web.config.file="+web, "--log.format=json", "--log.level=debug",
		"--web.enable-lifecycle", "--web.enable-pprof")
	p.scrape()
	good := contents(t, file)
	replaceFile(t, file, good+"\n- broken\n")
	p.reload()
	replaceFile(t, file, good)
	p.reload()
	rubbish, err := net.Dial("tcp", strings.TrimPrefix(p.url, "https://"))
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(rubbish, "GET /\r\n\r\n"+strings.Repeat("\x00\"\n", 100))
	_, _ = io.Copy(io.Discard, rubbish) // until it is refused
	_ = rubbish.Close()
	if code := p.stop(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	said := p.stderr.String()
	for _, want := range []string{"TLS handshake error", "TLS is enabled", "starting slp-exporter", "poll failed", "configuration refused", "stopping"} {
		if !strings.Contains(said, want) {
			t.Errorf("nothing about %q", want)
		}
	}
	checkJSONLines(t, said)
}

func checkJSONLines(t *testing.T, said string) {
	t.Helper()
	for line := range strings.Lines(said) {
		var object map[string]any
		if err := json.Unmarshal([]byte(line), &object); err != nil {
			t.Errorf("%v: %s", err, line)
			continue
		}
		for _, key := range []string{"ts", "level", "msg"} {
			if object[key] == nil || object[key] == "" {
				t.Errorf("no %s: %s", key, line)
			}
		}
	}
}

// TestPanicIsOneLine: a fault in a page costs a line of log, stack and all, and nothing else.
func TestPanicIsOneLine(t *testing.T) {
	level, format := "info", "json"
	var said buffer
	logging := logFlags{level: &level, format: &format}
	server := newServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("a fault\nof two lines") }), logging.loggers(&said).std)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	if r, err := http.Get("http://" + l.Addr().String()); err == nil {
		_ = r.Body.Close()
		t.Errorf("status %d", r.StatusCode)
	}
	_ = server.Close()
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		t.Error(err)
	}
	if n := strings.Count(said.String(), "\n"); n != 1 || !strings.Contains(said.String(), "a fault") {
		t.Errorf("%d lines: %s", n, said.String())
	}
	checkJSONLines(t, said.String())
}

// TestOneFormOfLines: a line of a library begins as a line of the exporter does.
func TestOneFormOfLines(t *testing.T) {
	var said buffer
	level, format := "info", "logfmt"
	logs := logFlags{level: &level, format: &format}.loggers(&said)
	_ = kitlevel.Info(logs.kit).Log("msg", "ours", "target", "a")
	logs.std.With("address", "127.0.0.1").Info("theirs", "n", 1)
	want := regexp.MustCompile(`^level=info ts=\S+Z caller=log_test.go:\d+ msg=ours target=a
level=info ts=\S+Z caller=log_test.go:\d+ msg=theirs address=127.0.0.1 n=1
$`)
	if !want.MatchString(said.String()) {
		t.Error(said.String())
	}
}
