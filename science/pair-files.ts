import { FormatError } from "./format-error.js";
import { checkSampleNames } from "./sample-names.js";
import type { ListedSample } from "./sample-sheet.js";

/** `creek_S1_L001_R1_001.fastq.gz`, `creek_R1.fq`, `creek_1.fastq`, `creek.1.fastq`; or without a mark. */
const READS = /^(.+?)(?:(?:_L\d{3})?_R([12])(?:_\d{3})?|[_.]([12]))?\.(?:fastq|fq|fasta|fas|fsa|fna|fa)(?:\.gz)?$/i;

/**
 * Finds the samples of a folder by the names of its files. Files that are no reads are left out and named.
 *
 * @throws {FormatError} where a file has no partner, or no file holds reads
 */
export function pairFiles(names: readonly string[]): { samples: ListedSample[]; ignored: string[] } {
  const found = new Map<string, { single?: string; 1?: string; 2?: string }>();
  const ignored: string[] = [];
  for (const name of [...names].sort()) {
    const match = READS.exec(name);
    if (!match || name.startsWith(".")) {
      ignored.push(name);
      continue;
    }
    const sample = match[1] as string;
    const side = (match[2] ?? match[3] ?? "single") as "single" | "1" | "2";
    const files = found.get(sample) ?? {};
    if (files[side] !== undefined)
      throw new FormatError(`${files[side]} and ${name} are both of sample ${sample}; name the samples in a sample sheet`);
    found.set(sample, { ...files, [side]: name });
  }
  if (found.size === 0) throw new FormatError("the folder holds no FASTQ or FASTA files");
  const samples = [...found].map(([name, files]) => toSample(name, files));
  checkSampleNames(samples.map(({ name }) => name));
  return { samples, ignored };
}

function toSample(name: string, files: { single?: string; 1?: string; 2?: string }): ListedSample {
  const { single, 1: forward, 2: reverse } = files;
  if (single !== undefined && (forward ?? reverse) !== undefined)
    throw new FormatError(`${single} and ${forward ?? reverse} are both of sample ${name}; name the samples in a sample sheet`);
  if (single !== undefined) return { name, forward: single, metadata: {} };
  if (forward === undefined || reverse === undefined)
    throw new FormatError(`${forward ?? reverse} has no partner; name the files in a sample sheet if it is a single read`);
  return { name, forward, reverse, metadata: {} };
}
