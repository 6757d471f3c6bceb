package scaffold

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/prometheus/common/model"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/discovery"
)

// PluginLabels are those of the Prometheus plugin of NetBox, which Nautobot's follows.
func PluginLabels() map[string]string {
	return map[string]string{"__address__": "__meta_netbox_primary_ip", "site": "__meta_netbox_site"}
}

// Learn asks the inventory how it names what a switch needs. One that does not answer now is taken for NetBox, of which it
// warns. The error says what is wrong with the URL or the token's file.
func (p *Plan) Learn(ctx context.Context, warnings io.Writer) error {
	if p.InventoryURL == "" {
		return nil
	}
	text, err := p.inventory()
	if err != nil {
		return err
	}
	conf, _, err := config.Parse("--inventory-url", []byte(text), filepath.Dir(p.File))
	if err != nil {
		return err
	}
	r := discovery.FetchAll(ctx, conf)[0]
	if p.Labels = LabelsOf(r.Groups); r.Err != nil {
		p.Labels = PluginLabels()
		_, err = fmt.Fprintf(warnings, "warning: %s: %v; labels are written for NetBox, look at them\n", r.URL.Name, r.Err)
	}
	return err
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
