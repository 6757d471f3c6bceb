package terminal_test

import (
	"os"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/terminal"
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
	if !terminal.Colours(device) || terminal.Colours(file) || terminal.Colours(&strings.Builder{}) {
		t.Error("a file is a terminal, or a device is none")
	}
	t.Setenv("NO_COLOR", "1")
	if terminal.Colours(device) {
		t.Error("NO_COLOR is not heeded")
	}
}

// TestNoProgress: nothing of the counting goes to a file or a pipe, but what is written does.
func TestNoProgress(t *testing.T) {
	var out strings.Builder
	p := terminal.NewProgress(&out, "switches polled", 2)
	p.Done()
	_, _ = p.Above(&out).Write([]byte("a line\n"))
	p.Done()
	p.End()
	if out.String() != "a line\n" {
		t.Errorf("%q", out.String())
	}
}
