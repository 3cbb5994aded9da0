import type { FeatureTable } from "../feature-table.js";
import { sum } from "../sum.js";
import { tsv } from "../tsv.js";
import { alphaOf, unseenOf } from "./alpha.js";
import { curveDepths, expectedRichness } from "./rarefaction.js";
import { shownNumber } from "./shown-number.js";

/**
 * `alpha_diversity.tsv`: a row a sample.
 *
 * @param depth adds the expected richness at this depth; empty where a sample has fewer reads
 * @param isUnfiltered adds Chao1 and Good's coverage, which rest on features seen once or twice
 */
export function alphaTable(table: FeatureTable, depth: number | null, isUnfiltered: boolean): string {
  const head = [
    "sample",
    "reads",
    "richness",
    "shannon",
    "simpson",
    ...(depth === null ? [] : [`richness_at_${depth}_reads`]),
    ...(isUnfiltered ? ["chao1_of_unfiltered_counts", "goods_coverage_of_unfiltered_counts"] : []),
  ];
  const rows = [...countsOf(table)].map(([sample, counts]) => {
    const { reads, richness, shannon, simpson } = alphaOf(counts);
    const rarefied = depth === null ? [] : [reads < depth ? Number.NaN : expectedRichness(counts, depth)];
    const unseen = isUnfiltered ? Object.values(unseenOf(counts)) : [];
    return [sample, reads, richness, ...[shannon, simpson, ...rarefied, ...unseen].map(shownNumber)];
  });
  return tsv(head, rows);
}

/** `rarefaction.tsv`: a row for each point of each sample's curve. */
export function rarefactionTable(table: FeatureTable, depth: number | null): string {
  const rows = [...countsOf(table)].flatMap(([sample, counts]) => {
    const reads = sum(counts);
    return curveDepths(reads, depth).map((point) => [sample, point, shownNumber(expectedRichness(counts, point))]);
  });
  return tsv(["sample", "reads", "expected_richness"], rows);
}

/** Of each sample its counts above zero. */
function countsOf(table: FeatureTable): Map<string, number[]> {
  const counts = new Map<string, number[]>(table.samples.map((sample) => [sample, []]));
  for (const feature of table.features) for (const [sample, reads] of table.row(feature)) counts.get(sample)?.push(reads);
  return counts;
}
