import { indented, table } from "./table.js";
import { count, oneLine } from "./text.js";

/** Of a result of `novelty`. */
export interface Novelty {
  known: number;
  novel: number;
  gaps: number;
  ranks: { rank: string; false_novelty: number; found_novelty: number }[];
  features: { feature: string; finding: string; rank: string; score: number; nearest: string | null; identity: number | null }[];
}

const SHOWN = 10;

/** What the reference does not explain, and how far that can be trusted. */
export function renderNovelty({ known, novel, gaps, ranks, features }: Novelty): string {
  const head = `Novelty: ${count(novel)} novel, ${count(gaps)} without close relatives (a gap of the reference, no discovery), ${count(known)} known`;
  const rates = ranks.map(
    ({ rank, false_novelty: wrong, found_novelty: found }) =>
      `  at ${rank}: calls ${percent(wrong)} of known sequences novel and finds ${percent(found)} of those left out`,
  );
  const rows = features
    .slice(0, SHOWN)
    .map(({ feature, finding, rank, score, nearest, identity }) => [
      feature,
      finding,
      rank,
      score.toFixed(2),
      nearest === null || identity === null ? "none" : `${oneLine(nearest)} (${percent(identity)})`,
    ]);
  const columns = ["feature", "finding", "rank", "score", "nearest reference"].map((heading) => ({ heading }));
  const rest = features.length > SHOWN ? ["  ... see novelty.tsv for all"] : [];
  return [head, ...rates, ...(rows.length > 0 ? [indented(table(columns, rows))] : []), ...rest].join("\n");
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
