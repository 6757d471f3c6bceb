package pages

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/testenv/browser"
	"github.com/slp-exporter/slp-exporter/internal/testenv/programs"
)

var update = flag.Bool("update", false, "take the pictures of the documentation again")

// folder is where the pictures are, each with an outline beside it.
const folder = "../../../docs/pictures"

// maxPicture bounds a picture, so that the README loads quickly.
const maxPicture = 300 << 10

// outline is what a page consists of, without what differs from one day to the next: headings, columns, names of facts,
// and parts of the page.
const outline = `Array.from(document.querySelectorAll("h1, h2, caption, th[scope=col], dt, nav, form, svg[role=img], .lanes span, summary:not(.poll summary)"), e => {
  const name = e.tagName.toLowerCase();
  if (name === "nav" || name === "form") return name + " " + (e.getAttribute("aria-label") || "");
  if (name === "svg") return name;
  return name + " " + e.textContent.trim().replace(/\s+/g, " ");
}).join("\n") + "\n"`

// pictures takes the pictures of the documentation, or checks that the pages still consist of what they show.
func pictures(t *testing.T, d desk, exporter *programs.Server) {
	for _, each := range []struct {
		name, path string
		height     int64
	}{
		{"fleet", "/", 900}, {"switch", "/switch/zrh-acc-04", 1150},
	} {
		tab := d.Tab(t, browser.View{Width: 1440, Height: each.height})
		tab.Open(exporter.URL + each.path)
		got := browser.Eval[string](tab, outline)
		picture, text := filepath.Join(folder, each.name+".png"), filepath.Join(folder, each.name+".outline")
		if *update {
			png := tab.Picture()
			if len(png) > maxPicture {
				t.Errorf("%s has %d bytes", picture, len(png))
			}
			write(t, picture, png)
			write(t, text, []byte(got))
			continue
		}
		want, err := os.ReadFile(text)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s is out of date: make pictures takes it again. The page has\n%s\nand it had\n%s", picture, got, want)
		}
	}
}

func write(t *testing.T, file string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil { //nolint:gosec // documentation
		t.Fatal(err)
	}
	if err := os.WriteFile(file, content, 0o644); err != nil { //nolint:gosec // documentation
		t.Fatal(err)
	}
}
