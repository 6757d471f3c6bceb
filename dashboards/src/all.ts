// All dashboards by the name of their file.
import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { communication } from "./communication";
import { exporter } from "./exporter";
import { fleet } from "./fleet";
import { reports } from "./reports";
import { oneSwitch } from "./switch";

export function all(): Record<string, Dashboard> {
  return {
    fleet: fleet(),
    communication: communication(),
    reports: reports(),
    switch: oneSwitch(),
    exporter: exporter(),
  };
}
