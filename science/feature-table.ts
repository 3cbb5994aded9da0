import { sum } from "./sum.js";

/** Reads of each feature in each sample; sparse, since most features live in few samples. */
export class FeatureTable {
  readonly samples: readonly string[];
  /** Feature -> sample -> reads. */
  readonly #counts = new Map<string, Map<string, number>>();

  constructor(samples: readonly string[]) {
    this.samples = samples;
  }

  add(feature: string, sample: string, reads: number): void {
    const row = this.#counts.get(feature) ?? new Map<string, number>();
    row.set(sample, (row.get(sample) ?? 0) + reads);
    this.#counts.set(feature, row);
  }

  count(feature: string, sample: string): number {
    return this.#counts.get(feature)?.get(sample) ?? 0;
  }

  /** Sample -> reads, where there are some. */
  row(feature: string): ReadonlyMap<string, number> {
    return this.#counts.get(feature) ?? new Map();
  }

  total(feature: string): number {
    return sum(this.#counts.get(feature)?.values() ?? []);
  }

  /** Sample -> reads over all features. */
  get depths(): Record<string, number> {
    const depths = new Map(this.samples.map((sample) => [sample, 0]));
    for (const row of this.#counts.values()) {
      for (const [sample, reads] of row) depths.set(sample, (depths.get(sample) ?? 0) + reads);
    }
    return Object.fromEntries(depths);
  }

  get features(): string[] {
    return [...this.#counts.keys()];
  }
}

/**
 * Reads a table as `features.tsv` has it.
 *
 * @throws {Error} where a row has another number of columns than the head
 */
export function parseFeatureTable(text: string): FeatureTable {
  const [head = "", ...rows] = text.trimEnd().split("\n");
  const table = new FeatureTable(head.split("\t").slice(1));
  for (const row of rows) addRow(table, row);
  return table;
}

/** The same, line by line: a large table is mostly zeros, which need not be held. */
export async function readFeatureTable(lines: AsyncIterable<string>): Promise<FeatureTable> {
  let table: FeatureTable | undefined;
  for await (const line of lines) {
    if (table) addRow(table, line);
    else table = new FeatureTable(line.split("\t").slice(1));
  }
  return table ?? new FeatureTable([]);
}

function addRow(table: FeatureTable, row: string): void {
  const { samples } = table;
  const [feature = "", ...counts] = row.split("\t");
  if (counts.length !== samples.length) throw new Error(`row ${feature} has ${counts.length} counts for ${samples.length} samples`);
  for (const [index, count] of counts.entries()) if (count !== "0") table.add(feature, samples[index] ?? "", Number(count));
}
