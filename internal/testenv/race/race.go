// Package race says whether the race detector watches a test, which then takes some ten times as long. It imports nothing of the exporter.
// Tests in which something is concurrent do the same under the detector, on less data; a test that starts nothing
// concurrent skips there, because the detector cannot find anything in it.
package race

import "testing"

// Pointless skips a test under the race detector. It is for tests that start nothing concurrent and take long.
func Pointless(t testing.TB) {
	t.Helper()
	if Enabled {
		t.Skip("starts nothing concurrent, so the race detector finds nothing: make test runs it")
	}
}
