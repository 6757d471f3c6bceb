// Links from one dashboard to another, which keep the time range and the data source.
import { DashboardLinkBuilder, DashboardLinkType } from "@grafana/grafana-foundation-sdk/dashboard";

export const tag = "slp";

export const uid = {
  fleet: "slp-fleet",
  communication: "slp-communication",
  reports: "slp-reports",
  switch: "slp-switch",
  exporter: "slp-exporter",
};

const keep = "${__url_time_range}&${datasource:queryparam}";

/** The list of the other dashboards, at the top of each. */
export function otherDashboards() {
  return new DashboardLinkBuilder("SLP dashboards")
    .type(DashboardLinkType.Dashboards)
    .tags([tag])
    .asDropdown(false)
    .includeVars(true)
    .keepTime(true);
}

/** From a cell that holds a switch's name to that switch. */
export function fromCell() {
  return new DashboardLinkBuilder("Show this switch").url(`/d/${uid.switch}?var-target=\${__value.text}&${keep}`);
}

/** From a line or a bar with the label target to that switch. */
export function fromSeries() {
  return new DashboardLinkBuilder("Show this switch").url(`/d/${uid.switch}?var-target=\${__field.labels.target}&${keep}`);
}

/** From a number to the dashboard that has the details. */
export function toDashboard(title: string, to: string) {
  return new DashboardLinkBuilder(title).url(`/d/${to}?${keep}`);
}
