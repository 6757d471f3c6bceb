//go:build race

package fleet_test

// thoroughness divides what long tests do: the race detector takes ten times as long.
const thoroughness = 10
