package grafana

import (
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// Link leads from a value to another page.
type Link struct {
	Title string
	URL   string
}

// Build returns the link as the SDK's type.
func (l Link) Build() (dashboard.DashboardLink, error) {
	return l.model(), nil
}

func (l Link) model() dashboard.DashboardLink {
	link := *dashboard.NewDashboardLink()
	link.Title, link.Type, link.Url = l.Title, dashboard.DashboardLinkTypeLink, &l.URL
	trimLink(&link)
	return link
}

func linkModels(links []Link) []dashboard.DashboardLink {
	models := make([]dashboard.DashboardLink, len(links))
	for i, l := range links {
		models[i] = l.model()
	}
	return models
}

func builders(links []Link) []cog.Builder[dashboard.DashboardLink] {
	found := make([]cog.Builder[dashboard.DashboardLink], len(links))
	for i, l := range links {
		found[i] = l
	}
	return found
}

// otherDashboards returns the list of the dashboards with that tag, at the top of each.
func otherDashboards(tag string) cog.Builder[dashboard.DashboardLink] {
	return dashboard.NewDashboardLinkBuilder("SLP dashboards").
		Type(dashboard.DashboardLinkTypeDashboards).
		Url("").
		Tags([]string{tag}).
		AsDropdown(false).
		IncludeVars(true).
		KeepTime(true)
}
