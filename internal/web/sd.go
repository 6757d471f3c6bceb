package web

import (
	"net/http"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// targetGroup is an element of Prometheus' HTTP service discovery.
type targetGroup struct {
	Targets []string          `json:"targets"`
	Labels  map[string]string `json:"labels"`
}

// discovery lists the configured targets for http_sd_configs, in the order of the configuration. The operator's
// labels become __meta labels: the series already have them, and if the target had them, too, Prometheus would
// keep each label twice, once as exported_…
func (h *handler) discovery(w http.ResponseWriter, _ *http.Request) {
	groups := []targetGroup{}
	for _, t := range h.Fleet.Configured() {
		groups = append(groups, groupOf(t))
	}
	h.writeJSON(w, groups)
}

func groupOf(t *config.Target) targetGroup {
	labels := map[string]string{
		"__meta_slp_name":     t.Name,
		"__meta_slp_address":  t.Address,
		"__meta_slp_module":   t.Module.Name,
		"__meta_slp_protocol": t.Module.Protocol,
	}
	if at := t.NetconfAddress(); at != "" {
		labels["__meta_slp_netconf_address"] = at
	}
	for name, value := range t.Labels {
		labels["__meta_slp_label_"+name] = value
	}
	return targetGroup{Targets: []string{t.Name}, Labels: labels}
}
