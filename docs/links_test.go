// Package docs tests the documentation. Tests of what a page says of one package are in that package.
package docs

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#+ +(.+)$`)
	fenced  = regexp.MustCompile("(?ms)^ *```.*?^ *```$")
	inTitle = regexp.MustCompile(`[^\p{L}\p{N}\s_-]`)
)

// pages returns all Markdown files of the project, by their paths.
func pages(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git") {
			return filepath.SkipDir
		}
		if filepath.Ext(path) == ".md" {
			text, err := os.ReadFile(path) //nolint:gosec // the repository's
			if err != nil {
				return err
			}
			all[filepath.Clean(path)] = fenced.ReplaceAllString(string(text), "")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// anchors returns the headings of a page, as links name them.
func anchors(page string) map[string]bool {
	found := map[string]bool{}
	for _, m := range heading.FindAllStringSubmatch(page, -1) {
		title := strings.ReplaceAll(inTitle.ReplaceAllString(strings.ToLower(m[1]), ""), " ", "-")
		found[title] = true
	}
	return found
}

// TestLinks follows every link from one page of the project to another.
func TestLinks(t *testing.T) {
	all, followed := pages(t), 0
	for path, text := range all {
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			if strings.Contains(m[1], "://") || strings.HasPrefix(m[1], "mailto:") {
				continue
			}
			followed++
			file, anchor, _ := strings.Cut(m[1], "#")
			to := path
			if file != "" {
				to = filepath.Clean(filepath.Join(filepath.Dir(path), file))
			}
			if _, err := os.Stat(to); err != nil {
				t.Errorf("%s: %s leads nowhere", path, m[1])
				continue
			}
			if anchor != "" && filepath.Ext(to) == ".md" && !anchors(all[to])[anchor] {
				t.Errorf("%s: %s has no such heading", path, m[1])
			}
		}
	}
	if followed < 100 {
		t.Errorf("only %d links", followed)
	}
}
