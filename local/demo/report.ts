import { type Analysis, renderReads, renderStages, renderTaxa, renderWarnings } from "../../cli/render/analysis.js";
import { indented, table } from "../../cli/render/table.js";
import type { Comparison } from "./compare-truth.js";

/** What the demo prints of its analysis. */
export function renderDemo(analysis: Analysis, comparison: Comparison, jobId: string): string {
  const parts = [
    renderReads(analysis),
    renderTaxa(analysis),
    renderWarnings(analysis.warnings),
    renderComparison(comparison),
    renderStages(analysis.stages),
    whereNext(jobId),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

export function renderComparison(comparison: Comparison): string {
  const rows = comparison.samples.map(({ sample, expected, found, falseFeatures, missing }) => [
    sample,
    `${found} of ${expected}`,
    String(falseFeatures),
    missing.join(", "),
  ]);
  const columns = [
    { heading: "sample" },
    { heading: "found", align: "right" as const },
    { heading: "false", align: "right" as const },
    { heading: "missing" },
  ];
  const { features, falseFeatures, knownGenera, namedGenera, unnamedGenera } = comparison;
  const unnamed = unnamedGenera.length > 0 ? ` (not certain enough: ${unnamedGenera.join(", ")})` : "";
  return [
    "Comparison with the truth",
    indented(table(columns, rows)),
    `  ${features} features, ${falseFeatures === 0 ? "none" : falseFeatures} false; ${namedGenera} of the ${knownGenera} genera that the reference holds are named${unnamed}`,
  ].join("\n");
}

function whereNext(jobId: string): string {
  return `Where to look next
  npx avalanche dev                                  start the service and leave it running; then
  npx avalanche result ${jobId} --save demo-results
  npx avalanche run run_analysis --help              your own reads
  npm run demo -- --min-confidence 0.6               the same with another limit: only what depends on it runs
  README.md, docs/analysis.md                        how it works`;
}
