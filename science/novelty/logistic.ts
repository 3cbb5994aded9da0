import { sum } from "../sum.js";

/** A line through standardised measures: `intercept + sum(weight * (measure - mean) / spread)`. */
export interface Logistic {
  intercept: number;
  weights: number[];
  means: number[];
  spreads: number[];
}

export interface Example {
  measures: readonly number[];
  /** Whether it is of what is looked for. */
  isNovel: boolean;
}

const ROUNDS = 25;

/**
 * Logistic regression by Newton's method, in which both classes weigh the same. The weights are drawn towards `prior`
 * as by so many examples as `pull` says (ridge regression; Hoerl and Kennard 1970, doi:10.2307/1267351): few examples
 * then give the prior's answer, not an accident's.
 *
 * @param prior weight of each measure once standardised
 */
export function fitLogistic(examples: readonly Example[], prior: readonly number[], pull: number): Logistic {
  const { means, spreads } = standardOf(examples);
  const rows = examples.map(({ measures }) => [1, ...measures.map((value, at) => (value - means[at]!) / spreads[at]!)]);
  const novel = examples.filter(({ isNovel }) => isNovel).length;
  const weightOf = (isNovel: boolean) => examples.length / (2 * Math.max(1, isNovel ? novel : examples.length - novel));
  const anchors = [0, ...prior];
  let weights = anchors;
  for (let round = 0; round < ROUNDS; round++) {
    const slope = anchors.map((anchor, at) => (at === 0 ? 0 : pull * (anchor - weights[at]!)));
    const curve = anchors.map((_, at) => anchors.map((_, to) => (at === to && at > 0 ? pull : 0)));
    for (const [index, row] of rows.entries()) {
      const { isNovel } = examples[index]!;
      const chance = logistic(dot(row, weights));
      addTo(slope, curve, row, weightOf(isNovel), chance, isNovel);
    }
    const step = solve(curve, slope);
    weights = weights.map((weight, at) => weight + step[at]!);
    if (step.every((change) => Math.abs(change) < 1e-8)) break;
  }
  const [intercept = 0, ...rest] = weights;
  return { intercept, weights: rest, means, spreads };
}

/** From 0 to 1: the chance of being novel, were as many novel as not. */
export function scoreOf({ intercept, weights, means, spreads }: Logistic, measures: readonly number[]): number {
  return logistic(weights.reduce((sum, weight, at) => sum + (weight * (measures[at]! - means[at]!)) / spreads[at]!, intercept));
}

export function standardOf(examples: readonly { measures: readonly number[] }[]): { means: number[]; spreads: number[] } {
  const count = examples.length;
  const columns = (examples[0]?.measures ?? []).map((_, at) => examples.map(({ measures }) => measures[at]!));
  const means = columns.map((column) => sum(column) / count);
  const spreads = columns.map((column, at) => Math.sqrt(column.reduce((sum, value) => sum + (value - means[at]!) ** 2, 0) / count) || 1);
  return { means, spreads };
}

function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, at) => sum + value * other[at]!, 0);
}

function addTo(slope: number[], curve: number[][], row: readonly number[], weight: number, chance: number, isNovel: boolean): void {
  const error = weight * ((isNovel ? 1 : 0) - chance);
  const bend = weight * chance * (1 - chance);
  for (let at = 0; at < row.length; at++) {
    slope[at]! += error * row[at]!;
    for (let to = 0; to < row.length; to++) curve[at]![to]! += bend * row[at]! * row[to]!;
  }
}

/** Gauss's elimination; the matrix is positive definite. */
function solve(matrix: number[][], target: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, target[at]!]);
  for (const [at, pivot] of rows.entries()) {
    for (const lower of rows.slice(at + 1)) {
      const factor = lower[at]! / (pivot[at]! || 1e-12);
      for (let column = at; column < lower.length; column++) lower[column]! -= factor * pivot[column]!;
    }
  }
  const answer = target.map(() => 0);
  for (let at = rows.length - 1; at >= 0; at--) {
    const known = answer.reduce((sum, value, column) => sum + value * rows[at]![column]!, 0);
    answer[at] = (rows[at]![rows.length]! - known) / (rows[at]![at]! || 1e-12);
  }
  return answer;
}
