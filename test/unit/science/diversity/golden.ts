import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Distances } from "../../../../science/diversity/overlaps.js";
import { FeatureTable } from "../../../../science/feature-table.js";

/** Values that other programs computed; the script beside each file says how. */
export function golden<T>(name: string): T {
  return JSON.parse(readFileSync(resolve("test/golden", name), "utf8")) as T;
}

/** @param counts a row a sample, a column a feature */
export function tableOf(samples: string[], counts: number[][], features = counts[0]!.map((_, index) => `f${index + 1}`)): FeatureTable {
  const table = new FeatureTable(samples);
  for (const [column, feature] of features.entries())
    for (const [row, sample] of samples.entries()) if (counts[row]![column]! > 0) table.add(feature, sample, counts[row]![column]!);
  return table;
}

export function near(found: number, expected: number, tolerance = 1e-9): void {
  assert.ok(Math.abs(found - expected) <= tolerance, `${found} is not ${expected}`);
}

export function sameDistances(found: Distances, expected: number[][], tolerance = 1e-9): void {
  for (const [one, row] of expected.entries()) for (const [other, value] of row.entries()) near(found.at(one, other), value, tolerance);
}
