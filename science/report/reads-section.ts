import { count, html, type Markup, share } from "./html.js";
import type { ReportData } from "./report-data.js";
import { table as tableOf } from "./table.js";

/** Stages as people call what is left after them. */
const STAGES: Record<string, string> = {
  check_input: "given",
  count_uniques: "of the right length",
  demultiplex: "with their tags",
  trim_primers: "with primers",
  trim_quality: "ends cut",
  merge_pairs: "merged",
  filter_reads: "good enough",
  filter_pairs: "good enough",
  denoise_pairs: "denoised",
  map_reads: "counted",
  check_marker: "of the marker",
  check_controls: "no contaminants",
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
  const head = stages.map(([stage]) => html`<th class="number" title="${stage}">${STAGES[stage] ?? stage.replaceAll("_", " ")}</th>`);
  return html`${tableOf([html`<th>sample</th>`, ...head], rows)}
<p class="note">Read pairs count as one.${countsMore(reads) ? " Every merged read is counted for its feature, also one that was not good enough to find features with." : null}</p>`;
}

function countsMore({ filter_reads: passed = {}, map_reads: counted = {} }: ReportData["reads"]): boolean {
  return Object.entries(counted).some(([sample, reads]) => Object.hasOwn(passed, sample) && reads > (passed[sample] ?? 0));
}
