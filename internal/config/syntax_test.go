package config_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// TestSyntaxErrorLines holds the lines of broken YAML against the line that a reader would point
// to; it is marked with <- in the text.
func TestSyntaxErrorLines(t *testing.T) {
	for name, text := range map[string]string{
		"key out of column":    "polling:\n  timeout: 30s\n  min_interval: 60s\n max_concurrent: 5 # <-\nauths: {}\n",
		"key in a deep column": "a:\n  b: 1\n  c: 2\n    d: 3 # <-\n",
		"list out of column":   "targets:\n  - address: a\n  - address: b\n - address: c # <-\n",
		"brackets then more":   "auths: {}\nmodules: {}\ntargets:\n  - address: a\n  - address: [2001:db8::1]:22 # <-\n  - address: b\n",
		"missing comma":        "targets: [\n  {address: a},\n  {address: b}\n  {address: c}, # <-\n]\n",
		"missing brace":        "targets:\n  - {address: a\n  - address: b # <-\n",
		"quote then more":      "targets:\n  - address: a\n    name: \"b\" c # <-\n",
		"tab":                  "polling:\n  timeout: 30s\n\tmin_interval: 60s # <-\n",
		"at sign":              "auths:\n  a:\n    username: @b # <-\n",
		"open quote":           "targets:\n  - address: a\n  - address: \"b # <-\n  - address: c\n",
		"unknown escape":       "targets:\n  - address: \"a\\d\" # <-\n",
		"no colon":             "polling:\n  timeout 30s\n  min_interval: 60s # <-\n",
		"control character":    "polling:\n  timeout: 30s\n  # \x01 <-\n",
		"not UTF-8":            "polling:\n  # M\xfcnchen <-\n",
		"unknown anchor":       "auths:\n  a:\n    password: *b # <-\n",
	} {
		t.Run(name, func(t *testing.T) {
			before, _, _ := strings.Cut(text, "<-")
			want := 1 + strings.Count(before, "\n")
			_, _, err := config.Parse("a.yml", []byte(text), t.TempDir())
			var problems config.Errors
			if !errors.As(err, &problems) || len(problems) != 1 || problems[0].Line != want {
				t.Errorf("got %v, want one problem in line %d", err, want)
			}
		})
	}
}

// TestBombs parses texts that stand for far more than their size.
func TestBombs(t *testing.T) {
	aliases := "a0: &a0 {x: y}\n"
	merges := "a0: &a0 {x: y}\n"
	for i := range 30 {
		aliases += fmt.Sprintf("a%d: &a%d [*a%d, *a%d]\n", i+1, i+1, i, i)
		merges += fmt.Sprintf("a%d: &a%d {<<: [*a%d, *a%d]}\n", i+1, i+1, i, i)
	}
	for name, text := range map[string]string{
		"aliases": aliases,
		"merges":  merges,
		"itself":  "targets: &a [*a]\n",
		"merging": "polling: &a {<<: *a}\n",
		"large":   strings.Repeat("#", 16<<20+1),
		"deep":    strings.Repeat("[", 20000),
		"deeper":  "a: " + strings.Repeat("{a: ", 9000),
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := config.Parse("a.yml", []byte(text), t.TempDir())
			var problems config.Errors
			if !errors.As(err, &problems) || len(problems) != 1 {
				t.Errorf("got %.200v, want one problem", err)
			}
		})
	}
}

func TestLoadUnreadable(t *testing.T) {
	dir := t.TempDir()
	large := filepath.Join(dir, "large.yml")
	if err := os.WriteFile(large, bytes.Repeat([]byte("#\n"), 9<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		filepath.Join(dir, "none.yml"): "does not exist",
		dir:                            "is not a regular file",
		large:                          "is larger than 16 MiB, write less, or split the targets into several target_files",
	} {
		_, _, err := config.Load(path)
		if err == nil || err.Error() != path+": "+want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	writeFile(t, filepath.Join(dir, "closed.yml"), oneTarget)
	if err := os.Chmod(filepath.Join(dir, "closed.yml"), 0); err != nil {
		t.Fatal(err)
	}
	_, _, err := config.Load(filepath.Join(dir, "closed.yml"))
	// The superuser may read it all the same.
	if os.Geteuid() != 0 && (!errors.Is(err, os.ErrPermission) || !strings.HasSuffix(err.Error(), ": cannot be read by this user (permission denied)")) {
		t.Errorf("got %v", err)
	}
	if _, _, err := config.Load(filepath.Join(dir, "none.yml")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v is not os.ErrNotExist", err)
	}
}
