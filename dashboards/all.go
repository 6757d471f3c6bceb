// Package dashboards holds the five Grafana dashboards as tables, each beside the JSON that is generated from
// it. It uses package grafana, which builds panels, and the names of slp-exporter's metrics, but none of its
// code. People import the JSON into Grafana; tests compare it with these tables and run its queries.
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

// All returns the dashboards, in the order of the README.
func All() []File {
	return []File{
		{"fleet.json", fleetDashboard},
		{"communication.json", communicationDashboard},
		{"reports.json", reportsDashboard},
		{"switch.json", switchDashboard},
		{"exporter.json", exporterDashboard},
	}
}

// JSON returns the dashboard as Grafana reads it. The keys are sorted, as in Grafana's own exports.
func (f File) JSON() ([]byte, error) {
	built, err := f.Dashboard.Build()
	if err != nil {
		return nil, err
	}
	encoded, err := json.Marshal(built)
	if err != nil {
		return nil, err
	}
	// Decoded and encoded once more: the SDK's own encoding escapes < and >, which most queries contain.
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
