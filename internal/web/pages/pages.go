// Package pages makes what a browser shows: HTML from embedded templates, with one style sheet and one script of their
// own. It reads the fleet, the rows of package overview and the configuration, polls nothing, and asks no other
// host for anything. Package web puts its handlers into the mux, with the limits and headers that all answers have.
package pages

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"runtime"
	"time"

	"github.com/prometheus/common/version"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/overview"
)

// Options are what the pages need. All fields are required.
type Options struct {
	Fleet *fleet.Fleet
	Board *overview.Board
	// Polling returns the polling section of the configuration in use.
	Polling func() config.Polling
	// Links returns the addresses that pages lead to, of the same configuration.
	Links func() config.Links
	// Now is the exporter's clock.
	Now func() time.Time
	// MetricsPath is the path of the metrics.
	MetricsPath string
	// Pprof leads to Go's profiles.
	Pprof  bool
	Logger *slog.Logger
}

// Pages makes the pages.
type Pages struct {
	Options
	assets    assets
	templates map[string]*template.Template
	adviser   *advise.Adviser
	turns     chan struct{}
}

//go:embed templates
var templates embed.FS

// New reads the templates.
func New(o Options) (*Pages, error) {
	made, err := newAssets()
	if err != nil {
		return nil, err
	}
	p := &Pages{Options: o, assets: made, templates: map[string]*template.Template{}, adviser: advise.New()}
	p.turns = make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2)) // the other half is for scrapes
	for _, name := range []string{"fleet", "kiosk", "switch", "refused"} {
		t := template.New("layout.html").Funcs(template.FuncMap{"asset": made.path})
		if p.templates[name], err = t.ParseFS(templates, "templates/layout.html", "templates/"+name+".html"); err != nil {
			return nil, fmt.Errorf("template %s: %w", name, err)
		}
	}
	return p, nil
}

// layout is what all pages have in common.
type layout struct {
	// Title is shown in the browser's tab.
	Title string
	// Class is that of the body.
	Class string
	// Reload is after how many seconds a browser without scripts loads the page again; 0 is never.
	Reload      int
	Version     string
	MetricsPath string
	Pprof       bool
	// Content is what the page's own template shows.
	Content any
}

// page fills in what all pages have in common.
func (p *Pages) page(title string, content any) layout {
	return layout{Title: title, Version: version.Version, MetricsPath: p.MetricsPath, Pprof: p.Pprof, Content: content}
}

// work does what makes an answer, once it is its turn: readers of pages must not take the time of scrapes. It reports
// whether it was done; it is not if the client has hung up.
func (p *Pages) work(ctx context.Context, do func()) bool {
	select {
	case p.turns <- struct{}{}:
		defer func() { <-p.turns }()
		do()
		return true
	case <-ctx.Done():
		return false
	}
}

// render makes a page of a template.
func (p *Pages) render(name string, l layout) *bytes.Buffer {
	var b bytes.Buffer
	if err := p.templates[name].ExecuteTemplate(&b, "layout.html", l); err != nil {
		p.Logger.Error("a page cannot be made", "page", name, "err", err)
		return nil
	}
	return &b
}

// send answers with a page.
func (p *Pages) send(w http.ResponseWriter, status int, page *bytes.Buffer) {
	if page == nil {
		http.Error(w, "this page cannot be made; the log says why", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(page.Bytes())
}

// refuse answers a request that cannot be understood.
func (p *Pages) refuse(w http.ResponseWriter, err error) {
	p.send(w, http.StatusBadRequest, p.render("refused", p.page("Not understood", err.Error())))
}
