package config_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

var update = flag.Bool("update", false, "rewrite the # want: lines of testdata; read the difference before believing it")

// TestInvalid parses one file for each rule. Each says in comment lines at its top, exactly, what
// is to be said about it. DIR is the directory that the file lies in.
func TestInvalid(t *testing.T) {
	files, err := filepath.Glob("testdata/invalid-*.yml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files (%v)", err)
	}
	dir := fixtureDir(t)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yml"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if *update {
				text = rewrite(t, file, text, dir)
			}
			want, _ := splitWants(string(text))
			got := problemsOf(t, filepath.Base(file), string(text), dir)
			if len(want) == 0 || strings.Join(got, "\n") != strings.Join(want, "\n") {
				t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
			for _, line := range got {
				if strings.Contains(line, "hunter2") || strings.Contains(line, "2074") || strings.Contains(line, password) {
					t.Errorf("shows a secret: %s", line)
				}
			}
		})
	}
}

// problemsOf returns the messages about a text, errors first, then warnings.
func problemsOf(t *testing.T, name, text, dir string) []string {
	t.Helper()
	cfg, warnings, err := config.Parse(name, []byte(text), dir)
	if err == nil || cfg != nil {
		t.Errorf("got a configuration (%v) and error %v, want only an error", cfg != nil, err)
		return nil
	}
	var problems config.Errors
	if !errors.As(err, &problems) {
		t.Fatalf("error is a %T", err)
	}
	var lines []string
	for _, p := range problems {
		lines = append(lines, strings.ReplaceAll(p.Error(), dir, "DIR"))
	}
	for _, w := range warnings {
		lines = append(lines, "warning: "+strings.ReplaceAll(w.String(), dir, "DIR"))
	}
	return lines
}

// splitWants takes the comment lines off the top of a file.
func splitWants(text string) (wants []string, rest string) {
	for {
		line, after, _ := strings.Cut(text, "\n")
		want, ok := strings.CutPrefix(line, "# want: ")
		if !ok {
			return wants, text
		}
		wants, text = append(wants, want), after
	}
}

// rewrite puts what is said now at the top of a file; the lines themselves count as lines.
func rewrite(t *testing.T, file string, text []byte, dir string) []byte {
	t.Helper()
	_, rest := splitWants(string(text))
	now := rest
	for range 2 {
		lines := problemsOf(t, filepath.Base(file), now, dir)
		now = rest
		for i := range lines {
			now = "# want: " + lines[len(lines)-1-i] + "\n" + now
		}
	}
	if err := os.WriteFile(file, []byte(now), 0o600); err != nil {
		t.Fatal(err)
	}
	return []byte(now)
}
