import { tsv } from "../tsv.js";
import type { Distances } from "./overlaps.js";
import { principalCoordinates } from "./pcoa.js";
import { shownNumber } from "./shown-number.js";

/** A square: a row and a column a sample. */
export function distanceTable(distances: Distances): string {
  const { samples } = distances;
  const rows = samples.map((sample, one) => [sample, ...samples.map((_, other) => shownNumber(distances.at(one, other)))]);
  return tsv(["sample", ...samples], rows);
}

/** Axes that are told of each measure, where there are so many. */
const AXES = 5;

/** Where the samples lie on the first axes of each measure, and what each axis explains. */
export function ordinationTables(measures: ReadonlyMap<string, Distances>): Record<string, string> {
  const places: (string | number)[][] = [];
  const axes: (string | number)[][] = [];
  for (const [measure, distances] of measures) {
    const { coordinates, eigenvalues, explained } = principalCoordinates(distances, AXES);
    for (const [index, place] of coordinates.entries()) {
      const cells = Array.from({ length: AXES }, (_, axis) => shownNumber(place[axis] ?? Number.NaN));
      places.push([measure, distances.samples[index]!, ...cells]);
    }
    for (const [axis, value] of eigenvalues.entries())
      axes.push([measure, `PC${axis + 1}`, shownNumber(value), shownNumber(explained[axis]!)]);
  }
  const names = Array.from({ length: AXES }, (_, axis) => `PC${axis + 1}`);
  return {
    "ordination.tsv": tsv(["measure", "sample", ...names], places),
    "ordination_axes.tsv": tsv(["measure", "axis", "eigenvalue", "explained"], axes),
  };
}
