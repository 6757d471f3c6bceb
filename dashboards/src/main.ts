// Writes the dashboards as JSON into the folder named on the command line.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { all } from "./all";

const folder = process.argv[2];
if (!folder) {
  console.error("usage: node main.js FOLDER");
  process.exit(2);
}
for (const [name, dashboard] of Object.entries(all())) {
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(dashboard, null, 2) + "\n");
}
