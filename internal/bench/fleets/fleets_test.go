//go:build linux

package main

import "testing"

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
