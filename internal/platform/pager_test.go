package platform_test

import (
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/platform"
)

func TestIsPager(t *testing.T) {
	for line, want := range map[string]bool{
		"--More--": true, " --More-- ": true, "<--- More --->": true, "-- more --": true, "--(more)--": true, "--(more 12%)--": true,
		"": false, "More": false, "--More": false, "--More-- x": false, "(more)": false, "-----": false, "--(more x)--": false,
		"there is --More--": false, "--More--                                  more than a pager": false,
	} {
		if got := platform.IOSXE().IsPager(line); got != want {
			t.Errorf("%q: %v", line, got)
		}
	}
}

func TestWithoutPager(t *testing.T) {
	for line, want := range map[string]string{
		" --More--   Status: OK": "  Status: OK",
		"--More-- ":              "",
		"<--- More ---> Policy:": "Policy:",
		"Policy: --More--":       "Policy: --More--",
		"- a list":               "- a list",
	} {
		if got := platform.IOSXE().WithoutPager(line); got != want {
			t.Errorf("%q: %q", line, got)
		}
	}
}

func TestEndsInPager(t *testing.T) {
	for output, want := range map[string]bool{
		"a\n" + " --More-- ": true, "--More--": true, "a\n--More--\n": false, "a\nb": false, "": false,
	} {
		if got := platform.IOSXE().EndsInPager(output); got != want {
			t.Errorf("%q: %v", output, got)
		}
	}
}
