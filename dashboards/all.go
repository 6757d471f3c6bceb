// Package dashboards has the five Grafana dashboards as tables, each beside the JSON that is generated from
// it. It may use package grafana, which builds panels, and the names of slp-exporter's metrics. The JSON is
// what people import into Grafana; tests hold it against these tables and run its queries.
package dashboards

import (
	"bytes"
	"encoding/json"

	"github.com/slp-exporter/slp-exporter/dashboards/grafana"
)

//go:generate go run ./generate

// File is a dashboard and the file that holds it as JSON.
type File struct {
	Name      string
	Dashboard grafana.Dashboard
}

// All are the dashboards, in the order in which the README lists them.
func All() []File {
	return []File{
		{"fleet.json", fleet},
		{"communication.json", communication},
		{"reports.json", reports},
		{"switch.json", oneSwitch},
		{"exporter.json", exporter},
	}
}

// JSON is the dashboard as Grafana reads it. Its keys are sorted, as they are in what Grafana exports.
func (f File) JSON() ([]byte, error) {
	built, err := f.Dashboard.Build()
	if err != nil {
		return nil, err
	}
	encoded, err := json.Marshal(built)
	if err != nil {
		return nil, err
	}
	// Decoded and encoded once more: the SDK's own encoding escapes < and >, of which queries are full.
	var plain any
	if err := json.Unmarshal(encoded, &plain); err != nil {
		return nil, err
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err = encoder.Encode(plain)
	return text.Bytes(), err
}
