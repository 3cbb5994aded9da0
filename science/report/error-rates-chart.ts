import { chart } from "./chart.js";
import { count, html, type Markup, share, swatch } from "./html.js";
import type { NoveltyRank } from "./read-novelty.js";

const LINES = [
  { colour: 2, of: "foundNovelty", name: "left-out sequences that are found" },
  { colour: 1, of: "falseNovelty", name: "known sequences that are called novel" },
] as const;

/** What each threshold would have found, and what it would have got wrong, in the calibration at one rank. */
export function errorRates({ rank, threshold, curve, known, leftOut, leftOutTaxa }: NoveltyRank): Markup {
  const at = curve.find((point) => point.threshold === threshold);
  if (at === undefined) return html``;
  const across = { label: "threshold of the score", from: 0, to: 1 };
  const drawn = chart(`Error rates at the rank ${rank}`, across, { label: "share of the sequences, %", from: 0, to: 100 }, ({ x, y }) => [
    html`<line class="limit" x1="${x(threshold)}" x2="${x(threshold)}" y1="${y(0)}" y2="${y(100)}"></line>`,
    ...LINES.flatMap(({ colour, of, name }) => {
      const line = curve.map((point) => `${x(point.threshold)},${y(100 * point[of])}`).join(" ");
      return [
        html`<polyline class="line s${colour}" points="${line}"><title>${name}</title></polyline>`,
        html`<circle class="c${colour}" cx="${x(threshold)}" cy="${y(100 * at[of])}" r="6"><title>${name}: ${share(at[of], 1)}</title></circle>`,
      ];
    }),
  ]);
  return html`<p>To learn how novelty shows with this reference, taxa were left out of it: ${count(leftOut)} sequences of ${count(leftOutTaxa)} taxa that were new at the rank ${rank}, beside ${count(known)} whose taxon stayed. With the threshold ${threshold}, ${share(at.foundNovelty, 1)} of the left-out ones are found, and ${share(at.falseNovelty, 1)} of the known ones are called novel.</p>
${drawn}<ul class="legend">${LINES.map(({ colour, of, name }) => html`<li>${swatch(`c${colour}`)}${name}: ${share(at[of], 1)}</li>`)}</ul>`;
}
