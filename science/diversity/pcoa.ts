import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { Distances } from "./overlaps.js";
import { sum } from "../sum.js";

export interface Ordination {
  /** Of the axes, the largest first. */
  eigenvalues: number[];
  /** Share of each axis in the sum of all eigenvalues above zero. */
  explained: number[];
  /** For each sample its place on the axes. */
  coordinates: number[][];
}

/** Below this share of the largest, an eigenvalue is a zero with its rounding. */
const ZERO = 1e-10;

/**
 * Principal coordinates: points whose distances are near to those of the samples. Axes with eigenvalues below zero, which
 * measures that are no metric give, are left out. Each axis points to the side of its farthest sample.
 * Source: Gower 1966, doi:10.1093/biomet/53.3-4.325.
 *
 * @param most axes
 */
export function principalCoordinates(distances: Distances, most: number): Ordination {
  const { size } = distances;
  if (size < 2) return { eigenvalues: [], explained: [], coordinates: distances.samples.map(() => []) };
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(centred(distances), { assumeSymmetric: true });
  const order = realEigenvalues.map((value, index) => ({ value, index })).sort((one, other) => other.value - one.value);
  const largest = order[0]?.value ?? 0;
  const positive = order.filter(({ value }) => value > ZERO * Math.max(largest, ZERO));
  const all = sum(positive.map(({ value }) => value));
  const axes = positive.slice(0, most);
  const columns = axes.map(({ value, index }) => oriented(eigenvectorMatrix.getColumn(index)).map((part) => part * Math.sqrt(value)));
  return {
    eigenvalues: axes.map(({ value }) => value),
    explained: axes.map(({ value }) => value / all),
    coordinates: distances.samples.map((_, sample) => columns.map((column) => column[sample]!)),
  };
}

/** Minus half the squares, with the means of rows and columns at zero. */
function centred(distances: Distances): Matrix {
  const { size } = distances;
  const squares = new Matrix(size, size);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) squares.set(row, column, -0.5 * distances.at(row, column) ** 2);
  const means = squares.mean("row");
  const mean = squares.mean();
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) squares.set(row, column, squares.get(row, column) - means[row]! - means[column]! + mean);
  return squares;
}

function oriented(vector: number[]): number[] {
  const farthest = vector.reduce((most, part) => (Math.abs(part) > Math.abs(most) + 1e-9 ? part : most), 0);
  return farthest < 0 ? vector.map((part) => -part) : vector;
}
