import type { Ordination, RarefactionCurve } from "./report-data.js";

/** Reads `rarefaction.tsv`: sample, reads, expected richness; a row a point. */
export function readRarefaction(text: string): RarefactionCurve[] {
  const curves = new Map<string, [number, number][]>();
  for (const [sample = "", reads, richness] of rowsOf(text)) {
    const points = curves.get(sample) ?? [];
    points.push([Number(reads), Number(richness)]);
    curves.set(sample, points);
  }
  return [...curves].map(([sample, points]) => ({ sample, points }));
}

/**
 * Reads the first measure of `ordination.tsv` (measure, sample, PC1, PC2, ...) and what its axes explain
 * (`ordination_axes.tsv`: measure, axis, eigenvalue, explained).
 *
 * @returns null where fewer than three samples were compared: two always lie on a line
 */
export function readOrdination(places: string, axes: string): Ordination | null {
  const rows = rowsOf(places);
  const measure = rows[0]?.[0] ?? "";
  const points = rows
    .filter(([of]) => of === measure)
    .map(([, sample = "", x = "", y = ""]) => ({ sample, x: numberOf(x), y: y === "" ? 0 : numberOf(y) }));
  if (points.length < 3 || points.some(({ x, y }) => Number.isNaN(x + y))) return null;
  const explained = (axis: string) => {
    const found = rowsOf(axes).find(([of, name]) => of === measure && name === axis)?.[3];
    return found === undefined || found === "" ? null : Number(found);
  };
  return { measure, points, explained: [explained("PC1"), explained("PC2")] };
}

/** Without the head. */
function rowsOf(text: string): string[][] {
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.slice(1).map((line) => line.split("\t"));
}

function numberOf(cell: string): number {
  return cell === "" ? Number.NaN : Number(cell);
}
