//go:build unix

package disk_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/disk"
)

// TestRead: regular files are read, through links, too, and up to a size. Nothing else is opened.
func TestRead(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	err := errors.Join(
		os.WriteFile(at("file"), []byte("text"), 0o640), os.Symlink("file", at("link")), os.Symlink("link", at("far")),
		syscall.Mkfifo(at("pipe"), 0o600), os.Symlink("pipe", at("link to pipe")), os.Mkdir(at("folder"), 0o700),
	)
	if err != nil {
		t.Fatal(err)
	}
	var files disk.Files
	for _, name := range []string{"file", "link", "far"} {
		text, info, err := files.Read(at(name), 3)
		if err != nil || string(text) != "tex" || info.Mode() != 0o640 {
			t.Errorf("%s: %q, %v, %v", name, text, info, err)
		}
	}
	for _, path := range []string{at("pipe"), at("link to pipe"), at("folder"), "/dev/zero"} {
		if _, _, err := files.Read(path, 3); !errors.Is(err, disk.ErrNotRegular) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, _, err := files.Read(at("none"), 3); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}
