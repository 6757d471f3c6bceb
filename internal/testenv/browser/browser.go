// Package browser opens pages in a real Chromium for tests, and notes what it asks for and complains about. It starts
// the Chromium of this machine with a profile of its own, and knows nothing of the pages. Tests of the pages and the
// pictures in the documentation use it; nothing that is shipped does.
package browser

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/slp-exporter/slp-exporter/internal/testenv/programs"
)

// patience is how long a page may take. It is generous: machines that run tests are busy.
const patience = 2 * time.Minute

// Browser is a Chromium that a test has started.
type Browser struct {
	ctx context.Context
}

// Start starts a Chromium, which ends with the test. It skips the test where none is installed.
func Start(t testing.TB) *Browser {
	t.Helper()
	path := programs.Need(t, "chromium")
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()),
		chromedp.NoSandbox, // tests run as root in containers
		chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
	)
	starting, release := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stop := chromedp.NewContext(starting)
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil {
			t.Logf("Chromium did not end by itself: %v", err)
		}
		stop()
		release()
	})
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	return &Browser{ctx}
}
