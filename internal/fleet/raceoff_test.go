//go:build !race

package fleet_test

// thoroughness divides what long tests do.
const thoroughness = 1
