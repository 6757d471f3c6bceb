package dashboards_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
)

// releases are Grafana's own types, of the oldest release that the dashboards support and of a newer one.
var releases = []string{"testdata/grafana10.json", "testdata/grafana12.json"}

func TestGrafanaAcceptsTheDashboards(t *testing.T) {
	for _, file := range releases {
		r := readRelease(t, file)
		for name := range names {
			text, err := os.ReadFile(name + ".json")
			if err != nil {
				t.Fatal(err)
			}
			for _, wrong := range r.wrong(t, text) {
				t.Errorf("%s: %s: %s", file, name, wrong)
			}
		}
	}
}

// The check must find fields that Grafana does not know, and values that it does not accept.
func TestGrafanaRefusesWhatItDoesNotKnow(t *testing.T) {
	for _, file := range releases {
		r := readRelease(t, file)
		for _, change := range [][2]string{
			{`"graphMode": "none"`, `"graphMode": "nothing"`},
			{`"gridPos": {`, `"gridPos": {"z": 0,`},
			{`"colorMode": "value"`, `"colourMode": "value"`},
			{`"lineWidth": 1`, `"lineWidth": "1"`},
			{`"repeatDirection": "h"`, `"repeatDirection": "d"`},
			{`"refresh": 2`, `"refresh": 3`},
			{`"type": "dashboards"`, `"type": "boards"`},
			{`"type": "stat"`, `"type": "number"`},
			{`"mode": "absolute"`, `"mode": "relative"`},
		} {
			if len(r.wrong(t, changed(t, change))) == 0 {
				t.Errorf("%s: %s is accepted", file, change[1])
			}
		}
	}
}

// wrong returns what the release does not accept in a dashboard. The options of panels are checked against the
// types of their kind.
func (r release) wrong(t *testing.T, text []byte) []string {
	t.Helper()
	var d map[string]any
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	r.asTyped(d)
	wrong := r.check("dashboard", r.Definitions["Dashboard"], d)
	for i, p := range d["panels"].([]any) {
		if p := p.(map[string]any); p["type"] != "row" {
			wrong = append(wrong, r.wrongPanel(fmt.Sprintf("dashboard.panels[%d]", i), p)...)
		}
	}
	return wrong
}

func (r release) wrongPanel(path string, p map[string]any) []string {
	kind := strings.ReplaceAll(p["type"].(string), "-", "")
	wrong := r.wrongKind(path+".options", kind+"Options", p["options"])
	defaults := p["fieldConfig"].(map[string]any)["defaults"].(map[string]any)
	if custom, ok := defaults["custom"]; ok {
		wrong = append(wrong, r.wrongKind(path+".fieldConfig.defaults.custom", kind+"Custom", custom)...)
	}
	return wrong
}

// wrongKind accepts missing fields: all of them are optional for Grafana.
func (r release) wrongKind(path, kind string, value any) []string {
	s, ok := r.Kinds[kind]
	if !ok {
		return []string{path + ": no type " + kind + " to check it against"}
	}
	return r.check(path, s, value)
}

// asTyped changes a dashboard so that the types can describe it.
func (r release) asTyped(d map[string]any) {
	annotations, _ := d["annotations"].(map[string]any)["list"].([]any)
	for _, a := range annotations {
		for _, field := range []string{"expr", "useValueForTime", "titleFormat", "step"} {
			delete(a.(map[string]any), field) // the data source's plugin adds them to Grafana's own
		}
	}
	if _, older := r.Definitions["Dashboard"].Properties["style"]; !older {
		return
	}
	// Grafana 10 does not need these, but its types do.
	d["style"] = "dark"
	for _, v := range d["templating"].(map[string]any)["list"].([]any) {
		v.(map[string]any)["id"] = "any"
	}
	for _, p := range d["panels"].([]any) {
		if p := p.(map[string]any); p["type"] != "row" && p["transformations"] == nil {
			p["transformations"] = []any{}
		}
	}
}
