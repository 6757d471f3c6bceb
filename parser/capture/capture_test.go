package capture_test

import (
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser/capture"
)

// TestSplitProvesWhole: the prompt in front of the next command stands behind the output above it,
// which is therefore whole however it ends.
func TestSplitProvesWhole(t *testing.T) {
	const history = "acc-1#show license history message\nMessage History (oldest to newest):\n====\nTrust Sync:\n  No past history\n"
	for behind, whole := range map[string]bool{
		"":                        false,
		"acc-1#show version\n":    true,
		"acc-1#sh lic rum id a\n": true,
		"acc-1>show logging\n":    true,
		"------------------ show version ------------------\n": false,
	} {
		parts := capture.Split(history+behind, "")
		state, err := parts[0].Parse()
		if (err == nil) != whole || state == nil {
			t.Errorf("%q: %v", behind, err)
		}
		if want := 1 + strings.Count(behind, "\n"); len(parts) != want {
			t.Errorf("%q: %d parts, want %d", behind, len(parts), want)
		}
	}
}
