import { FormatError } from "./format-error.js";
import { checkSampleNames } from "./sample-names.js";
import type { ListedSample } from "./sample-sheet.js";

const ENDING = /\.(?:fastq|fq|fasta|fas|fsa|fna|ffn|fa)(?:\.gz)?$/i;

/** `creek_S1_L001_R1_001`, `creek_R1`, `creek_1`, `creek.1`; or without a mark. */
const MARKED = /^(.+?)(?:(?:_L\d{3})?_R([12])(?:_\d{3})?|[_.]([12]))?$/i;

/** @throws {FormatError} where no file holds reads */
export function readsAmong(names: readonly string[]): { reads: string[]; ignored: string[] } {
  const isReads = (name: string) => ENDING.test(name) && !name.startsWith(".");
  const sorted = [...names].sort();
  const reads = sorted.filter(isReads);
  if (reads.length === 0) throw new FormatError("the folder holds no FASTQ or FASTA files");
  return { reads, ignored: sorted.filter((name) => !isReads(name)) };
}

/** FASTA files are never pairs, whatever they are called: each is a sample. @throws {FormatError} */
export function fastaSamples(names: readonly string[]): ListedSample[] {
  return checked(names.map((name) => ({ name: name.replace(ENDING, ""), forward: name, metadata: {} })));
}

/**
 * Finds the samples of FASTQ files by their names.
 *
 * @param forwardOnly a forward file without partner is a sample
 * @throws {FormatError} where a file has no partner
 */
export function pairFiles(names: readonly string[], { forwardOnly }: { forwardOnly: boolean }): ListedSample[] {
  const found = new Map<string, { single?: string; 1?: string; 2?: string }>();
  for (const name of names) {
    const [, sample = name, readOf, digit] = MARKED.exec(name.replace(ENDING, "")) ?? [];
    const side = (readOf ?? digit ?? "single") as "single" | "1" | "2";
    const files = found.get(sample) ?? {};
    if (files[side] !== undefined)
      throw new FormatError(`${files[side]} and ${name} are both of sample ${sample}; name the samples in a sample sheet`);
    found.set(sample, { ...files, [side]: name });
  }
  return checked([...found].map(([name, files]) => toSample(name, files, forwardOnly)));
}

function toSample(name: string, files: { single?: string; 1?: string; 2?: string }, forwardOnly: boolean): ListedSample {
  const { single, 1: forward, 2: reverse } = files;
  if (single !== undefined && (forward ?? reverse) !== undefined)
    throw new FormatError(`${single} and ${forward ?? reverse} are both of sample ${name}; name the samples in a sample sheet`);
  if (single !== undefined) return { name, forward: single, metadata: {} };
  if (forward !== undefined && reverse !== undefined) return { name, forward, reverse, metadata: {} };
  if (forward !== undefined && forwardOnly) return { name, forward, metadata: {} };
  const hint = forward === undefined ? "" : "set `forward_only` if there are forward reads alone, or ";
  throw new FormatError(`${forward ?? reverse} has no partner; ${hint}name the files in a sample sheet if it is a single read`);
}

function checked(samples: ListedSample[]): ListedSample[] {
  checkSampleNames(samples.map(({ name }) => name));
  return samples;
}
