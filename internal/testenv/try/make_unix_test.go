//go:build unix

package main

import (
	"io"
	"os/exec"
	"strings"
	"testing"

	"github.com/creack/pty"

	"github.com/slp-exporter/slp-exporter/internal/testenv/programs"
)

// TestMakeTry types `make try` and Ctrl-C: neither make nor anything that it has started calls that an error.
func TestMakeTry(t *testing.T) {
	if testing.Short() {
		t.Skip("long: builds and starts all programs once more; make test-all runs it")
	}
	for _, name := range []string{"make", "prometheus", "alertmanager"} {
		programs.Need(t, name)
	}
	root, err := programs.Root()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), "make", "try")
	command.Dir = root
	terminal, err := pty.Start(command)
	if err != nil {
		t.Skip("no pseudo terminal: ", err)
	}
	defer func() { _ = terminal.Close() }()
	var shown page
	for !strings.Contains(shown.String(), "Stop with Ctrl-C") {
		if _, err := io.CopyN(&shown, terminal, 1); err != nil {
			t.Fatalf("%v: %s", err, shown.String())
		}
	}
	_, _ = terminal.WriteString("\x03")
	_, _ = io.Copy(&shown, terminal) // its end is an error on Linux
	_ = command.Wait()               // make ends by the signal
	if text := shown.String(); strings.Contains(text, "Error") {
		t.Errorf("the terminal shows %s", text)
	}
}
