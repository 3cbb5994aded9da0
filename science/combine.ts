import { FeatureTable } from "./feature-table.js";
import type { Feature } from "./feature.js";
import { inCanonicalOrder } from "./feature.js";
import { nameKey } from "./sample-names.js";

/** One of the tables that are combined. */
export interface TablePart {
  /** In the order of its columns. */
  samples: readonly { name: string; metadata: Record<string, string> }[];
}

/**
 * Names for the samples of several tables: a name that several have gets the place of its table in front, `2.creek`.
 *
 * @returns for each table its samples' names; and those that were changed
 */
export function combinedNames(parts: readonly TablePart[]): { names: string[][]; twice: string[] } {
  const times = new Map<string, number>();
  for (const { samples } of parts) for (const { name } of samples) times.set(nameKey(name), (times.get(nameKey(name)) ?? 0) + 1);
  const isTwice = (name: string) => (times.get(nameKey(name)) ?? 0) > 1;
  const names = parts.map(({ samples }, place) => samples.map(({ name }) => (isTwice(name) ? `${place + 1}.${name}` : name)));
  return { names, twice: [...new Set(parts.flatMap(({ samples }) => samples.map(({ name }) => name)).filter(isTwice))] };
}

/** Adds tables up: equal sequences are one feature. */
export class CombinedTable {
  readonly table: FeatureTable;
  readonly #sequences = new Map<string, string>();

  constructor(samples: readonly string[]) {
    this.table = new FeatureTable(samples);
  }

  /** @param names of the part's samples here, in the order of its columns */
  add(part: FeatureTable, names: readonly string[], features: readonly Pick<Feature, "id" | "sequence">[]): void {
    const of = new Map(part.samples.map((sample, index) => [sample, names[index]!]));
    for (const { id, sequence } of features) {
      this.#sequences.set(id, sequence);
      for (const [sample, reads] of part.row(id)) this.table.add(id, of.get(sample)!, reads);
    }
  }

  /** In canonical order, each with its reads in the table. */
  get features(): Feature[] {
    const all = [...this.#sequences].map(([id, sequence]) => ({ id, sequence, size: this.table.total(id) }));
    return inCanonicalOrder(all, ({ size }) => size);
  }
}
