//go:build race

package race

// Enabled is true if the test is built with the race detector.
const Enabled = true

// Slowdown is about how many times as long a test takes as without the race detector.
const Slowdown = 10
