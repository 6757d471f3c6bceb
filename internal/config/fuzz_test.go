package config_test

import (
	"bytes"
	"errors"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/config/shown"
)

// lineEnd is what YAML takes for the end of a line.
var lineEnd = regexp.MustCompile("[\n\r\u0085\u2028\u2029]")

// FuzzParse looks for texts that panic, and holds what Parse promises about every other: Errors
// with a line and a text, or a configuration that is whole.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/*.yml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	dir := fixtureDir(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		if bytes.Contains(text, []byte("..")) || bytes.Contains(text, []byte(": /")) {
			t.Skip("leaves the directory of the test")
		}
		cfg, _, err := config.Parse("a.yml", text, dir)
		if err != nil {
			checkErrors(t, err, 1+len(lineEnd.FindAll(text, -1)))
			return
		}
		checkWhole(t, cfg)
	})
}

func checkErrors(t *testing.T, err error, lines int) {
	t.Helper()
	var problems config.Errors
	if !errors.As(err, &problems) || len(problems) == 0 {
		t.Fatalf("%T without problems", err)
	}
	for _, p := range problems {
		if p.What == "" || p.Line < 0 || p.File == "a.yml" && p.Line > lines {
			t.Errorf("odd problem in %d lines: %+v", lines, p)
		}
	}
}

func checkWhole(t *testing.T, cfg *config.Config) {
	t.Helper()
	for _, target := range cfg.Targets {
		if _, _, err := net.SplitHostPort(target.Address); err != nil || target.Name == "" || target.Labels == nil {
			t.Errorf("target %+v: %v", target, err)
		}
		if cfg.Target(target.Name) != target {
			t.Errorf("target %q is not found by its name", target.Name)
		}
		m := target.Module
		if m == nil || m.Auth == nil || len(m.Collectors) == 0 || m.Auth.Username == "" || !m.Auth.Password.IsSet() && !m.Auth.PrivateKey.IsSet() && !m.Auth.SSHAgent {
			t.Errorf("target %q has module %+v", target.Name, m)
		}
		checkSides(t, target)
	}
	if p := cfg.Polling; p.MaxConcurrent < 1 || p.MaxConcurrentNetconf < 1 || p.Timeout <= p.ScrapeMargin || p.MinInterval < 0 || p.ScrapeMargin < 0 {
		t.Errorf("polling %+v", p)
	}
	if _, err := shown.YAML(cfg); err != nil {
		t.Error(err)
	}
}

// checkSides: each side of a target has an address and something to ask, and what it has not has neither.
func checkSides(t *testing.T, target *config.Target) {
	t.Helper()
	m := target.Module
	asksNetconf := slices.Contains(m.Collectors, config.NetconfCollector)
	asksCLI := len(m.Collectors) > 1 || !asksNetconf
	if m.Netconf() != asksNetconf || m.CLI() != asksCLI || (target.NetconfPort != "") != (m.Netconf() && m.CLI()) {
		t.Errorf("target %q with port %q asks %q by protocol %s", target.Name, target.NetconfPort, m.Collectors, m.Protocol)
	}
	if _, _, err := net.SplitHostPort(target.NetconfAddress()); (err == nil) != m.Netconf() {
		t.Errorf("target %q with protocol %s has NETCONF at %q", target.Name, m.Protocol, target.NetconfAddress())
	}
}
