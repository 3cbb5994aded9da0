import { seededDraw, shuffled } from "../random.js";

export interface Permuted {
  statistic: number;
  /** How often chance gave as much, counting what was found itself as one of the ways. */
  p: number;
  permutations: number;
}

/** Two sums of the same numbers in another order may differ by their rounding. */
const EQUAL = 1e-9;

/** Compares a statistic that was found with what it is when labels, or other values, are shuffled. The same seed gives the same p. */
export function permute<T>(
  found: number,
  values: readonly T[],
  statistic: (shuffled: readonly T[]) => number,
  permutations: number,
  seed: number,
): Permuted {
  const draw = seededDraw(seed);
  let order = values;
  let asMuch = 1;
  for (let turn = 0; turn < permutations; turn++) {
    order = shuffled(order, draw);
    if (statistic(order) >= found * (1 - EQUAL)) asMuch++;
  }
  return { statistic: found, p: asMuch / (permutations + 1), permutations };
}
