//go:build !linux

package main

import (
	"fmt"
	"os"
)

func main() {
	_, _ = fmt.Fprintln(os.Stderr, "bench-fleet: reads /proc, and so runs on Linux only")
	os.Exit(1)
}
