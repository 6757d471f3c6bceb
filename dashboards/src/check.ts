// Holds the dashboards against the types that Grafana publishes, of the oldest and of a newer release:
// each is written as a literal of that type, so that a field that Grafana does not know, or a value that
// it does not take, does not compile. The panels' options are held against the types of their kind.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

interface Release {
  name: string;
  types: string;
  olderDefaults: boolean;
  dashboard: string;
  options: (kind: string) => string;
}

// The kinds of panels: how dashboards call them, and how the types do.
const files: Record<string, string> = {
  barchart: "BarChart", bargauge: "BarGauge", stat: "Stat", statetimeline: "StateTimeline", table: "Table", timeseries: "TimeSeries",
};
const kinds = Object.keys(files);
const kindOf = (panel: AnyPanel) => panel.type.replace("-", "");
const releases: Release[] = [
  {
    name: "grafana10",
    types: "grafana-schema-10/dist/index.d.ts",
    olderDefaults: true,
    dashboard: "grafana-schema-10/dist/esm/raw/dashboard/x/dashboard_types.gen",
    options: (kind) => `grafana-schema-10/dist/esm/raw/composable/${kind}/panelcfg/x/${files[kind]}PanelCfg_types.gen`,
  },
  {
    name: "grafana12",
    types: "grafana-schema-12/dist/types/index.d.ts",
    olderDefaults: false,
    dashboard: "grafana-schema-12/dist/types/raw/dashboard/x/types.gen",
    options: (kind) => `grafana-schema-12/dist/types/raw/composable/${kind}/panelcfg/x/types.gen`,
  },
];

// An enumeration is its values in JSON, and a nested type is checked as deeply.
const json = `
type Json<T> = T extends string ? \`\${T}\` : T extends (infer E)[] ? Json<E>[] : T extends object ? { [K in keyof T]: Json<T[K]> } : T;
`;

interface AnyPanel {
  type: string;
  title?: string;
  options?: unknown;
  fieldConfig?: { defaults: { custom?: unknown } };
}

const folder = resolve(process.argv[2] ?? ".");

for (const release of releases) {
  const work = join(folder, "build", "check", release.name);
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  for (const name of ["fleet", "communication", "reports", "switch", "exporter"]) {
    writeFileSync(join(work, `${name}.ts`), asLiteral(release, name));
  }
  const tsconfig = {
    compilerOptions: {
      strict: true, noEmit: true, skipLibCheck: true, types: [],
      target: "es2022", module: "esnext", moduleResolution: "bundler",
      // The types of the panels name this package, whatever its folder is called here.
      paths: {
        "@grafana/schema": [join(folder, "node_modules", release.types)],
        "grafana-schema-10/*": [join(folder, "node_modules", "grafana-schema-10", "*")],
        "grafana-schema-12/*": [join(folder, "node_modules", "grafana-schema-12", "*")],
      },
    },
    include: ["*.ts"],
  };
  writeFileSync(join(work, "tsconfig.json"), JSON.stringify(tsconfig));
  execFileSync(process.execPath, [join(folder, "node_modules", "typescript", "bin", "tsc"), "-p", work], { stdio: "inherit" });
  console.log(`${release.name}: in order`);
}

/** A dashboard, and its panels' options, as TypeScript. */
function asLiteral(release: Release, name: string): string {
  const dashboard = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
  const lines = [`import type { Dashboard } from "${release.dashboard}";`];
  for (const kind of kinds) {
    lines.push(`import type * as ${kind} from "${release.options(kind)}";`);
  }
  lines.push(json, `export const dashboard: Json<Dashboard> = ${JSON.stringify(known(dashboard, release), null, 1)};`);
  dashboard.panels.forEach((panel: AnyPanel, index: number) => {
    if (panel.type === "row") {
      return;
    }
    const kind = kindOf(panel);
    if (!kinds.includes(kind)) {
      throw new Error(`${name}: panel "${panel.title}": no type to check ${panel.type} against`);
    }
    lines.push(`// ${panel.title}`);
    lines.push(`export const options${index}: Partial<Json<${kind}.Options>> = ${JSON.stringify(panel.options ?? {})};`);
    if (panel.fieldConfig?.defaults.custom) {
      lines.push(`export const custom${index}: Partial<Json<${kind}.FieldConfig>> = ${JSON.stringify(panel.fieldConfig.defaults.custom)};`);
    }
  });
  return lines.join("\n") + "\n";
}

interface Parts {
  style?: string;
  annotations: { list: Record<string, unknown>[] };
  templating: { list: Record<string, unknown>[] };
}

/** The dashboard as those types can speak of it. */
function known(dashboard: Parts, release: Release) {
  const copy = structuredClone(dashboard);
  for (const annotation of copy.annotations.list) {
    // What the data source's plugin adds is not in Grafana's own types.
    delete annotation.expr;
    delete annotation.useValueForTime;
    delete annotation.titleFormat;
    delete annotation.step;
  }
  if (release.olderDefaults) {
    // Optional in what Grafana 10 reads, but not in its types; later types no longer have them.
    copy.style = "dark";
    copy.templating.list.forEach((variable) => (variable.id = variable.name));
  }
  return copy;
}
