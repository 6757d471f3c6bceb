package config_test

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/config/shown"
	"github.com/slp-exporter/slp-exporter/internal/disk"
)

const docsDir = "../../docs"

// exampleDir is a copy of the examples with the secrets that they and the documentation name.
func exampleDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(docsDir, "examples"))); err != nil {
		t.Fatal(err)
	}
	key, err := keyPair()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"readonly.password":     password,
		"enable.password":       password,
		"netbox.token":          password,
		"id_ed25519":            key.encrypted,
		"id_ed25519.passphrase": passphrase,
		"known_hosts":           "192.0.2.10 " + key.public,
	} {
		writeFile(t, filepath.Join(dir, name), text)
	}
	t.Setenv("SLP_PASSWORD", password)
	return dir
}

func TestExamples(t *testing.T) {
	dir := exampleDir(t)
	files, err := filepath.Glob(filepath.Join(dir, "*.yml"))
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		if _, warnings, err := config.Load(file); err != nil || len(warnings) != 0 {
			t.Errorf("%v, %v", err, warnings)
		}
	}
	if lines := strings.Count(readFile(t, dir, "minimal.yml"), "\n"); lines > 10 {
		t.Errorf("minimal.yml has %d lines", lines)
	}
	complete := readFile(t, dir, "slp-exporter.yml")
	for _, section := range config.Schema() {
		for _, key := range section.Keys {
			if !regexp.MustCompile(`\b` + key + `:`).MatchString(complete) {
				t.Errorf("slp-exporter.yml does not have %s", key)
			}
		}
	}
}

// docRows returns the rows of all tables whose first column has that heading, cell by cell.
func docRows(t *testing.T, heading string) [][]string {
	t.Helper()
	var rows [][]string
	in := false
	for line := range strings.Lines(readFile(t, docsDir, "configuration.md")) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " | ")
		first := strings.TrimSpace(cells[0])
		switch {
		case !strings.HasPrefix(line, "|"):
			in = false
		case first == heading:
			in = true
		case in && !strings.HasPrefix(first, "---"):
			rows = append(rows, cells)
		}
	}
	return rows
}

// TestDocumentedKeys holds the tables of the documentation against the schema, both ways.
func TestDocumentedKeys(t *testing.T) {
	schema := map[string]bool{}
	for _, section := range config.Schema() {
		for _, key := range section.Keys {
			schema[strings.TrimPrefix(section.Path+"."+key, ".")] = true
		}
	}
	defaults := shownDefaults(t)
	for _, row := range docRows(t, "Key") {
		key := strings.Trim(strings.TrimSpace(row[0]), "`")
		if !schema[key] {
			t.Errorf("%s is documented, but does not exist (or is documented twice)", key)
		}
		delete(schema, key)
		if want, ok := defaults[key]; ok && strings.HasPrefix(row[1], "`") && row[1] != "`"+want+"`" {
			t.Errorf("%s: the documented default is %s, not %s", key, row[1], want)
		}
	}
	if len(schema) > 0 {
		t.Errorf("not documented: %v", slices.Sorted(maps.Keys(schema)))
	}
}

// shownDefaults returns what Show says of a configuration that leaves out everything.
func shownDefaults(t *testing.T) map[string]string {
	t.Helper()
	dir := fixtureDir(t)
	cfg, _ := parse(t, oneAuth+oneTarget, dir)
	text, err := shown.YAML(cfg)
	if err != nil {
		t.Fatal(err)
	}
	var tree map[string]any
	if err := yaml.Unmarshal([]byte(strings.ReplaceAll(string(text), dir+"/", "")), &tree); err != nil {
		t.Fatal(err)
	}
	flat := map[string]string{}
	flatten(flat, "polling", tree["polling"])
	flatten(flat, "modules.NAME", tree["modules"].(map[string]any)["default"])
	if len(flat) < 14 {
		t.Fatalf("only %v", flat)
	}
	return flat
}

func flatten(into map[string]string, path string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			flatten(into, path+"."+key, inner)
		}
	case []any:
		into[path] = strings.ReplaceAll(fmt.Sprint(v), " ", ", ")
	case string:
		if into[path] = v; v == "" {
			into[path] = `""`
		}
	default:
		into[path] = fmt.Sprint(v)
	}
}

// TestDocumentedErrors looks for every message of the documentation in what is really said.
func TestDocumentedErrors(t *testing.T) {
	files, err := filepath.Glob("testdata/invalid-*.yml")
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	for _, file := range files {
		wants, _ := splitWants(readFile(t, ".", file))
		said.WriteString(strings.Join(wants, "\n") + "\n")
	}
	said.WriteString(readFile(t, ".", "warning_test.go") + readFile(t, ".", "listed_test.go") + disk.ErrHangs.Error())
	rows := docRows(t, "Message")
	if len(rows) == 0 {
		t.Error("no message is explained")
	}
	for _, row := range rows {
		for _, part := range strings.Split(strings.Trim(strings.TrimSpace(row[0]), "`"), "…") {
			if !strings.Contains(said.String(), strings.TrimSpace(part)) {
				t.Errorf("nothing says %q", part)
			}
		}
	}
}

// TestDocumentedYAML parses the examples of the documentation: whole files, parts of one, and
// target files, which begin with a comment that is their path.
func TestDocumentedYAML(t *testing.T) {
	dir := exampleDir(t)
	targets := filepath.Join(dir, "targets") // those of the examples name modules of theirs
	if err := errors.Join(os.RemoveAll(targets), os.Mkdir(targets, 0o700)); err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```ya?ml\n(.*?)```").FindAllStringSubmatch(readFile(t, docsDir, "configuration.md"), -1)
	if len(blocks) < 5 {
		t.Fatalf("only %d blocks", len(blocks))
	}
	for _, block := range blocks {
		text := block[1]
		if path, ok := strings.CutPrefix(text, "# targets/"); ok {
			path, _, _ = strings.Cut(path, "\n")
			writeFile(t, filepath.Join(targets, path), text)
			text = "target_files: [targets/" + path + "]\n"
		}
		if !strings.Contains(text, "auths:") {
			text = "auths: {readonly: {username: a, password_file: readonly.password}}\n" + text
		}
		if !strings.Contains(text, "targets:") && !strings.Contains(text, "target_files:") {
			text += oneTarget
		}
		if _, _, err := config.Parse("block.yml", []byte(text), dir); err != nil {
			t.Errorf("%v in\n%s", err, text)
		}
	}
}
