import type { Feature } from "./feature.js";
import type { FeatureTable } from "./feature-table.js";
import { type Assignment, shownNames } from "./sintax.js";

export interface Taxon {
  /** Rank -> name, down to the last rank that is certain enough; without ranks whose name is no scientific one. */
  lineage: Record<string, string>;
  /** The last rank of the lineage. */
  rank: string | null;
  reads: number;
  samples: Record<string, number>;
  /** The lowest support, at that rank, of the features behind it. */
  confidence: number | null;
  features: number;
}

interface Sum extends Omit<Taxon, "samples"> {
  /** Samples in which it occurs. */
  samples: Map<string, number>;
}

/**
 * Adds up the features that bear the same names. Takes time for each count above zero, not for each feature and sample.
 *
 * @returns the `most` taxa with most reads, those first
 */
export function taxaOf(
  features: readonly Feature[],
  table: FeatureTable,
  assignments: ReadonlyMap<string, Assignment>,
  minConfidence: number,
  most = Number.POSITIVE_INFINITY,
): Taxon[] {
  const sums = new Map<string, Sum>();
  for (const { id } of features) {
    const names = shownNames(assignments.get(id) ?? { feature: id, names: [] }, minConfidence);
    const lineage = names.map(({ rank, name }) => [rank, name] as const);
    const { rank = null, confidence = null } = names.at(-1) ?? {};
    const key = JSON.stringify(lineage);
    const sum = sums.get(key) ?? { lineage: Object.fromEntries(lineage), rank, reads: 0, samples: new Map(), confidence, features: 0 };
    sums.set(key, sum);
    add(sum, table.row(id), confidence);
  }
  return [...sums]
    .sort(([a, one], [b, other]) => other.reads - one.reads || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([, sum]) => ({ ...sum, samples: Object.fromEntries(table.samples.map((sample) => [sample, sum.samples.get(sample) ?? 0])) }));
}

function add(sum: Sum, row: ReadonlyMap<string, number>, confidence: number | null): void {
  sum.features++;
  if (sum.confidence !== null && confidence !== null) sum.confidence = Math.min(sum.confidence, confidence);
  for (const [sample, reads] of row) {
    sum.reads += reads;
    sum.samples.set(sample, (sum.samples.get(sample) ?? 0) + reads);
  }
}
