import { displayName } from "../ranks.js";
import { errorRates } from "./error-rates-chart.js";
import { count, html, type Markup, share } from "./html.js";
import { FINDINGS, type Finding, markInText } from "./novelty-marks.js";
import { scoreLines, scoreOf } from "./novelty-scores.js";
import type { Novelty, NoveltyFeature } from "./read-novelty.js";
import { rankTabs } from "./rank-tabs.js";
import { table } from "./table.js";

const MOST_FEATURES = 50;

/** Columns that hold no numbers. */
const TEXTS: readonly string[] = ["finding", "feature", "nearest reference"];

const MEANINGS: Record<Finding, string> = {
  novel: "novel: not explained by the reference, which holds close relatives",
  gap: "gap of the reference: it holds no close relative, which is no discovery",
  known: "known",
};

/** @param readsOf a feature, in all samples */
export function noveltySection(novelty: Novelty, readsOf: (feature: string) => number): Markup {
  const { ranks, features } = novelty;
  const countOf = (wanted: Finding) => features.filter(({ finding }) => finding === wanted).length;
  const legend = FINDINGS.map((finding) => html`<li>${markInText(finding)}${MEANINGS[finding]} (${count(countOf(finding))})</li>`);
  const panels = ranks.map((rank) => ({
    rank: rank.rank,
    body: html`<h3>Scores</h3>${scoreLines(novelty, rank)}<h3>How far they can be trusted</h3>${errorRates(rank)}`,
  }));
  return html`<p>Each feature has a score from 0 to 1 for how badly the reference explains it.</p>
<ul class="legend">${legend}</ul>${rankTabs("novelty", panels, panels.length - 1)}${unexplained(features, readsOf)}`;
}

/** The features that are not known, with what their scores rest on. */
function unexplained(features: readonly NoveltyFeature[], readsOf: (feature: string) => number): Markup | null {
  const found = features
    .filter(({ finding }) => finding !== "known")
    .sort((a, b) => scoreOf(b, b.novelAt) - scoreOf(a, a.novelAt) || (a.id < b.id ? -1 : 1));
  if (found.length === 0) return html`<p>The reference explains every feature.</p>`;
  const more =
    found.length > MOST_FEATURES
      ? html`<p class="note">The first ${MOST_FEATURES} of ${count(found.length)}; all stand in <code>novelty.tsv</code>.</p>`
      : null;
  const columns = ["finding", "feature", "reads", "score", "nearest reference", "identity", "confidence", "close relatives"];
  const head = columns.map((name) => html`<th${TEXTS.includes(name) ? null : html` class="number"`}>${name}</th>`);
  const rows = found.slice(0, MOST_FEATURES).map((feature) => row(feature, readsOf(feature.id)));
  return html`<h3>What the reference does not explain</h3>
${table(head, rows)}${more}
<p class="note">Confidence is that of the name at the rank. Close relatives are counted among the 50 nearest references.</p>`;
}

function row(feature: NoveltyFeature, reads: number): Markup {
  const { id, finding, novelAt, scores, nearest, relatives } = feature;
  const at = scores.get(novelAt);
  const near = nearest && html`<em>${lastName(nearest.lineage)}</em> <small>${nearest.name}</small>`;
  return html`<tr><th class="id">${markInText(finding)}${finding === "gap" ? "gap" : `novel ${novelAt}`}</th><td class="id"><code title="${id}">${id.slice(0, 8)}</code></td><td class="number">${count(reads)}</td><td class="number">${at?.score.toFixed(2)}</td><td class="lineage">${near ?? "none is near"}</td><td class="number">${nearest && share(nearest.identity, 1)}</td><td class="number">${at?.confidence.toFixed(2)}</td><td class="number">${count(relatives)}</td></tr>
`;
}

function lastName(lineage: ReadonlyMap<string, string>): string {
  return [...lineage.values()].map(displayName).findLast(Boolean) ?? "";
}
