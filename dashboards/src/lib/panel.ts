// The kinds of panels, each with what all panels of its kind have in common.
import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import * as barchart from "@grafana/grafana-foundation-sdk/barchart";
import * as bargauge from "@grafana/grafana-foundation-sdk/bargauge";
import * as common from "@grafana/grafana-foundation-sdk/common";
import {
  FieldColorBuilder,
  FieldColorModeId,
  type DashboardLink,
  type Panel,
  type ThresholdsConfig,
  type ValueMapping,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { DataqueryBuilder, PromQueryFormat, QueryEditorMode } from "@grafana/grafana-foundation-sdk/prometheus";
import * as stat from "@grafana/grafana-foundation-sdk/stat";
import * as statetimeline from "@grafana/grafana-foundation-sdk/statetimeline";
import * as timeseries from "@grafana/grafana-foundation-sdk/timeseries";
import { plain, scale, type Step } from "./colour";
import type { Placed } from "./dashboard";
import { dataSource } from "./variable";

/** A query and the name of its line or bar; {{label}} stands for a label's value. */
export interface Query {
  expr: string;
  legend: string;
}

/** What every panel has. */
export interface Common {
  title: string;
  description: string;
  unit: string;
  w: number;
  h: number;
  decimals?: number;
  /** Shown where the query yields nothing. */
  noValue?: string;
}

const refId = (index: number) => String.fromCharCode("A".charCodeAt(0) + index);

/** What dashboards hold is asked for now, at the end of the time range. */
export function instantQuery(query: Query, index: number) {
  return new DataqueryBuilder()
    .refId(refId(index))
    .datasource(dataSource)
    .editorMode(QueryEditorMode.Code)
    .expr(query.expr)
    .legendFormat(query.legend)
    .instant();
}

export function tableQuery(expr: string, index: number) {
  return instantQuery({ expr, legend: "" }, index).format(PromQueryFormat.Table);
}

function rangeQuery(query: Query, index: number) {
  return new DataqueryBuilder()
    .refId(refId(index))
    .datasource(dataSource)
    .editorMode(QueryEditorMode.Code)
    .expr(query.expr)
    .legendFormat(query.legend)
    .range();
}

interface PanelBuilder<B> extends Builder<Panel> {
  title(text: string): B;
  description(text: string): B;
  datasource(ref: typeof dataSource): B;
  unit(unit: string): B;
  decimals(n: number): B;
  noValue(text: string): B;
  thresholds(of: Builder<ThresholdsConfig>): B;
  mappings(of: ValueMapping[]): B;
  dataLinks(of: Builder<DashboardLink>[]): B;
}

/** Sets what all kinds share and builds the panel. */
export function place<B extends PanelBuilder<B>>(builder: B, spec: Common): Placed {
  builder.title(spec.title).description(spec.description).datasource(dataSource).unit(spec.unit);
  if (spec.decimals !== undefined) {
    builder.decimals(spec.decimals);
  }
  if (spec.noValue !== undefined) {
    builder.noValue(spec.noValue);
  }
  return { panel: builder.build(), w: spec.w, h: spec.h };
}

const lastValue = () => new common.ReduceDataOptionsBuilder().calcs(["lastNotNull"]).values(false);

interface Stat extends Common {
  expr: string;
  steps?: Step[];
  mappings?: ValueMapping[];
  links?: Builder<DashboardLink>[];
  /** Shows this label of the series instead of its value. */
  text?: string;
}

/** One number or text, of now. */
export function single(spec: Stat): Placed {
  const builder = new stat.PanelBuilder()
    .withTarget(instantQuery({ expr: spec.expr, legend: spec.text ? `{{${spec.text}}}` : spec.title }, 0))
    .reduceOptions(lastValue())
    .graphMode(common.BigValueGraphMode.None)
    .colorMode(common.BigValueColorMode.Value)
    .justifyMode(common.BigValueJustifyMode.Auto)
    .textMode(spec.text ? common.BigValueTextMode.Name : common.BigValueTextMode.Value)
    .orientation(common.VizOrientation.Auto)
    .thresholds(scale(spec.steps ?? plain))
    .mappings(spec.mappings ?? [])
    .dataLinks(spec.links ?? []);
  return place(builder, spec);
}

interface Lines extends Common {
  queries: Query[];
  steps?: Step[];
  stacked?: boolean;
  /** Steps instead of slopes: for what changes at once. */
  stepped?: boolean;
  /** Colours by the name of the line. */
  colours?: Record<string, string>;
  links?: Builder<DashboardLink>[];
  legendRight?: boolean;
  max?: number;
  min?: number;
}

// Every point is a query over the whole fleet: a day in steps of six minutes is enough, and quick.
const points = 240;

/** Lines over time. */
export function lines(spec: Lines): Placed {
  const legend = new common.VizLegendOptionsBuilder()
    .displayMode(spec.legendRight ? common.LegendDisplayMode.Table : common.LegendDisplayMode.List)
    .placement(spec.legendRight ? common.LegendPlacement.Right : common.LegendPlacement.Bottom)
    .showLegend(true)
    .calcs(spec.legendRight ? ["lastNotNull", "max"] : []);
  const builder = new timeseries.PanelBuilder()
    .targets(spec.queries.map(rangeQuery))
    .maxDataPoints(points)
    .lineWidth(1)
    .fillOpacity(spec.stacked ? 40 : 8)
    .lineInterpolation(spec.stepped ? common.LineInterpolation.StepAfter : common.LineInterpolation.Linear)
    .showPoints(common.VisibilityMode.Never)
    .stacking(new common.StackingConfigBuilder().mode(spec.stacked ? common.StackingMode.Normal : common.StackingMode.None))
    .legend(legend)
    .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending))
    .thresholds(scale(spec.steps ?? plain))
    .dataLinks(spec.links ?? []);
  if (spec.min !== undefined) {
    builder.min(spec.min);
  } else {
    builder.axisSoftMin(0);
  }
  if (spec.max !== undefined) {
    builder.max(spec.max);
  }
  if (spec.steps) {
    builder.thresholdsStyle(new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphTresholdsStyleMode.Line));
  }
  fixColours(builder, spec.colours ?? {});
  return place(builder, spec);
}

