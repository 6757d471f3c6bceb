package browser_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/testenv/browser"
)

// bad is a page that breaks what the tests of pages look for.
const bad = `<!doctype html><html><head><title>Bad</title><style>p {color: #eee; background: #fff}</style></head>
<body><main><p>pale</p><img src="http://127.0.0.2:9/pixel.png"><script src="/script.js"></script><script>document.title = "inline"</script>
<form action="/next"><input id="word" name="word" title="word"></form><a href="/next?word=clicked">next</a></main></body></html>`

// site answers with the bad page, and with good ones.
func site(t *testing.T) *httptest.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /bad", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'self'; style-src 'unsafe-inline'")
		_, _ = io.WriteString(w, bad)
	})
	mux.HandleFunc("GET /script.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		_, _ = io.WriteString(w, `document.title = "scripted"`)
	})
	mux.HandleFunc("GET /next", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, `<!doctype html><html lang="en"><title>Next</title><link rel="icon" href="data:,"><main><h1>`+r.FormValue("word")+`</h1></main></html>`)
	})
	mux.HandleFunc("GET /favicon.ico", func(http.ResponseWriter, *http.Request) {})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

// TestBrowser: what is wrong with a page is found, and nothing is with a good one.
func TestBrowser(t *testing.T) {
	s := site(t)
	host := strings.TrimPrefix(s.URL, "http://")
	b := browser.Start(t)
	t.Run("complaints", func(t *testing.T) {
		tab := b.Tab(t, browser.View{Width: 800, Height: 600})
		tab.Open(s.URL + "/bad")
		if got := strings.Join(tab.Complaints(), "\n"); !strings.Contains(got, "img-src") || !strings.Contains(got, "script-src") {
			t.Errorf("the complaints are %s", got)
		}
		if got := browser.Eval[string](tab, "document.title"); got != "scripted" {
			t.Errorf("the title is %s", got)
		}
	})
	t.Run("strangers", func(t *testing.T) {
		tab := b.Tab(t, browser.View{Width: 800, Height: 600})
		tab.Open(s.URL + "/next")
		if got := tab.Strangers(host); len(got) > 0 {
			t.Errorf("it asks for %v", got)
		}
		if got := tab.Strangers("example.net"); !slices.Contains(got, s.URL+"/next") {
			t.Errorf("it asks for %v", got)
		}
		if got := tab.Complaints(); len(got) > 0 {
			t.Errorf("it complains: %v", got)
		}
	})
	t.Run("no script", func(t *testing.T) {
		tab := b.Tab(t, browser.View{Width: 800, Height: 600, NoScript: true})
		tab.Open(s.URL + "/bad")
		if got := browser.Eval[string](tab, "document.title"); got != "Bad" {
			t.Errorf("the title is %s", got)
		}
	})
	t.Run("view", func(t *testing.T) {
		for _, dark := range []bool{false, true} {
			tab := b.Tab(t, browser.View{Width: 360, Height: 640, Dark: dark})
			tab.Open(s.URL + "/next")
			if got := browser.Eval[int](tab, "innerWidth"); got != 360 {
				t.Errorf("it is %d wide", got)
			}
			if got := browser.Eval[bool](tab, `matchMedia("(prefers-color-scheme: dark)").matches`); got != dark {
				t.Errorf("dark is %t", got)
			}
			if png := tab.Picture(); !strings.HasPrefix(string(png), "\x89PNG") {
				t.Errorf("%.8q is no picture", png)
			}
		}
	})
	t.Run("use", func(t *testing.T) {
		tab := b.Tab(t, browser.View{Width: 800, Height: 600})
		tab.Open(s.URL + "/bad")
		tab.Click("a")
		if got := tab.Texts("h1"); !slices.Equal(got, []string{"clicked"}) {
			t.Errorf("after a click: %v", got)
		}
		tab.Open(s.URL + "/bad")
		tab.Fill("#word", "typed")
		tab.Enter()
		if got := tab.Texts("h1"); !slices.Equal(got, []string{"typed"}) || !strings.HasSuffix(tab.Address(), "?word=typed") {
			t.Errorf("after typing: %v at %s", got, tab.Address())
		}
		tab.Open(s.URL + "/bad")
		tab.Press("\t\t")
		tab.Enter()
		if got := tab.Texts("h1"); !slices.Equal(got, []string{"clicked"}) {
			t.Errorf("with the keyboard: %v", got)
		}
	})
	t.Run("axe", func(t *testing.T) {
		axe := browser.NeedAxe(t)
		tab := b.Tab(t, browser.View{Width: 800, Height: 600})
		tab.Open(s.URL + "/bad")
		got := strings.Join(tab.Axe(axe), "\n")
		for _, rule := range []string{"color-contrast", "html-has-lang", "image-alt"} {
			if !strings.Contains(got, rule+": ") {
				t.Errorf("no %s in %s", rule, got)
			}
		}
		tab.Open(s.URL + "/next?word=good")
		if got := tab.Axe(axe); len(got) > 0 {
			t.Errorf("the good page violates %v", got)
		}
	})
}
