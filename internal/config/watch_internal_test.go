package config

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestQuickWrite: a file that had just been written when it was loaded may have been written once more
// within the same tick of its clock, with as many bytes.
func TestQuickWrite(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.yml")
	write := func(name string) {
		t.Helper()
		if err := os.WriteFile(file, []byte("- targets: ["+name+"]\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("a1")
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("SLP_TEST_SET", "x")
	const text = "auths: {a: {username: a, password_env: SLP_TEST_SET}}\ntarget_files: [a.yml]\n"
	c, _, err := Parse("a.yml", []byte(text), dir)
	if err != nil {
		t.Fatal(err)
	}
	write("a2")
	if err := os.Chtimes(file, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	if next, _, err := c.withTargets(info.ModTime().Add(settleTime / 2)); next != c || err != nil {
		t.Errorf("a file was read at once (%v)", err)
	}
	next, _, err := c.withTargets(info.ModTime().Add(settleTime))
	if err != nil || next.Target("a2") == nil {
		t.Errorf("what was written last is not in use: %v", err)
	}
	write("a3") // from here on the time tells
	if err := os.Chtimes(file, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	if again, _, err := next.withTargets(time.Now().Add(time.Hour)); again != next || err != nil {
		t.Errorf("a file of the same time was read again (%v)", err)
	}
}
