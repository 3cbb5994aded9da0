import { sum } from "../sum.js";
import type { Distances } from "./overlaps.js";
import { type Permuted, permute } from "./permute.js";

export interface Permanova extends Permuted {
  /** Share of the squared distances that the groups explain. */
  r2: number;
}

/**
 * Whether samples of a group are nearer to each other than to those of other groups: pseudo-F.
 * Source: Anderson 2001, doi:10.1111/j.1442-9993.2001.01070.pp.x.
 *
 * @param groups of each sample, from 0; at least two groups, and fewer than samples
 */
export function permanova(distances: Distances, groups: readonly number[], permutations: number, seed: number): Permanova {
  const { size } = distances;
  const sizes = sizesOf(groups);
  const squares = new Float64Array(size * size);
  let total = 0;
  for (let one = 1; one < size; one++)
    for (let other = 0; other < one; other++) total += squares[one * size + other] = distances.at(one, other) ** 2;
  total /= size;
  const within = (labels: readonly number[]) => {
    const sums = sizes.map(() => 0);
    for (let one = 1; one < size; one++) {
      const group = labels[one]!;
      for (let other = 0; other < one; other++) if (labels[other] === group) sums[group]! += squares[one * size + other]!;
    }
    return sums.reduce((sum, part, group) => sum + part / sizes[group]!, 0);
  };
  const ratio = (inside: number) => ((total - inside) / (sizes.length - 1)) * ((size - sizes.length) / inside);
  const inside = within(groups);
  return { ...permute(ratio(inside), groups, (labels) => ratio(within(labels)), permutations, seed), r2: 1 - inside / total };
}

/**
 * Whether some groups are more spread than others: F of the distances to the group's centroid, residuals shuffled.
 * Groups that differ in this make `permanova` doubtful. Source: Anderson 2006, doi:10.1111/j.1541-0420.2005.00440.x.
 *
 * @returns NaN where no group has distances that differ, such as groups of one and two: there is no chance to hold F against
 */
export function permdisp(distances: Distances, groups: readonly number[], permutations: number, seed: number): Permuted {
  const sizes = sizesOf(groups);
  const spread = centroidDistances(distances, groups, sizes);
  const found = varianceRatio(spread, groups, sizes);
  const means = groupMeans(spread, groups, sizes);
  const residuals = spread.map((distance, index) => distance - means[groups[index]!]!);
  if (squares(residuals) <= ROUNDING * squares(spread)) return { statistic: Number.NaN, p: Number.NaN, permutations };
  return permute(found, residuals, (values) => varianceRatio(values, groups, sizes), permutations, seed);
}

/** Of a sum of squares, what rounding leaves of nothing. */
const ROUNDING = 1e-12;

function squares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value ** 2, 0);
}

/** Of each sample to the centroid of its group, in the space of the principal coordinates; from the distances alone. */
function centroidDistances(distances: Distances, groups: readonly number[], sizes: readonly number[]): number[] {
  const toGroup = groups.map((group, one) =>
    groups.reduce((sum, other, at) => (other === group ? sum + distances.at(one, at) ** 2 : sum), 0),
  );
  const within = sizes.map((_, group) => groups.reduce((sum, other, at) => (other === group ? sum + toGroup[at]! : sum), 0));
  // Axes with eigenvalues below zero can make the square negative; as in betadisper, its size counts.
  return groups.map((group, one) => Math.sqrt(Math.abs(toGroup[one]! / sizes[group]! - within[group]! / (2 * sizes[group]! ** 2))));
}

function varianceRatio(values: readonly number[], groups: readonly number[], sizes: readonly number[]): number {
  const mean = sum(values) / values.length;
  const means = groupMeans(values, groups, sizes);
  const between = means.reduce((sum, groupMean, group) => sum + sizes[group]! * (groupMean - mean) ** 2, 0);
  const within = values.reduce((sum, value, index) => sum + (value - means[groups[index]!]!) ** 2, 0);
  return (between / (sizes.length - 1)) * ((values.length - sizes.length) / within);
}

function groupMeans(values: readonly number[], groups: readonly number[], sizes: readonly number[]): number[] {
  const sums = sizes.map(() => 0);
  for (const [index, value] of values.entries()) sums[groups[index]!]! += value;
  return sums.map((sum, group) => sum / sizes[group]!);
}

function sizesOf(groups: readonly number[]): number[] {
  const sizes = Array.from({ length: Math.max(...groups) + 1 }, () => 0);
  for (const group of groups) sizes[group]!++;
  return sizes;
}
