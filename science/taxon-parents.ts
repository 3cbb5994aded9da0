import type { Name } from "./lineage.js";
import { displayName } from "./ranks.js";

/** The name right above each taxon: a scientific name below two others at one rank is a conflict, or a homonym. */
export class TaxonParents {
  /** Rank -> name -> the one above; null: several. */
  readonly #parents = new Map<string, Map<string, Name | null>>();
  readonly #known = new Set<string>();
  #conflicts = 0;

  get conflicts(): number {
    return this.#conflicts;
  }

  /** @param names of one lineage, highest rank first */
  add(names: readonly Name[]): void {
    for (const [index, name] of names.entries()) {
      const above = names[index - 1];
      if (above !== undefined) this.#put(name, above);
    }
  }

  #put({ rank, name }: Name, above: Name): void {
    const parents = this.#parents.get(rank) ?? new Map<string, Name | null>();
    const before = parents.get(name);
    // As it is nearly always: nothing is built for it.
    if (before && before.name === above.name && before.rank === above.rank) return;
    const pair = `${above.rank}:${above.name};${rank}:${name}`;
    if (this.#known.has(pair)) return;
    this.#known.add(pair);
    if (displayName(name) === "") return;
    if (before === undefined) this.#parents.set(rank, parents.set(name, above));
    else if (before !== null && before.rank === above.rank) {
      parents.set(name, null);
      this.#conflicts++;
    }
  }
}
