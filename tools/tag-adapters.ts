import { ERROR_RATE, toCutadapt } from "./linked-adapter.js";

/**
 * Adapters for one side of a library: each tag with the primer behind it, whole and without gaps, so that the matched
 * bases begin with the tag. One more error than the primer alone may have; that it is the tag's is for the reader to see.
 *
 * @returns FASTA; each adapter's name is the tag's place
 */
export function tagAdapters(tags: readonly string[], primer: string): string {
  const most = 1 + Math.floor(ERROR_RATE * primer.length);
  return tags
    .map((tag, index) => {
      const adapter = tag + toCutadapt(primer);
      return `>${index}\n${adapter};noindels;min_overlap=${adapter.length};e=${most}\n`;
    })
    .join("");
}
