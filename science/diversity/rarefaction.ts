import { sum } from "../sum.js";
import { logChoose } from "./log-factorial.js";

/**
 * How many features `depth` reads of a sample have on average, drawn without replacement: no draws, the exact expectation.
 *
 * @param counts reads of each feature in the sample, above zero
 * @param depth at most their sum
 * @returns the richness. Source: Hurlbert 1971, doi:10.2307/1934145.
 */
export function expectedRichness(counts: readonly number[], depth: number): number {
  const reads = sum(counts);
  const all = logChoose(reads, depth);
  let missed = 0;
  for (const count of counts) if (reads - count >= depth) missed += Math.exp(logChoose(reads - count, depth) - all);
  return counts.length - missed;
}

/** Points of a sample's curve. */
const POINTS = 20;

/** Depths at which a sample's curve is told: evenly spread up to all of its reads, and one that was asked for. */
export function curveDepths(reads: number, asked: number | null): number[] {
  const even = Array.from({ length: POINTS }, (_, index) => Math.round((reads * (index + 1)) / POINTS));
  const wanted = asked !== null && asked <= reads ? [asked] : [];
  return [...new Set([...even, ...wanted])].filter((depth) => depth > 0).sort((one, other) => one - other);
}
