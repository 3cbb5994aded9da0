import { count, html, type Markup, share } from "./html.js";
import type { ReportData } from "./report-data.js";

/** Stages as people call what is left after them. */
const STAGES: Record<string, string> = {
  check_input: "given",
  count_uniques: "of the right length",
  trim_primers: "with primers",
  merge_pairs: "merged",
  filter_reads: "good enough",
  map_reads: "counted",
};

/** Reads through the stages: a row a sample, with each stage's share of what was given. */
export function readsSection({ table, reads }: Pick<ReportData, "table" | "reads">): Markup {
  const stages = Object.entries(reads);
  const given = stages[0]?.[1] ?? {};
  const cell = (sample: string, counts: Readonly<Record<string, number>>) => {
    const left = Object.hasOwn(counts, sample) ? counts[sample] : undefined;
    if (left === undefined) return html`<td class="number"><small>not taken</small></td>`;
    const all = given[sample] ?? 0;
    const width = all === 0 ? 0 : Math.min(100, (100 * left) / all);
    return html`<td class="number">${count(left)} <small>${share(left, all)}</small><svg class="meter" viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true"><rect class="all" width="100" height="3"></rect><rect class="c0" width="${width.toFixed(1)}" height="3"></rect></svg></td>`;
  };
  const rows = table.samples.map(({ id }) => {
    const name = table.nameOf.get(id) ?? id;
    return html`<tr><th class="keep">${id}</th>${stages.map(([, counts]) => cell(name, counts))}</tr>
`;
  });
  return html`<div class="wide"><table><thead><tr><th>sample</th>${stages.map(([stage]) => html`<th class="number" title="${stage}">${STAGES[stage] ?? stage.replaceAll("_", " ")}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>
<p class="note">Read pairs count as one. Every merged read is counted for its feature, also one that was not good enough to find features with.</p>`;
}
