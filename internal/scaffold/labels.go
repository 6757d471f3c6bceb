package scaffold

import (
	"slices"
	"strings"

	"github.com/prometheus/common/model"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// PluginLabels are those of the Prometheus plugin of NetBox, which Nautobot's follows.
func PluginLabels() map[string]string {
	return map[string]string{"__address__": "__meta_netbox_primary_ip", "site": "__meta_netbox_site"}
}

// LabelsOf finds which discovered labels hold a switch's address and its site, by the names that the plugins of NetBox and
// Nautobot give them. It returns nil if there are none, as where an inventory names labels as they are to be.
func LabelsOf(groups []config.Group) map[string]string {
	labels := map[string]string{}
	for _, wanted := range []struct{ label, ending string }{
		{"__address__", "_primary_ip"}, {"site", "_site"}, {"site", "_location"},
	} {
		if name := find(groups, wanted.ending); name != "" && labels[wanted.label] == "" {
			labels[wanted.label] = name
		}
	}
	if len(labels) == 0 {
		return nil
	}
	return labels
}

func isDiscovered(name, ending string) bool {
	return strings.HasPrefix(name, "__meta_") && strings.HasSuffix(name, ending) && model.LegacyValidation.IsValidLabelName(name)
}

// find returns the shortest name of a discovered label with that ending; empty if there is none.
func find(groups []config.Group, ending string) string {
	const most = 100 // an inventory lists its devices alike
	var found []string
	for _, g := range groups[:min(len(groups), most)] {
		for name := range g.Labels {
			if isDiscovered(name, ending) && !slices.Contains(found, name) {
				found = append(found, name)
			}
		}
	}
	if len(found) == 0 {
		return ""
	}
	return slices.MinFunc(found, func(a, b string) int { return len(a) - len(b) })
}
