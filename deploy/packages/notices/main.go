// Command notices prints the licences of the modules that are compiled into the exporter, which ask that copies of the
// program come with them. Releases ship what it prints.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	if err := notices(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "notices:", err)
		os.Exit(1)
	}
}

// notices writes the licence texts of all modules, sorted by module. A module without one is an error.
func notices(w io.Writer) error {
	modules, err := modules()
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintln(w, "slp-exporter contains these modules, under the licences that follow each name.")
	for _, m := range modules {
		path, dir, _ := strings.Cut(m, " ")
		texts, err := licences(dir)
		if err != nil {
			return err
		}
		if len(texts) == 0 {
			return fmt.Errorf("%s: there is no licence in %s", path, dir)
		}
		if _, err := fmt.Fprintf(w, "\n%s\n%s\n\n%s\n", strings.Repeat("=", 79), path, bytes.Join(texts, []byte("\n"))); err != nil {
			return err
		}
	}
	return nil
}

// modules returns path@version and folder of each module that is compiled in on any of the platforms; main is not
// among them. Go itself is the first.
func modules() ([]string, error) {
	root, err := exec.Command("go", "env", "GOVERSION", "GOROOT").Output()
	if err != nil {
		return nil, err
	}
	all := map[string]bool{}
	for _, platform := range []string{"linux", "darwin", "windows"} {
		list := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}@{{.Version}} {{.Dir}}{{end}}{{end}}", "./cmd/slp-exporter")
		list.Env = append(os.Environ(), "GOOS="+platform, "GOARCH=amd64", "CGO_ENABLED=0")
		out, err := list.Output()
		if err != nil {
			return nil, err
		}
		for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
			if line := lines.Text(); line != "" {
				all[line] = true
			}
		}
	}
	sorted := []string{strings.Join(strings.Fields(string(root)), " ")}
	for m := range all {
		sorted = append(sorted, m)
	}
	slices.Sort(sorted[1:])
	return sorted, nil
}

// licences returns the texts of a module's licence files.
func licences(dir string) (texts [][]byte, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		name, _, _ := strings.Cut(strings.ToUpper(e.Name()), ".")
		if e.IsDir() || !slices.Contains([]string{"LICENSE", "LICENCE", "COPYING", "NOTICE", "PATENTS"}, name) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name())) //nolint:gosec // in the module cache
		if err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	return texts, nil
}
