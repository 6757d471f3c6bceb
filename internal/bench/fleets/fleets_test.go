//go:build linux

package main

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestSeriesAreCounted: each line that is no comment is one, however the text is cut.
func TestSeriesAreCounted(t *testing.T) {
	for _, size := range []int{1, 3, 100} {
		var s series
		for text := []byte("# HELP a b\n# TYPE a gauge\na{b=\"#\"} 1\nc 2\n# EOF\n"); len(text) > 0; {
			n, _ := s.Write(text[:min(size, len(text))])
			text = text[n:]
		}
		if s.count != 2 {
			t.Errorf("in pieces of %d: %d", size, s.count)
		}
	}
}

// TestPart: a share of the switches is given as a number or in percent.
func TestPart(t *testing.T) {
	for flag, want := range map[string]int{"5%": 50, "7": 7, "0": 0, "many": 0} {
		if got := part(flag, 1000); got != want {
			t.Errorf("%s: %d", flag, got)
		}
	}
}

// TestSettle: a fleet has settled once it has no more descriptors open than before anybody connected.
func TestSettle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		self, err := os.FindProcess(os.Getpid())
		if err != nil {
			t.Fatal(err)
		}
		f := &simulated{process: &process{cmd: &exec.Cmd{Process: self}}}
		if f.idle, err = f.descriptors(); err != nil {
			t.Fatal(err)
		}
		var connections []*os.File
		for range settleRest {
			r, w, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			connections = append(connections, r, w)
		}
		const lasting = 20 * time.Second
		time.AfterFunc(lasting, func() {
			for _, c := range connections {
				_ = c.Close()
			}
		})
		began := time.Now()
		if err := f.settle(t.Context()); err != nil || time.Since(began) < lasting {
			t.Errorf("settled after %s: %v", time.Since(began), err)
		}
		f.idle -= 2 * settleRest // as if they were never closed
		if err := f.settle(t.Context()); err == nil || !strings.Contains(err.Error(), "still have") {
			t.Errorf("settled with connections: %v", err)
		}
	})
}

// TestEachBearsFewFailures: one switch in a hundred may fail to answer the bare client.
func TestEachBearsFewFailures(t *testing.T) {
	all := make([]int, 200)
	for i := range all {
		all[i] = i
	}
	reloading := errors.New("it is reloading")
	for failures, want := range map[int]error{0: nil, 2: nil, 3: reloading} {
		done, _, err := each(t.Context(), 4, 0, all, func(i int) error {
			if i < failures {
				return reloading
			}
			return nil
		})
		if done != len(all)-failures || !errors.Is(err, want) {
			t.Errorf("%d failures: %d done, %v", failures, done, err)
		}
	}
}
