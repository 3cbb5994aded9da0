import { tsv } from "./tsv.js";

export interface CountedTags {
  forward: string;
  reverse: string;
  /** Whose tags these are; empty: no sample's. */
  sample: string;
  pairs: number;
}

/** Pairs of reads of one library by their two tags. */
export class TagCounts {
  readonly #samples: readonly { name: string; forward: string; reverse: string }[];
  readonly #counts = new Map<string, number>();

  /** @param samples of the library */
  constructor(samples: readonly { name: string; forward: string; reverse: string }[]) {
    this.#samples = samples;
  }

  add(forward: string, reverse: string): void {
    const key = `${forward} ${reverse}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  /** Those of samples in the samples' order, also without pairs; then tag jumps: tags that are no sample's together, by their letters. */
  rows(): CountedTags[] {
    const used = new Set(this.#samples.map(({ forward, reverse }) => `${forward} ${reverse}`));
    const jumps = [...this.#counts].filter(([key]) => !used.has(key)).sort(([one], [other]) => (one < other ? -1 : 1));
    return [
      ...this.#samples.map(({ name, forward, reverse }) => ({
        forward,
        reverse,
        sample: name,
        pairs: this.#counts.get(`${forward} ${reverse}`) ?? 0,
      })),
      ...jumps.map(([key, pairs]) => {
        const [forward = "", reverse = ""] = key.split(" ");
        return { forward, reverse, sample: "", pairs };
      }),
    ];
  }
}

/** `tag_jumps.tsv` of one library: all its pairs; in the last row, without tags, those in which not both were found. */
export function tagTable(library: string, rows: readonly CountedTags[], untagged: number): string {
  return tsv(
    ["library", "forward_tag", "reverse_tag", "sample", "pairs"],
    [...rows, { forward: "", reverse: "", sample: "", pairs: untagged }].map(({ forward, reverse, sample, pairs }) => [
      library,
      forward,
      reverse,
      sample,
      pairs,
    ]),
  );
}
