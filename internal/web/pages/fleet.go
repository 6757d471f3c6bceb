package pages

import (
	"bytes"
	"net/http"
	"net/url"

	"github.com/slp-exporter/slp-exporter/internal/overview"
)

// keyKiosk asks for the view for a wall screen.
const keyKiosk = "kiosk"

// table is what a request sees of the fleet.
type table struct {
	overview.View
	labels overview.Labels
	// given is the query as it was written: without the order that is usual.
	given overview.Query
}

// read reads the fleet and applies the query of a request. By default the worst come first. paged is true for what has
// pages of a hundred rows; others are the keys that the page takes itself.
func (p *Pages) read(query url.Values, paged bool, others ...string) (table, error) {
	now := p.Now()
	rows := p.Board.Rows(p.Fleet.All().Glance(), now)
	labels := overview.LabelsOf(rows)
	given, err := overview.Parse(query, labels, others...)
	if err != nil {
		return table{}, err
	}
	q := given
	if q.Sort == "" {
		q.Sort = "state"
	}
	if paged {
		q.Page = max(1, q.Page)
	}
	return table{overview.Show(rows, q, now), labels, given}, nil
}

// ServeFleet answers with the page in front: a row for each switch.
func (p *Pages) ServeFleet(w http.ResponseWriter, r *http.Request) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		p.refuse(w, err)
		return
	}
	name := "fleet"
	if query.Has(keyKiosk) {
		name = "kiosk"
	}
	var page *bytes.Buffer
	done := p.work(r.Context(), func() {
		var t table
		if t, err = p.read(query, true, keyKiosk); err != nil {
			return
		}
		l := p.page("Switches", p.fleetPage(t))
		if name == "kiosk" {
			l.Class, l.Reload = name, 60
		}
		page = p.render(name, l)
	})
	switch {
	case !done:
	case err != nil:
		p.refuse(w, err)
	default:
		p.send(w, http.StatusOK, page)
	}
}

// ServeCSV answers with the table of the same query, all pages of it unless it asks for one.
func (p *Pages) ServeCSV(w http.ResponseWriter, r *http.Request) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	var text bytes.Buffer
	done := err != nil || p.work(r.Context(), func() {
		var t table
		if t, err = p.read(query, false); err == nil {
			err = overview.WriteCSV(&text, t.labels, t.Rows)
		}
	})
	switch {
	case !done:
	case err != nil:
		http.Error(w, err.Error(), http.StatusBadRequest)
	default:
		w.Header().Set("Content-Type", "text/csv; charset=utf-8; header=present")
		w.Header().Set("Content-Disposition", `attachment; filename="fleet.csv"`)
		_, _ = w.Write(text.Bytes())
	}
}
