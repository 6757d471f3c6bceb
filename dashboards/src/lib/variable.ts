// The variables at the top of the dashboards.
import {
  AdHocVariableBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableHide,
  VariableRefresh,
  VariableSort,
  type DataSourceRef,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { group } from "./query";

export const dataSource: DataSourceRef = { type: "prometheus", uid: "${datasource}" };

export function dataSourceVariable() {
  return new DatasourceVariableBuilder("datasource")
    .label("Data source")
    .description("The Prometheus that scrapes slp-exporter.")
    .type("prometheus")
    .hide(VariableHide.DontHide);
}

function query(name: string, labelText: string, description: string, expr: string) {
  return new QueryVariableBuilder(name)
    .label(labelText)
    .description(description)
    .datasource(dataSource)
    .query({ query: expr, refId: name })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalCaseInsensitiveAsc)
    .hide(VariableHide.DontHide);
}

/** Several values or all; all includes what lacks the label. */
function several(name: string, labelText: string, description: string, expr: string) {
  return query(name, labelText, description, expr)
    .multi(true)
    .includeAll(true)
    .allValue(".*")
    .current({ text: ["All"], value: ["$__all"], selected: true });
}

export function groupVariable() {
  const title = group.charAt(0).toUpperCase() + group.slice(1);
  return several(group, title, `Label ${group} of the targets.`, `label_values(slp_target_info, ${group})`);
}

export function switchesVariable() {
  return several("target", "Switch", "Switches by their configured name.", `label_values(slp_target_info{${group}=~"$${group}"}, target)`);
}

export function oneSwitchVariable() {
  return query("target", "Switch", "The switch shown, by its configured name.", `label_values(slp_target_info, target)`);
}

export function exporterVariable() {
  return several("instance", "Exporter", "Instances of slp-exporter.", "label_values(slp_exporter_build_info, instance)");
}

/** Any other label of the targets: Grafana adds what is chosen to every selector. */
export function otherLabelsVariable() {
  return new AdHocVariableBuilder("filter")
    .label("Other labels")
    .description("Further labels of the targets, such as the tier.")
    .datasource(dataSource)
    .hide(VariableHide.DontHide);
}
