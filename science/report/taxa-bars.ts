import type { ExportedTable } from "../outputs/exported-table.js";
import { sum } from "../sum.js";
import { count, html, type Markup, share, swatch } from "./html.js";
import { rankTabs } from "./rank-tabs.js";

/** Taxa with a colour of their own; the rest is one. */
const MOST = 10;
const MOST_SAMPLES = 100;

interface Bar {
  sample: string;
  total: number;
  /** Reads in the order of the legend. */
  parts: number[];
}

/** For each rank a stacked bar a sample; the deepest rank that names half of the reads stands first. */
export function taxaBars(table: ExportedTable): Markup {
  const panels = table.ranks.map((rank, index) => ({ rank, ...barsOf(table, index) })).filter(({ legend }) => legend.length > 2);
  if (panels.length === 0) return html`<p>No feature has a name.</p>`;
  const first = Math.max(
    0,
    panels.findLastIndex(({ named }) => named >= 0.5),
  );
  const more =
    table.samples.length > MOST_SAMPLES ? html`<p>The first ${MOST_SAMPLES} of ${count(table.samples.length)} samples.</p>` : null;
  const tabs = panels.map(({ rank, legend, bars }) => ({ rank, body: panel(legend, bars) }));
  return html`${more}${rankTabs("rank", tabs, first)}`;
}

function panel(legend: readonly string[], bars: readonly Bar[]): Markup {
  return html`<dl class="bars">${bars.map((bar) => barOf(legend, bar))}</dl>
<ul class="legend">${legend.map((name, index) => html`<li>${swatch(colour(index, legend.length))}${name}</li>`)}</ul>`;
}

function barOf(legend: readonly string[], { sample, total, parts }: Bar): Markup {
  let at = 0;
  const rects = parts.map((reads, index) => {
    const width = total === 0 ? 0 : (1000 * reads) / total;
    at += width;
    if (reads === 0) return html``;
    return html`<rect class="${colour(index, legend.length)}" x="${(at - width).toFixed(2)}" width="${width.toFixed(2)}" height="10"><title>${legend[index]}: ${count(reads)} reads (${share(reads, total)})</title></rect>`;
  });
  return html`<dt>${sample} <small>${count(total)}</small></dt><dd><svg viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label="Taxa of ${sample}">${rects}</svg></dd>
`;
}

/** The last two are others and those without a name. */
function colour(index: number, length: number): string {
  if (index === length - 1) return "cn";
  return index === length - 2 ? "cx" : `c${index}`;
}

function barsOf(table: ExportedTable, rank: number): { legend: string[]; bars: Bar[]; named: number } {
  const { features, samples, counts, nameOf } = table;
  const totals = new Map<string, number>();
  for (const { id, names } of features) totals.set(names[rank] ?? "", (totals.get(names[rank] ?? "") ?? 0) + counts.total(id));
  const all = sum(totals.values());
  const named = all === 0 ? 0 : 1 - (totals.get("") ?? 0) / all;
  totals.delete("");
  const top = [...totals]
    .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
    .slice(0, MOST)
    .map(([name]) => name);
  const partsOf = partsBySample(table, rank, top);
  const bars = samples.slice(0, MOST_SAMPLES).map(({ id }) => {
    const parts = partsOf.get(nameOf.get(id) ?? id) ?? [];
    return { sample: id, parts, total: sum(parts) };
  });
  return { legend: [...top, "others", "no certain name"], bars, named };
}

/** By the sample's name in the table: reads of each of the top taxa, of others, and of those without a name. */
function partsBySample({ features, counts }: ExportedTable, rank: number, top: readonly string[]): Map<string, number[]> {
  const placeOf = new Map([...top, "\u0000others", ""].map((name, index) => [name, index]));
  const parts = new Map(counts.samples.map((name) => [name, Array<number>(placeOf.size).fill(0)]));
  for (const { id, names } of features) {
    const place = placeOf.get(names[rank] ?? "") ?? top.length;
    for (const [sample, reads] of counts.row(id)) {
      const own = parts.get(sample);
      if (own) own[place] = (own[place] ?? 0) + reads;
    }
  }
  return parts;
}
