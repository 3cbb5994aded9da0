import type { Name } from "./lineage.js";
import { displayName } from "./ranks.js";

/** The name right above each taxon: a scientific name below two others at one rank is a conflict, or a homonym. */
export class TaxonParents {
  /** Rank and name -> rank and name above; null: several. */
  readonly #parents = new Map<string, string | null>();
  readonly #known = new Set<string>();
  #conflicts = 0;

  get conflicts(): number {
    return this.#conflicts;
  }

  /** @param names of one lineage, highest rank first */
  add(names: readonly Name[]): void {
    for (const [index, { rank, name }] of names.entries()) {
      const above = names[index - 1];
      if (above === undefined) continue;
      const parent = `${above.rank}:${above.name}`;
      const taxon = `${rank}:${name}`;
      if (this.#known.has(`${parent};${taxon}`)) continue;
      this.#known.add(`${parent};${taxon}`);
      if (displayName(name) === "") continue;
      const before = this.#parents.get(taxon);
      if (before === undefined) this.#parents.set(taxon, parent);
      else if (before !== null && before.slice(0, before.indexOf(":")) === above.rank) {
        this.#parents.set(taxon, null);
        this.#conflicts++;
      }
    }
  }
}
