package main

import (
	"bytes"
	"context"
	"net"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

// TestStrike: as many switches as asked for are dead and silent, in all parts of the fleet.
func TestStrike(t *testing.T) {
	for _, c := range []struct {
		switches     int
		dead, silent string
		nDead        int
		nSilent      int
	}{
		{40, "0", "0", 0, 0},
		{40, "5%", "5%", 2, 2},
		{40, "100%", "0", 40, 0},
		{40, "10", "30", 10, 30},
		{7, "0%", "3", 0, 3},
		{20, "12.5%", "1", 3, 1}, // 2.5 switches are 3
	} {
		var f loadFlags
		f.dead, f.silent = &share{}, &share{}
		for s, text := range map[*share]string{f.dead: c.dead, f.silent: c.silent} {
			if err := s.Set(text); err != nil {
				t.Fatal(err)
			}
		}
		fleet, err := simulator.New(simulator.Options{Switches: c.switches, Seed: 2})
		if err != nil {
			t.Fatal(err)
		}
		f.strike(fleet)
		dead, silent, firstHalf := 0, 0, 0
		for i, sw := range fleet.Switches() {
			faults := sw.Faults()
			if faults.Refuse {
				dead++
			}
			if faults.SilentAccept {
				silent++
			}
			if (faults.Refuse || faults.SilentAccept) && i < c.switches/2 {
				firstHalf++
			}
		}
		if dead != c.nDead || silent != c.nSilent {
			t.Errorf("%+v: %d dead, %d silent", c, dead, silent)
		}
		if half := (dead + silent) / 2; firstHalf < half-1 || firstHalf > half+1 {
			t.Errorf("%+v: %d of them in the first half", c, firstHalf)
		}
		if err := fleet.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestLoadFlagsRefused: what is no fleet is told so, with what to write.
func TestLoadFlagsRefused(t *testing.T) {
	for args, want := range map[string]string{
		"--dead=-1":                             "5%",
		"--dead=x":                              "5%",
		"--dead=2.5":                            "5%",
		"--silent=101%":                         "5%",
		"--silent=NaN":                          "5%",
		"--silent=":                             "5%",
		"--switches=3 --dead=2 --silent=2":      "--switches=3",
		"--switches=10 --dead=60% --silent=50%": "--switches=10",
		"--latency=-1s":                         "--latency",
		"--latency=long":                        "long",
	} {
		var out, err bytes.Buffer
		code := run(context.Background(), strings.Fields("simulate --listen=127.0.0.1:0 "+args),
			streams{in: strings.NewReader(""), out: &out, err: &err})
		if code != exitUsage || !strings.Contains(err.String(), want) {
			t.Errorf("%s: exit code %d, %s", args, code, err.String())
		}
	}
}

// TestDeadAndSilent: a dead switch refuses connections, a silent one accepts them.
func TestDeadAndSilent(t *testing.T) {
	fleet, err := startFleet(simulator.Options{Switches: 4, Seed: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = fleet.Close() }()
	if dead, silent := (loadFlags{dead: &share{amount: 1}, silent: &share{amount: 1}}).strike(fleet); dead != 1 || silent != 1 {
		t.Fatal(dead, silent)
	}
	for _, sw := range fleet.Switches() {
		c, err := net.Dial("tcp", sw.Addr())
		if (err != nil) != sw.Faults().Refuse {
			t.Errorf("%s: %v", sw.Name(), err)
		}
		if err == nil {
			_ = c.Close()
		}
	}
}
