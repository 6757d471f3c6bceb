// Tables: several queries about the same things, joined by their labels.
import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import * as common from "@grafana/grafana-foundation-sdk/common";
import type { DashboardLink, DataTransformerConfig, ValueMapping } from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/table";
import { scale, type Step } from "./colour";
import type { Placed } from "./dashboard";
import { place, tableQuery, type Common } from "./panel";
import { fromCell } from "./link";
import { group } from "./query";

/** A column: a label, or the value of a query. */
export interface Column {
  /** The label's name, or the query's. */
  of: string;
  title: string;
  unit?: string;
  decimals?: number;
  width?: number;
  /** Colours the text. */
  steps?: Step[];
  mappings?: ValueMapping[];
  links?: Builder<DashboardLink>[];
}

interface Table extends Omit<Common, "unit"> {
  /** Expressions by name; a column shows the value under that name. */
  queries: Record<string, string>;
  columns: Column[];
  /** Labels by which the queries are joined, but that need no column. */
  hidden?: string[];
  /** The column by which the table is sorted, worst first. */
  sort?: { title: string; desc: boolean };
}

/** The switch's name, which leads to its dashboard. */
export const switchColumn: Column = { of: "target", title: "Switch", width: 150, links: [fromCell()] };

export const groupColumn: Column = { of: group, title: group.charAt(0).toUpperCase() + group.slice(1), width: 90 };

/** How far away a time is: "in 3 days". Grafana wants milliseconds: queries multiply by 1000. */
export const fromNow = "dateTimeFromNow";

export const inMilliseconds = (expr: string) => `1000 * (${expr})`;

/** A table of now. */
export function table(spec: Table): Placed {
  const names = Object.keys(spec.queries);
  // Grafana calls the value of one query "Value" and those of several "Value #A", "Value #B".
  const field = (of: string) => {
    const index = names.indexOf(of);
    if (index < 0) {
      return of;
    }
    return names.length === 1 ? "Value" : `Value #${String.fromCharCode("A".charCodeAt(0) + index)}`;
  };

  const excludeByName: Record<string, boolean> = { Time: true };
  for (const name of names) {
    if (!spec.columns.some((column) => column.of === name)) {
      excludeByName[field(name)] = true;
    }
  }
  for (const name of spec.hidden ?? []) {
    excludeByName[name] = true;
  }
  const transformations: DataTransformerConfig[] = names.length > 1 ? [{ id: "merge", options: {} }] : [];
  transformations.push({
    id: "organize",
    options: {
      excludeByName,
      indexByName: Object.fromEntries(spec.columns.map((column, index) => [field(column.of), index])),
      renameByName: Object.fromEntries(spec.columns.map((column) => [field(column.of), column.title])),
    },
  });

  const builder = new PanelBuilder()
    .targets(Object.values(spec.queries).map(tableQuery))
    .transformations(transformations)
    .cellHeight(common.TableCellHeight.Sm)
    .showHeader(true);
  if (spec.sort) {
    builder.sortBy([new common.TableSortByFieldStateBuilder().displayName(spec.sort.title).desc(spec.sort.desc)]);
  }
  for (const column of spec.columns) {
    const properties = describe(column);
    if (properties.length > 0) {
      builder.overrideByName(column.title, properties);
    }
  }
  const placed = place(builder, { ...spec, unit: "short" });
  delete placed.panel.options?.footer; // off is the default, and newer releases have other settings for it
  return placed;
}

function describe(column: Column) {
  const properties: { id: string; value: unknown }[] = [];
  const set = (id: string, value: unknown) => {
    if (value !== undefined) {
      properties.push({ id, value });
    }
  };
  set("unit", column.unit);
  set("decimals", column.decimals);
  set("custom.width", column.width);
  set("mappings", column.mappings);
  set("links", column.links?.map((link) => link.build()));
  set("thresholds", column.steps && scale(column.steps).build());
  if (column.steps || column.mappings) {
    set("custom.cellOptions", { type: common.TableCellDisplayMode.ColorText });
  }
  return properties;
}
