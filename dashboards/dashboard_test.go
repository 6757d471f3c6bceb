package dashboards_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// names are the dashboards by file, with their uid.
var names = map[string]string{
	"fleet":         "slp-fleet",
	"communication": "slp-communication",
	"reports":       "slp-reports",
	"switch":        "slp-switch",
	"exporter":      "slp-exporter",
}

// dashboard is the part of a dashboard that the tests look at.
type dashboard struct {
	UID         string
	Title       string
	Description string
	Tags        []string
	Panels      []panel
	Links       []link
	Templating  struct{ List []variable }
	Annotations struct{ List []annotation }
}

type panel struct {
	ID              int
	Type            string
	Title           string
	Description     string
	Datasource      *source
	GridPos         struct{ X, Y, W, H int }
	Targets         []target
	Transformations []struct {
		ID      string
		Options json.RawMessage
	}
	FieldConfig struct {
		Defaults struct {
			Unit    string
			NoValue string
			Links   []link
		}
		Overrides []override
	}
}

type override struct {
	Matcher    struct{ ID, Options string }
	Properties []struct {
		ID    string
		Value json.RawMessage
	}
}

type target struct {
	RefID      string
	Expr       string
	Datasource *source
	Instant    bool
	Range      bool
	Format     string
}

type source struct{ Type, UID string }

type link struct{ Title, Type, URL string }

type variable struct {
	Name, Type, Description, AllValue string
	Datasource                        *source
	Query                             any
}

type annotation struct {
	Name, Expr string
	Datasource *source
}

// all loads the dashboards by the name of their file.
func all(t *testing.T) map[string]dashboard {
	t.Helper()
	loaded := map[string]dashboard{}
	for name := range names {
		text, err := os.ReadFile(name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var d dashboard
		if err := json.Unmarshal(text, &d); err != nil {
			t.Fatalf("%s.json: %v", name, err)
		}
		loaded[name] = d
	}
	return loaded
}

// graphs are all panels but the headings.
func (d dashboard) graphs() []panel {
	var graphs []panel
	for _, p := range d.Panels {
		if p.Type != "row" {
			graphs = append(graphs, p)
		}
	}
	return graphs
}

// links are the links of the panel's values and of its columns.
func (p panel) links(t *testing.T) []link {
	t.Helper()
	links := p.FieldConfig.Defaults.Links
	for _, o := range p.FieldConfig.Overrides {
		for _, property := range o.Properties {
			if property.ID != "links" {
				continue
			}
			var more []link
			if err := json.Unmarshal(property.Value, &more); err != nil {
				t.Fatal(err)
			}
			links = append(links, more...)
		}
	}
	return links
}

// columns returns the titles of the fields that a table shows, by their names in the result of the queries,
// and the fields that it hides.
func (p panel) columns(t *testing.T) (shown map[string]string, hidden map[string]bool) {
	t.Helper()
	for _, transformation := range p.Transformations {
		if transformation.ID != "organize" {
			continue
		}
		var options struct {
			RenameByName  map[string]string
			ExcludeByName map[string]bool
		}
		if err := json.Unmarshal(transformation.Options, &options); err != nil {
			t.Fatal(err)
		}
		shown, hidden = options.RenameByName, options.ExcludeByName
	}
	return shown, hidden
}

// relative reports whether a field is shown as the distance of a time from now.
func (p panel) relative(title string) bool {
	for _, o := range p.FieldConfig.Overrides {
		for _, property := range o.Properties {
			if o.Matcher.Options == title && property.ID == "unit" {
				return strings.Contains(string(property.Value), "FromNow")
			}
		}
	}
	return false
}

// valueField is what Grafana calls a query's value in a table.
func (p panel) valueField(q target) string {
	if len(p.Targets) == 1 {
		return "Value"
	}
	return "Value #" + q.RefID
}
