package grafana

import (
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// Variable is a field at the top of a dashboard.
type Variable = cog.Builder[dashboard.VariableModel]

// dataSourceName is the variable that holds the data source of all queries.
const dataSourceName = "datasource"

func dataSource() common.DataSourceRef {
	return common.DataSourceRef{Type: cog.ToPtr("prometheus"), Uid: cog.ToPtr("${" + dataSourceName + "}")}
}

// DataSource offers every Prometheus that Grafana knows.
func DataSource(label, description string) Variable {
	return dashboard.NewDatasourceVariableBuilder(dataSourceName).
		Label(label).
		Description(description).
		Type("prometheus").
		Hide(dashboard.VariableHideDontHide)
}

// One offers the values that a query finds; users choose one of them.
func One(name, label, description, query string) Variable {
	return values(name, label, description, query)
}

// Several offers the values that a query finds; users choose some of them, or all; all includes the
// series that lack the label.
func Several(name, label, description, query string) Variable {
	return values(name, label, description, query).
		Multi(true).
		IncludeAll(true).
		AllValue(".*").
		Current(dashboard.VariableOption{
			Selected: cog.ToPtr(true),
			Text:     dashboard.StringOrArrayOfString{ArrayOfString: []string{"All"}},
			Value:    dashboard.StringOrArrayOfString{ArrayOfString: []string{"$__all"}},
		})
}

func values(name, label, description, query string) *dashboard.QueryVariableBuilder {
	return dashboard.NewQueryVariableBuilder(name).
		Label(label).
		Description(description).
		Datasource(dataSource()).
		Query(dashboard.StringOrMap{Map: map[string]any{"query": query, "refId": name}}).
		Refresh(dashboard.VariableRefreshOnTimeRangeChanged).
		Sort(dashboard.VariableSortAlphabeticalCaseInsensitiveAsc).
		Hide(dashboard.VariableHideDontHide)
}

// AnyLabel offers every label; Grafana adds the chosen ones to each selector.
func AnyLabel(name, label, description string) Variable {
	return dashboard.NewAdHocVariableBuilder(name).
		Label(label).
		Description(description).
		Datasource(dataSource()).
		Hide(dashboard.VariableHideDontHide)
}
