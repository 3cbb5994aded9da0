import { displayName } from "../ranks.js";
import { namesOfTitle, taxonAt } from "../reference-taxa.js";
import type { Member } from "./left-out.js";

export interface ReferenceMember extends Member {
  /** Of the insert, in bases; 0 where it is not whole. */
  length: number;
  /** For each rank the taxon right below it; null where the reference has none. */
  below: readonly (string | null)[];
}

/**
 * @param title of a checked reference
 * @param ranks of the reference, highest first
 * @param judged the ranks at which novelty is judged
 */
export function memberOf(title: string, ranks: readonly string[], judged: readonly string[]): Pick<ReferenceMember, "taxa" | "below"> {
  const names = namesOfTitle(title);
  const isScientific = (rank: string) => names.some((name) => name.rank === rank && displayName(name.name) !== "");
  return {
    taxa: judged.map((rank) => (isScientific(rank) ? taxonAt(names, ranks, rank) : null)),
    below: judged.map((rank) => {
      const lower = ranks[ranks.indexOf(rank) + 1];
      return lower === undefined ? null : taxonAt(names, ranks, lower);
    }),
  };
}

/** Counts, for one rank, how many taxa right below each taxon a reference holds; sequences, where it has no lower rank. */
export class Richness {
  readonly #below = new Map<string, Set<string | number>>();
  #sequences = 0;

  add(taxon: string | null, below: string | null): void {
    if (taxon === null) return;
    const known = this.#below.get(taxon) ?? new Set();
    this.#below.set(taxon, known.add(below ?? this.#sequences++));
  }

  /** 0: it has no sequence of the taxon. */
  of(taxon: string): number {
    return this.#below.get(taxon)?.size ?? 0;
  }
}
