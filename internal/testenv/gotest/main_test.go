package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// module is a module with one package that passes, one that fails, one that does not build, one without tests
// and one that panics.
var module = map[string]string{
	"go.mod": "module example.net/m\n\ngo 1.26\n",
	"good/good_test.go": `package good

import "testing"

func TestGood(t *testing.T) { t.Log("of a good test") }
func TestLong(t *testing.T) { if testing.Short() { t.Skip("long: make test-all runs it") } }
func TestTable(t *testing.T) { t.Run("row", func(t *testing.T) { t.Skip("no ssh") }) }
func TestSilent(t *testing.T) { t.SkipNow() }
`,
	"bad/bad_test.go": `package bad

import "testing"

func TestBad(t *testing.T) {
	t.Run("fine", func(t *testing.T) { t.Log("of a fine row") })
	t.Run("wrong", func(t *testing.T) { t.Errorf("got 1, want 2") })
}
`,
	"broken/broken_test.go": "package broken\n\nfunc f() int { return \"text\" }\n",
	"empty/empty.go":        "package empty\n",
	"panics/panics_test.go": `package panics

import "testing"

func TestPanic(*testing.T) { panic("a crash") }
`,
}

// runIn runs go test in the module.
func runIn(t *testing.T, args ...string) (int, string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range module {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	var out, errOut bytes.Buffer
	code, err := run(args, &out, &errOut)
	if err != nil {
		t.Fatal(err, errOut.String())
	}
	return code, out.String()
}

// TestPass checks that the skipped tests with their reasons follow a run, and then the results.
func TestPass(t *testing.T) {
	code, out := runIn(t, "-short", "./good", "./empty")
	if code != 0 {
		t.Errorf("exit code %d", code)
	}
	want := regexp.MustCompile(`^ +[\d.]+s  example\.net/m/good

skipped:
  example\.net/m/good TestLong: long: make test-all runs it
  example\.net/m/good TestSilent: no reason given
  example\.net/m/good TestTable/row: no ssh

ok  	example\.net/m/good	[\d.]+s
$`)
	if !want.MatchString(out) {
		t.Errorf("it printed:\n%s", out)
	}
}

// TestFail checks the exit code, and that everything that failed is shown and nothing that passed.
func TestFail(t *testing.T) {
	code, out := runIn(t, "./...")
	if code != 1 {
		t.Errorf("exit code %d", code)
	}
	for _, want := range []string{
		"--- FAIL: TestBad (TIME)\n--- FAIL: TestBad/wrong (TIME)\n    bad_test.go:7: got 1, want 2\n",
		`broken_test.go:3:23: cannot use "text"`,
		"panic: a crash",
		"skipped:\n  example.net/m/good TestSilent: no reason given\n",
		"\nFAIL\texample.net/m/broken [build failed]\n",
		"\nok  \texample.net/m/good\t",
	} {
		if !strings.Contains(regexp.MustCompile(`[\d.]+s\)`).ReplaceAllString(out, "TIME)"), want) {
			t.Errorf("it does not print %q", want)
		}
	}
	if strings.Contains(out, "of a ") || strings.Contains(out, "=== ") {
		t.Error("it prints output of tests that passed")
	}
	if !strings.HasPrefix(out[strings.LastIndex(strings.TrimSpace(out), "\n")+1:], "FAIL\texample.net/m/panics\t") {
		t.Error("what failed is not last")
	}
	if t.Failed() {
		t.Log(out)
	}
}
