import type { GroupTest, Ordination, RarefactionCurve, ReportTable } from "./report-data.js";
import { headOf, recordsOf, rowsOf } from "./tsv-rows.js";

/** A sample's own name, by what the tables call it. */
type NameOf = (cell: string) => string;

/** Reads `rarefaction.tsv`: sample, reads, expected richness; a row a point. */
export function readRarefaction(text: string, nameOf: NameOf): RarefactionCurve[] {
  const curves = new Map<string, [number, number][]>();
  for (const [sample = "", reads, richness] of rowsOf(text)) {
    const points = curves.get(sample) ?? [];
    points.push([Number(reads), Number(richness)]);
    curves.set(sample, points);
  }
  return [...curves].map(([sample, points]) => ({ sample: nameOf(sample), points }));
}

/**
 * Reads the first measure of `ordination.tsv` (measure, sample, PC1, PC2, ...) and what its axes explain
 * (`ordination_axes.tsv`: measure, axis, eigenvalue, explained).
 *
 * @returns null where fewer than three samples were compared: two always lie on a line
 */
export function readOrdination(places: string, axes: string, nameOf: NameOf): Ordination | null {
  const rows = rowsOf(places);
  const measure = rows[0]?.[0] ?? "";
  const points = rows
    .filter(([of]) => of === measure)
    .map(([, sample = "", x = "", y = ""]) => ({ sample: nameOf(sample), x: numberOf(x), y: y === "" ? 0 : numberOf(y) }));
  if (points.length < 3 || points.some(({ x, y }) => Number.isNaN(x + y))) return null;
  const explained = (axis: string) => {
    const found = rowsOf(axes).find(([of, name]) => of === measure && name === axis)?.[3];
    return found === undefined || found === "" ? null : Number(found);
  };
  return { measure, points, explained: [explained("PC1"), explained("PC2")] };
}

/** Reads `alpha_diversity.tsv`; null: there is none. */
export function readAlpha(text: string, nameOf: NameOf): ReportTable | null {
  if (text === "") return null;
  const rows = rowsOf(text).map(([sample = "", ...cells]) => [nameOf(sample), ...cells]);
  return { head: headOf(text).map((name) => name.replaceAll("_", " ")), rows };
}

/** Reads `permanova.tsv`. */
export function readGroupTests(text: string): GroupTest[] {
  return recordsOf(text).map(({ measure = "", test = "", groups, samples, statistic = "", r2 = "", p = "", permutations }) => ({
    ...{ measure, test, groups: Number(groups), samples: Number(samples), permutations: Number(permutations) },
    ...{ statistic: answerOf(statistic), r2: answerOf(r2), p: answerOf(p) },
  }));
}

function answerOf(cell: string): number | null {
  return cell === "" ? null : Number(cell);
}

function numberOf(cell: string): number {
  return cell === "" ? Number.NaN : Number(cell);
}
