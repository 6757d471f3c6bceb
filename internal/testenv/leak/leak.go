// Package leak counts what a test's process holds open, so that tests find what a session, a scrape or a reload
// left behind. It reads /proc and imports nothing of the exporter. Tests compare its counts.
package leak

import (
	"os"
	"testing"
	"time"
)

// Descriptors counts the descriptors that this process holds open, the one that reads them included. It skips
// the test where there is no /proc.
func Descriptors(t testing.TB) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip("no /proc here, so descriptors cannot be counted")
	}
	return len(entries)
}

// Settles reports whether the state that quiet asks for is reached. Both ends of a connection are often in one
// process, and the far end closes its descriptor a little later: only what stays open for 10 s is a leak.
func Settles(quiet func() bool) bool {
	for range 2000 {
		if quiet() {
			return true
		}
		time.Sleep(5 * time.Millisecond)
	}
	return false
}
