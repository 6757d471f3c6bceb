package web

import (
	"net/http"

	"github.com/prometheus/common/version"
	toolkit "github.com/prometheus/exporter-toolkit/web"
)

// landing is the page that a browser shows first.
func (h *handler) landing() (http.Handler, error) {
	profiling := "false"
	if h.Pprof {
		profiling = "true"
	}
	return toolkit.NewLandingPage(toolkit.LandingConfig{
		Name: "slp-exporter", Description: "Prometheus exporter for Cisco Smart Licensing Using Policy",
		Version: version.Version, Profiling: profiling,
		Links: []toolkit.LandingLinks{
			{Address: h.MetricsPath, Text: "Metrics", Description: "of all switches and of the exporter"},
			{Address: "/sd", Text: "Service discovery", Description: "the switches, as Prometheus discovers them"},
			{Address: "/api/v1/targets", Text: "Switches as JSON", Description: "what is known of each, without polling it"},
			{Address: "/-/healthy", Text: "Health"},
			{Address: "/-/ready", Text: "Readiness"},
		},
		Form: toolkit.LandingForm{Action: "/probe", Inputs: []toolkit.LandingFormInput{
			{Label: "Metrics of one switch", Type: "text", Name: "target", Placeholder: "name or address"},
			{Label: "With its last polls", Type: "checkbox", Name: "debug", Value: "true"},
		}},
	})
}
