package dashboards_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

const gridColumns = 24

func TestEachDashboardIsDescribedAndLinked(t *testing.T) {
	for name, d := range all(t) {
		if d.UID != names[name] {
			t.Errorf("%s: uid %q, want %q", name, d.UID, names[name])
		}
		if d.Title == "" || d.Description == "" {
			t.Errorf("%s: no title or no description", name)
		}
		if !slices.Contains(d.Tags, "slp") {
			t.Errorf("%s: without the tag slp no other dashboard links to it", name)
		}
		if len(d.Links) != 1 || d.Links[0].Type != "dashboards" {
			t.Errorf("%s: links %v, want the list of the other dashboards", name, d.Links)
		}
	}
}

func TestEachPanelSaysWhatItShows(t *testing.T) {
	for name, d := range all(t) {
		for _, p := range d.graphs() {
			where := name + ": " + p.Title
			if p.Title == "" || len(p.Description) < 10 {
				t.Errorf("%s (%d): no title or no description", where, p.ID)
			}
			if p.FieldConfig.Defaults.Unit == "" {
				t.Errorf("%s: no unit", where)
			}
			if len(p.Targets) == 0 {
				t.Errorf("%s: no query", where)
			}
			variableSource(t, where, p.Datasource)
			refs := map[string]bool{}
			for _, q := range p.Targets {
				variableSource(t, where, q.Datasource)
				if refs[q.RefID] {
					t.Errorf("%s: two queries %s", where, q.RefID)
				}
				refs[q.RefID] = true
				if q.Instant == q.Range {
					t.Errorf("%s: query %s is both instant and over time, or neither", where, q.RefID)
				}
			}
		}
	}
}

func TestEachVariableIsDescribed(t *testing.T) {
	for name, d := range all(t) {
		var have []string
		for _, v := range d.Templating.List {
			have = append(have, v.Name)
			if v.Description == "" {
				t.Errorf("%s: variable %s: no description", name, v.Name)
			}
			if v.Type != "datasource" {
				variableSource(t, name+": variable "+v.Name, v.Datasource)
			}
		}
		want := []string{"datasource", "target"}
		if name != "switch" {
			want = append(want, "site")
		}
		for _, variable := range want {
			if !slices.Contains(have, variable) {
				t.Errorf("%s: no variable %s", name, variable)
			}
		}
		for _, a := range d.Annotations.List {
			variableSource(t, name+": annotation "+a.Name, a.Datasource)
		}
	}
}

func variableSource(t *testing.T, where string, s *source) {
	t.Helper()
	if s == nil || s.Type != "prometheus" || s.UID != "${datasource}" {
		t.Errorf("%s: data source %v, want that of the variable", where, s)
	}
}

func TestPanelsFillTheGridAndDoNotOverlap(t *testing.T) {
	for name, d := range all(t) {
		ids := map[int]bool{}
		taken := map[[2]int]string{}
		height := 0
		for _, p := range d.Panels {
			if p.ID < 1 || ids[p.ID] {
				t.Errorf("%s: %s: id %d is missing or not unique", name, p.Title, p.ID)
			}
			ids[p.ID] = true
			g := p.GridPos
			if g.W < 1 || g.H < 1 || g.X < 0 || g.X+g.W > gridColumns {
				t.Errorf("%s: %s: %+v is outside the grid", name, p.Title, g)
			}
			height = max(height, g.Y+g.H)
			for x := g.X; x < g.X+g.W; x++ {
				for y := g.Y; y < g.Y+g.H; y++ {
					if other, ok := taken[[2]int{x, y}]; ok {
						t.Fatalf("%s: %q and %q overlap", name, other, p.Title)
					}
					taken[[2]int{x, y}] = p.Title
				}
			}
		}
		if len(taken) != gridColumns*height {
			t.Errorf("%s: %d of %d cells are taken: there are holes", name, len(taken), gridColumns*height)
		}
	}
}

func TestLinksLeadToDashboards(t *testing.T) {
	uid := regexp.MustCompile(`^/d/([a-z-]+)\?`)
	for name, d := range all(t) {
		toSwitch := 0
		for _, p := range d.graphs() {
			where := name + ": " + p.Title
			for _, l := range p.links(t) {
				found := uid.FindStringSubmatch(l.URL)
				if found == nil || !isUID(found[1]) {
					t.Errorf("%s: %s leads to no dashboard", where, l.URL)
					continue
				}
				for _, kept := range []string{"${__url_time_range}", "${datasource:queryparam}"} {
					if !strings.Contains(l.URL, kept) {
						t.Errorf("%s: %s loses %s", where, l.URL, kept)
					}
				}
				if found[1] == "slp-switch" {
					toSwitch++
					if !strings.Contains(l.URL, "var-target=") {
						t.Errorf("%s: %s names no switch", where, l.URL)
					}
				}
			}
			if p.Type == "table" && name != "switch" && listsSwitches(t, p) && len(p.links(t)) == 0 {
				t.Errorf("%s: the switches do not link to their dashboards", where)
			}
		}
		if name != "switch" && toSwitch == 0 {
			t.Errorf("%s: no panel links to a switch", name)
		}
	}
}

func listsSwitches(t *testing.T, p panel) bool {
	t.Helper()
	columns, _ := p.columns(t)
	return columns["target"] != ""
}

func isUID(uid string) bool {
	for _, known := range names {
		if uid == known {
			return true
		}
	}
	return false
}

// To show how far away a time is, Grafana needs milliseconds; Prometheus has seconds.
func TestTimesAreInMilliseconds(t *testing.T) {
	times := 0
	for name, d := range all(t) {
		for _, p := range d.graphs() {
			columns, _ := p.columns(t)
			for _, q := range p.Targets {
				relative := strings.Contains(p.FieldConfig.Defaults.Unit, "FromNow") || p.relative(columns[p.valueField(q)])
				if milliseconds := strings.HasPrefix(q.Expr, "1000 * ("); milliseconds != relative {
					t.Errorf("%s: %s: query %s: in milliseconds is %v, shown as a time from now is %v", name, p.Title, q.RefID, milliseconds, relative)
				}
				if relative {
					times++
				}
			}
		}
	}
	if times == 0 {
		t.Error("no time was found")
	}
}
