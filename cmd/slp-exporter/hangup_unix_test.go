//go:build unix

package main

import (
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// TestHangup: SIGHUP reloads, also without --web.enable-lifecycle, and does not end the program.
func TestHangup(t *testing.T) {
	_, file := fleetOf(t, 1, "polling: {min_interval: 0s}")
	good := contents(t, file)
	p := start(t, "--config.file="+file, "--web.listen-address=127.0.0.1:0")
	hangup := func() {
		t.Helper()
		if err := syscall.Kill(syscall.Getpid(), syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
	}
	replaceFile(t, file, good+"  - 7\n")
	hangup()
	p.await(regexp.MustCompile(`configuration refused.*targets\[1\]`))
	if ok, _ := p.scrape().reloadState(); ok != 0 {
		t.Error("a failed reload is not seen")
	}
	replaceFile(t, file, strings.Replace(good, "labels: {", `labels: {floor: "3", `, 1))
	hangup()
	p.await(regexp.MustCompile(`configuration reloaded`))
	s := p.scrape()
	if up, ok := s.value("slp_up", "floor", "3"); !ok || up != 1 {
		t.Errorf("the new label: %v %v", up, ok)
	}
	if ok, _ := s.reloadState(); ok != 1 {
		t.Error("a good reload is not seen as one")
	}
	if code := p.stop(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}
