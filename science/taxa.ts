import type { Feature } from "./feature.js";
import type { FeatureTable } from "./feature-table.js";
import { displayName } from "./ranks.js";
import { type Assignment, certainNames } from "./sintax.js";

export interface Taxon {
  /** Rank -> name, down to the last rank that is certain enough. */
  lineage: Record<string, string>;
  rank: string | null;
  reads: number;
  samples: Record<string, number>;
  /** The lowest support, at that rank, of the features behind it. */
  confidence: number | null;
  features: number;
}

/** Adds up the features that bear the same names; most reads first. */
export function taxaOf(
  features: readonly Feature[],
  table: FeatureTable,
  assignments: ReadonlyMap<string, Assignment>,
  minConfidence: number,
): Taxon[] {
  const taxa = new Map<string, Taxon>();
  for (const { id } of features) {
    const names = certainNames(assignments.get(id) ?? { feature: id, names: [] }, minConfidence);
    const last = names.at(-1);
    const key = JSON.stringify(names.map(({ rank, name }) => [rank, name]));
    const taxon = taxa.get(key) ?? {
      lineage: Object.fromEntries(names.map(({ rank, name }) => [rank, displayName(name) || name])),
      rank: last?.rank ?? null,
      reads: 0,
      samples: Object.fromEntries(table.samples.map((sample) => [sample, 0])),
      confidence: last?.confidence ?? null,
      features: 0,
    };
    taxa.set(key, add(taxon, table, id, last?.confidence ?? null));
  }
  const keyed = [...taxa].sort(([a, one], [b, other]) => other.reads - one.reads || (a < b ? -1 : 1));
  return keyed.map(([, taxon]) => taxon);
}

function add(taxon: Taxon, table: FeatureTable, id: string, confidence: number | null): Taxon {
  const samples = Object.fromEntries(Object.entries(taxon.samples).map(([sample, reads]) => [sample, reads + table.count(id, sample)]));
  const lowest = taxon.confidence === null || confidence === null ? null : Math.min(taxon.confidence, confidence);
  return { ...taxon, samples, reads: taxon.reads + table.total(id), confidence: lowest, features: taxon.features + 1 };
}
