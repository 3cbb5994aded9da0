import { FormatError } from "./format-error.js";
import { STANDARD_RANKS } from "./ranks.js";

/** More ranks than any taxonomy has: lineages with one more each are no reference. */
const MOST_RANKS = 32;

/** The ranks of many lineages, each of which may lack some, in the one order that suits all of them. */
export class RankOrder {
  /** Rank -> the ranks that some lineage has right below it. In the order in which they were met. */
  readonly #below = new Map<string, Set<string>>();
  readonly #known = new Set<string>();

  /** @throws {FormatError} where the ranks contradict those of earlier lineages */
  add(ranks: readonly string[], line: number): void {
    const lineage = ranks.join();
    if (this.#known.has(lineage)) return;
    this.#known.add(lineage);
    for (const rank of ranks) if (!this.#below.has(rank)) this.#below.set(rank, new Set());
    if (this.#below.size > MOST_RANKS) throw new FormatError(`the lineages have more than ${MOST_RANKS} ranks`, line);
    for (const [index, rank] of ranks.slice(1).entries()) this.#put(ranks[index] as string, rank, line);
  }

  /**
   * Highest first. Ranks that no lineage compares stand as biologists rank them, others as they were met:
   * `k,p,c,f` and `k,p,o,f` give `k,p,c,o,f`.
   */
  get inOrder(): string[] {
    const below = new Map([...this.#below].map(([rank, lower]) => [rank, new Set(lower)]));
    for (const [index, higher] of STANDARD_RANKS.entries()) {
      for (const lower of STANDARD_RANKS.slice(index + 1)) {
        if (below.has(higher) && below.has(lower) && !reaches(below, lower, higher)) below.get(higher)?.add(lower);
      }
    }
    const order: string[] = [];
    while (below.size > 0) {
      const next = [...below.keys()].find((rank) => ![...below.values()].some((lower) => lower.has(rank)));
      if (next === undefined) throw new Error("the ranks go in a circle");
      order.push(next);
      below.delete(next);
    }
    return order;
  }

  #put(higher: string, lower: string, line: number): void {
    if (higher === lower) throw new FormatError(`the rank ${lower} stands twice`, line);
    if (reaches(this.#below, lower, higher))
      throw new FormatError(`the rank ${lower} stands below ${higher}, but above it in earlier headers`, line);
    this.#below.get(higher)?.add(lower);
  }
}

/** Whether `to` is `from` or stands somewhere below it. */
function reaches(below: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean {
  const met = new Set([from]);
  for (const rank of met) for (const next of below.get(rank) ?? []) met.add(next);
  return met.has(to);
}
