import { createHash } from "node:crypto";
import { FormatError } from "./format-error.js";

/**
 * Sample names become columns of tables and keys of results: two that many programs take for one are refused,
 * such as `a b` and `a_b`, `S1` and `s1`, or the same letters composed in another way.
 *
 * @throws {FormatError}
 */
export function checkSampleNames(names: readonly string[]): void {
  const known = new Map<string, string>();
  for (const name of names) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    if (/[\u0000-\u001f\u007f/\\]/.test(name) || Buffer.byteLength(name) > 255) {
      throw new FormatError(
        `the sample name ${JSON.stringify(name.slice(0, 100))} holds a slash or control character, or is longer than 255 bytes`,
      );
    }
    const key = nameKey(name);
    const twin = known.get(key);
    if (twin !== undefined)
      throw new FormatError(`the sample names ${JSON.stringify(twin)} and ${JSON.stringify(name)} are too alike; rename one`);
    known.set(key, name);
  }
}

/** Equal for names that many programs take for one. */
export function nameKey(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{S}+-]+/gu, "_");
}

/**
 * What the names of a sample's reads begin with, so that they differ from those of every other sample: `5f0d3a91c2.`.
 * It depends on the name alone, so that a sample's reads are the same files in every job, beside whichever samples.
 */
export function readPrefix(sample: string): string {
  return `${createHash("sha256").update(sample).digest("hex").slice(0, 10)}.`;
}
