package web

import (
	"net/http"

	"github.com/prometheus/common/version"
	toolkit "github.com/prometheus/exporter-toolkit/web"
)

// noSwitches is what the page says before a switch is configured, as after installing a package.
const noSwitches = `<p><strong>No switch is configured yet, so nothing is polled.</strong> ` +
	`Write switches into the configuration file, check it with <code>slp-exporter check FILE</code>, and reload.</p>`

// landing is the page that a browser shows first. A reload may bring the first switch, so it asks at each request.
func (h *handler) landing() (http.Handler, error) {
	idle, err := h.landingPage(noSwitches)
	if err != nil {
		return nil, err
	}
	polling, err := h.landingPage("")
	if err != nil {
		return nil, err
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if h.Fleet.Targets() == 0 {
			idle.ServeHTTP(w, r)
			return
		}
		polling.ServeHTTP(w, r)
	}), nil
}

func (h *handler) landingPage(notice string) (http.Handler, error) {
	profiling := "false"
	if h.Pprof {
		profiling = "true"
	}
	return toolkit.NewLandingPage(toolkit.LandingConfig{
		Name: "slp-exporter", Description: "Prometheus exporter for Cisco Smart Licensing Using Policy",
		Version: version.Version, Profiling: profiling, ExtraHTML: notice,
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
