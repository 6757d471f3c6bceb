package web

import (
	"encoding/csv"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

// rowsOf are the names of the switches on a page, in their order.
func rowsOf(page string) []string {
	var names []string
	for _, m := range regexp.MustCompile(`<th scope="row" class="c-name"><a [^>]*>([^<]*)</a>`).FindAllStringSubmatch(page, -1) {
		names = append(names, m[1])
	}
	return names
}

// TestFleetPage: a row for each switch, the worst first, and nothing is polled for it.
func TestFleetPage(t *testing.T) {
	now := exampleEnd()
	l := idleLab(t, 30, []string{"status"}, Options{Now: func() time.Time { return now }})
	if w := l.get("/"); w.Code != http.StatusOK || len(rowsOf(w.Body.String())) != 30 || !strings.Contains(w.Body.String(), "No switch has been polled yet") {
		t.Errorf("before the first poll: %d\n%s", w.Code, w.Body)
	}
	if n := l.opens.Load(); n != 0 {
		t.Errorf("the page polled %d switches", n)
	}
	l.get("/metrics")
	for query, want := range map[string]int{
		"": 30, "?state=down": 3, "?reason=refused&state=down": 3, "?tier=access": 30, "?q=00019": 1, "?q=nothing": 0, "?sort=-name&q=&state=": 30,
	} {
		w := l.get("/" + query)
		if rows := rowsOf(w.Body.String()); w.Code != http.StatusOK || len(rows) != want {
			t.Errorf("%s: %d, rows %v, want %d", query, w.Code, rows, want)
		}
		table, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(l.get("/fleet.csv"+query).Body.String(), "\ufeff"))).ReadAll()
		if err != nil || len(table) != want+1 {
			t.Errorf("%s: %d rows of CSV, %v", query, len(table)-1, err)
		}
	}
	if rows := rowsOf(l.get("/?sort=-name").Body.String()); rows[0] != "lab-sw-00029" {
		t.Errorf("%v", rows)
	}
	for _, path := range []string{"/?colour=red", "/fleet.csv?colour=red", "/?state=dead", "/?page=x", "/?q=%zz", "/fleet.csv?q=%zz"} {
		if w := l.get(path); w.Code != http.StatusBadRequest || rowsOf(w.Body.String()) != nil {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

// TestPaging: a page has a hundred rows, and the links lead through all of them, each once.
func TestPaging(t *testing.T) {
	l := idleLab(t, 250, []string{"status"}, Options{})
	seen := map[string]bool{}
	next := regexp.MustCompile(`<a href="([^"]+)" rel="next">`)
	for path := "/?sort=-name"; path != ""; {
		page := l.get(path).Body.String()
		for _, name := range rowsOf(page) {
			seen[name] = true
		}
		if path = ""; next.MatchString(page) {
			path = strings.ReplaceAll(next.FindStringSubmatch(page)[1], "&amp;", "&")
		}
	}
	if len(seen) != 250 {
		t.Errorf("%d switches are seen", len(seen))
	}
}

// TestMarkup: what is configured, asked for or said by a switch is text on a page, never markup.
func TestMarkup(t *testing.T) {
	const evil = `<script>alert(1)</script>`
	l := namedLab(t, []string{evil, `"><img src=x onerror=alert(1)>`, strings.Repeat("x", 200), "スイッチ", "مفتاح"})
	for _, path := range []string{"/", "/?kiosk=1", "/?q=%3Cscript%3Ealert(1)%3C/script%3E", "/?%3Cscript%3Ealert(1)=%3Cscript%3E", "/?state=%3Cscript%3Ealert(1)"} {
		page := l.get(path).Body.String()
		if strings.Contains(page, "<script>") || strings.Contains(page, "<img") {
			t.Errorf("%s has markup of others:\n%s", path, page)
		}
	}
	if page := l.get("/").Body.String(); !strings.Contains(page, "&lt;script&gt;alert(1)") || !strings.Contains(page, "スイッチ") || !strings.Contains(page, "مفتاح") {
		t.Errorf("a name is missing:\n%s", page)
	}
}

// TestStatic: a browser may keep what pages load, because its name changes with it; it may keep nothing else.
func TestStatic(t *testing.T) {
	l := idleLab(t, 1, []string{"status"}, Options{})
	page := l.get("/").Body.String()
	files := regexp.MustCompile(`"(/static/[^"]+)"`).FindAllStringSubmatch(page, -1)
	if len(files) != 3 {
		t.Errorf("%v", files)
	}
	for _, m := range files {
		w := l.get(m[1])
		if kept := w.Header().Get("Cache-Control"); w.Code != http.StatusOK || !strings.Contains(kept, "immutable") || w.Header().Get("Content-Type") == "" {
			t.Errorf("%s: %d %v", m[1], w.Code, w.Header())
		}
	}
	if w := l.get("/static/style.css"); w.Code != http.StatusNotFound || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("without the hash: %d %v", w.Code, w.Header())
	}
}
