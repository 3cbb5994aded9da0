import { groupLegend, ordinationChart, rarefactionChart } from "./diversity-charts.js";
import { html, type Markup } from "./html.js";
import type { Groups, Ordination, ReportData } from "./report-data.js";
import { plainTable } from "./tables-section.js";

/** Rarefaction curves, and the measures of each sample. */
export function withinSamples({ rarefaction, alpha, groups }: Pick<ReportData, "rarefaction" | "alpha" | "groups">): Markup {
  return html`<p>Rarefaction curves: how many features fewer reads would have shown. A curve that has become flat has seen most of them.</p>
${rarefactionChart(rarefaction, groups)}${groupLegend(
  groups,
  rarefaction.map(({ sample }) => sample),
)}${alpha && plainTable(alpha)}`;
}

/** The samples in a plane, and whether their groups differ. */
export function betweenSamples(ordination: Ordination, groups: Groups | null): Markup {
  return html`<p>Principal coordinates of ${shown(ordination.measure)}: the nearer two samples lie, the more alike they are.</p>
${ordinationChart(ordination, groups)}${groupLegend(
  groups,
  ordination.points.map(({ sample }) => sample),
)}${groups && groupTests(groups)}`;
}

function groupTests({ column, tests }: Groups): Markup | null {
  const [first] = tests;
  if (first === undefined) return null;
  const rows = tests.map(({ measure, test, statistic, r2, p }) => [
    shown(measure),
    test.toUpperCase(),
    ...[statistic, r2, p].map((answer) => String(answer ?? "")),
  ]);
  return html`<h3>Groups of ${column}</h3>
<p>${first.samples} samples in ${first.groups} groups, ${first.permutations} permutations. PERMANOVA tells whether groups differ, PERMDISP whether they are spread differently; where both are significant, the first may only say the second.</p>
${plainTable({ head: ["distance", "test", "statistic", "R²", "p"], rows })}`;
}

function shown(measure: string): string {
  const names: Record<string, string> = { bray_curtis: "Bray-Curtis distances", jaccard: "Jaccard distances" };
  return names[measure] ?? measure.replaceAll("_", " ").replace("unifrac", "UniFrac");
}
