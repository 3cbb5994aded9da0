import type { Neighbour } from "./neighbours.js";

/** What a score at one rank rests on. */
export interface Evidence {
  /** Nearest first. */
  neighbours: readonly Neighbour[];
  /** Of SINTAX, for the name at the rank; 0 where it gives none. */
  confidence: number;
  /** The taxon of a reference at the rank, told apart from taxa of the same name elsewhere. */
  taxonOf: (target: string) => string;
  /** How many taxa of the next lower rank the reference has of it; sequences, where there is no lower rank. */
  richnessOf: (taxon: string) => number;
}

/**
 * In the order of `measure`:
 * - distance: to the nearest reference, as a square root;
 * - doubt: the log odds against the name that SINTAX gives at the rank;
 * - gap: the distance to the nearest taxon, over that to the nearest other one: near 0 within a taxon, near 1 between taxa
 *   (the barcoding gap at this place of the tree; Meyer and Paulay 2005, doi:10.1371/journal.pbio.0030422);
 * - agreement: how many of the references that are as near, within 1 %, are of that taxon;
 * - close: how many references are close, as a logarithm;
 * - richness: of that taxon, as a logarithm: what is of a large one is rarely new.
 */
export const MEASURES = ["distance", "doubt", "gap", "agreement", "close", "richness"] as const;

/** Identity of a close reference. */
export const CLOSE = 0.97;

/** Of the references that are compared none is farther; what has none is taken to be so far. */
const FARTHEST = 0.3;

/** Half a base in 150: keeps ratios of tiny distances quiet. */
const SMALLEST = 0.003;

export function measure({ neighbours, confidence, taxonOf, richnessOf }: Evidence): number[] {
  const best = neighbours[0]?.identity ?? 0;
  const nearest = nearestTaxon(neighbours, taxonOf);
  const other = neighbours.find(({ target }) => taxonOf(target) !== nearest)?.identity ?? 0;
  const alike = neighbours.filter(({ identity }) => identity >= best - 0.01);
  return [
    Math.sqrt(distance(best)),
    Math.log((1 - confidence + 0.02) / (confidence + 0.02)),
    (distance(best) + SMALLEST) / (distance(other) + SMALLEST),
    alike.filter(({ target }) => taxonOf(target) === nearest).length / Math.max(1, alike.length),
    Math.log1p(closeCount(neighbours)),
    nearest === null ? 0 : Math.log(Math.max(1, richnessOf(nearest))),
  ];
}

export function closeCount(neighbours: readonly Neighbour[], limit = CLOSE): number {
  return neighbours.filter(({ identity }) => identity >= limit).length;
}

/** The commonest taxon of the nearest references; null: there are none. */
export function nearestTaxon(neighbours: readonly Neighbour[], taxonOf: (target: string) => string): string | null {
  const counts = new Map<string, number>();
  for (const { target, identity } of neighbours) {
    if (identity < (neighbours[0]?.identity ?? 0)) break;
    const taxon = taxonOf(target);
    counts.set(taxon, (counts.get(taxon) ?? 0) + 1);
  }
  return [...counts].sort(([a, one], [b, two]) => two - one || (a < b ? -1 : 1))[0]?.[0] ?? null;
}

function distance(identity: number): number {
  return Math.min(FARTHEST, 1 - identity);
}
