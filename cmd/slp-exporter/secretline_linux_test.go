package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// typesSecret is a documented line that takes a password from the keyboard.
var typesSecret = regexp.MustCompile(`(?m)^ *(\(.*readonly\.password\)) +# type the password, which is not shown`)

// TestSecretIsNotEchoed types a password for each documented line that asks for one: the terminal does not show it, and the file
// holds it, for its owner and at most a group.
func TestSecretIsNotEchoed(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash")
	}
	for _, page := range []string{"../../README.md", "../../docs/install.md"} {
		line := typesSecret.FindStringSubmatch(contents(t, page))
		if line == nil {
			t.Errorf("%s has no such line", page)
			continue
		}
		t.Run(filepath.Base(page), func(t *testing.T) {
			dir := t.TempDir()
			command := exec.CommandContext(t.Context(), bash, "-c", "echo ready; "+strings.ReplaceAll(line[1], " -g slp-exporter", ""))
			command.Dir = dir
			const secret = ` hunter2 \n 'x' `
			if shown := typeInto(t, command, secret+"\n"); strings.Contains(shown, "hunter2") {
				t.Errorf("the terminal shows %q", shown)
			}
			file := filepath.Join(dir, "readonly.password")
			if got := contents(t, file); got != secret+"\n" {
				t.Errorf("the file holds %q", got)
			}
			if info, err := os.Stat(file); err != nil || info.Mode().Perm()&0o027 != 0 {
				t.Errorf("mode %v, %v", info.Mode(), err)
			}
		})
	}
}

// typeInto runs a command in a terminal, types a text once the command says that it is ready and has turned the echo
// off, and returns what the terminal showed.
func typeInto(t *testing.T, command *exec.Cmd, text string) string {
	t.Helper()
	terminal, err := pty.Start(command)
	if err != nil {
		t.Skip("no pseudo terminal: ", err)
	}
	defer func() { _ = terminal.Close() }()
	var shown bytes.Buffer
	for !strings.Contains(shown.String(), "ready") {
		if _, err := io.CopyN(&shown, terminal, 1); err != nil {
			t.Fatal(err)
		}
	}
	for deadline := time.Now().Add(patience); echoes(t, terminal); time.Sleep(time.Millisecond) { // nothing announces it
		if time.Now().After(deadline) {
			t.Fatal("the terminal still shows what is typed")
		}
	}
	if _, err := io.WriteString(terminal, text); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(&shown, terminal) // its end is an error on Linux
	if err := command.Wait(); err != nil {
		t.Fatalf("%v: %s", err, shown.String())
	}
	return shown.String()
}

// echoes reports whether a terminal shows what is typed.
func echoes(t *testing.T, terminal *os.File) bool {
	t.Helper()
	settings, err := unix.IoctlGetTermios(int(terminal.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return settings.Lflag&unix.ECHO != 0
}
