// A dashboard is rows of panels on a grid of 24 columns.
import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import {
  DashboardBuilder,
  DashboardCursorSync,
  RowBuilder,
  type AnnotationQuery,
  type Dashboard,
  type Panel,
  type VariableModel,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { otherDashboards, tag } from "./link";

/** A panel and the room it takes. */
export interface Placed {
  panel: Panel;
  w: number;
  h: number;
}

/** A heading and the lines of panels below it. */
export interface Section {
  title: string;
  lines: Placed[][];
}

export interface Spec {
  uid: string;
  title: string;
  description: string;
  from: string;
  /** How often it asks anew: the whole fleet costs Prometheus more than one switch. */
  refresh: "1m" | "5m";
  variables: Builder<VariableModel>[];
  annotations?: Builder<AnnotationQuery>[];
  sections: Section[];
}

const columns = 24;

/** Lays out the panels and numbers them in the order in which they are read. */
export function dashboard(spec: Spec): Dashboard {
  const built = new DashboardBuilder(spec.title)
    .uid(spec.uid)
    .description(spec.description)
    .tags([tag])
    .time({ from: spec.from, to: "now" })
    .refresh(spec.refresh)
    .timezone("browser")
    .tooltip(DashboardCursorSync.Crosshair)
    .editable()
    .link(otherDashboards())
    .variables(spec.variables)
    .annotations(spec.annotations ?? []);

  const result = built.build();
  result.id = null;
  delete (result as Partial<Dashboard>).style; // light or dark is the reader's own choice
  // What the builder sets on all variables, though only some have it in Grafana.
  for (const variable of (result.templating.list ?? []) as Partial<VariableModel>[]) {
    delete variable.id;
    delete variable.auto;
    delete variable.auto_min;
    delete variable.auto_count;
  }
  const panels: NonNullable<Dashboard["panels"]> = [];
  let id = 1;
  let y = 0;
  for (const section of spec.sections) {
    const row = new RowBuilder(section.title).id(id++).collapsed(false).gridPos({ x: 0, y, w: columns, h: 1 }).build();
    panels.push(row);
    y++;
    for (const line of section.lines) {
      const width = line.reduce((sum, placed) => sum + placed.w, 0);
      if (width !== columns) {
        throw new Error(`${spec.uid}: a line below "${section.title}" is ${width} columns wide, not ${columns}`);
      }
      let x = 0;
      for (const { panel, w, h } of line) {
        panels.push({ ...panel, id: id++, gridPos: { x, y, w, h } });
        x += w;
      }
      y += Math.max(...line.map((placed) => placed.h));
    }
  }
  result.panels = panels;
  return result;
}
