import type { FeatureTable } from "../feature-table.js";
import { type Distances, Overlaps } from "./overlaps.js";

/**
 * Bray-Curtis dissimilarity of the samples' proportions, so that it does not tell how deep each was sequenced.
 * Every sample must have reads. Source: Bray and Curtis 1957, doi:10.2307/1942268.
 */
export function brayCurtis(table: FeatureTable): Distances {
  const { depths } = table;
  const overlaps = overlapsOf(table, (sample, reads) => reads / depths[sample]!);
  return overlaps.distances(table.samples, (shared, one, other) => 1 - (2 * shared) / (one + other));
}

/** Jaccard distance: the share of two samples' features that only one of them has. Source: Jaccard 1912, doi:10.1111/j.1469-8137.1912.tb05611.x. */
export function jaccard(table: FeatureTable): Distances {
  const overlaps = overlapsOf(table, () => 1);
  return overlaps.distances(table.samples, (shared, one, other) => 1 - shared / (one + other - shared));
}

function overlapsOf(table: FeatureTable, value: (sample: string, reads: number) => number): Overlaps {
  const places = new Map(table.samples.map((sample, index) => [sample, index]));
  const overlaps = new Overlaps(table.samples.length);
  for (const feature of table.features) {
    const row = [...table.row(feature)].map(([sample, reads]) => [places.get(sample)!, value(sample, reads)] as const);
    overlaps.add(1, row);
  }
  return overlaps;
}