interface Bars extends Common {
  queries: Query[];
  steps?: Step[];
  colours?: Record<string, string>;
  links?: Builder<DashboardLink>[];
}

/** A horizontal bar for each series, of now. */
export function bars(spec: Bars): Placed {
  const builder = new bargauge.PanelBuilder()
    .targets(spec.queries.map(instantQuery))
    .reduceOptions(lastValue())
    .orientation(common.VizOrientation.Horizontal)
    .displayMode(common.BarGaugeDisplayMode.Basic)
    .valueMode(common.BarGaugeValueMode.Text)
    .showUnfilled(true)
    .minVizHeight(12)
    .min(0)
    .thresholds(scale(spec.steps ?? [[undefined, "blue"]]))
    .dataLinks(spec.links ?? []);
  fixColours(builder, spec.colours ?? {});
  return place(builder, spec);
}

interface Columns extends Common {
  expr: string;
  /** The label on the x axis, a number by which the columns are sorted. */
  x: string;
  /** What the axis and the values are called. */
  xTitle: string;
  valueTitle: string;
}

/** Upright columns over a label that holds numbers, of now. */
export function columns(spec: Columns): Placed {
  const builder = new barchart.PanelBuilder()
    .withTarget(tableQuery(spec.expr, 0))
    .xField(spec.xTitle)
    .orientation(common.VizOrientation.Vertical)
    .showValue(common.VisibilityMode.Auto)
    .xTickLabelSpacing(50)
    .fillOpacity(80)
    .legend(new common.VizLegendOptionsBuilder().displayMode(common.LegendDisplayMode.List).placement(common.LegendPlacement.Bottom).showLegend(false).calcs([]))
    .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Single).sort(common.SortOrder.None))
    .thresholds(scale(plain))
    .min(0)
    .transformations([
      { id: "convertFieldType", options: { conversions: [{ targetField: spec.x, destinationType: "number" }], fields: {} } },
      { id: "sortBy", options: { fields: {}, sort: [{ field: spec.x, desc: false }] } },
      {
        id: "organize",
        options: {
          excludeByName: { Time: true },
          indexByName: { [spec.x]: 0, Value: 1 },
          renameByName: { [spec.x]: spec.xTitle, Value: spec.valueTitle },
        },
      },
      // On the axis the numbers are names, one to a column.
      { id: "convertFieldType", options: { conversions: [{ targetField: spec.xTitle, destinationType: "string" }], fields: {} } },
    ]);
  return place(builder, spec);
}

interface Timeline extends Common {
  queries: Query[];
  mappings: ValueMapping[];
  steps?: Step[];
}

/** A band for each series, coloured by its value over time. */
export function timeline(spec: Timeline): Placed {
  const builder = new statetimeline.PanelBuilder()
    .targets(spec.queries.map(rangeQuery))
    .maxDataPoints(points)
    .mergeValues(true)
    .showValue(common.VisibilityMode.Auto)
    .alignValue(common.TimelineValueAlignment.Left)
    .rowHeight(0.8)
    .legend(new common.VizLegendOptionsBuilder().displayMode(common.LegendDisplayMode.List).placement(common.LegendPlacement.Bottom).showLegend(true).calcs([]))
    .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Single).sort(common.SortOrder.None))
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Thresholds))
    .thresholds(scale(spec.steps ?? plain))
    .mappings(spec.mappings);
  return place(builder, spec);
}

interface Overridable {
  overrideByName(name: string, properties: { id: string; value?: unknown }[]): unknown;
}

function fixColours(builder: Overridable, colours: Record<string, string>) {
  for (const [name, fixedColor] of Object.entries(colours)) {
    builder.overrideByName(name, [{ id: "color", value: { mode: "fixed", fixedColor } }]);
  }
}
