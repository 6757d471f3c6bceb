package main

import (
	"os"
	"strings"
	"testing"
)

// TestColours: only a terminal shows colours, and only if its user wants them.
func TestColours(t *testing.T) {
	t.Setenv("NO_COLOR", "")
	t.Setenv("TERM", "xterm")
	device, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0) // a device, as a terminal is
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = device.Close() }()
	file, err := os.Create(t.TempDir() + "/out")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	if !showsColours(device) || showsColours(file) || showsColours(&strings.Builder{}) {
		t.Error("a file is a terminal, or a device is none")
	}
	t.Setenv("NO_COLOR", "1")
	if showsColours(device) {
		t.Error("NO_COLOR is not heeded")
	}
}
