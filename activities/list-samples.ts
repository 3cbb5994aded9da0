import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { ImportedFile } from "../contracts/analysis.js";
import { JobFailure } from "../contracts/failures.js";
import { FormatError } from "../science/format-error.js";
import { fastaSamples, pairFiles, readsAmong } from "../science/pair-files.js";
import { type ListedSample, parseSampleSheet } from "../science/sample-sheet.js";
import { sheetText } from "../science/sheet-text.js";
import type { ArtifactStore } from "../store/artifacts.js";
import { type Format, type GivenFiles, toInvalidInput } from "./given-files.js";
import type { StageContext } from "./stage-context.js";

/** Most samples of one job: beyond, the history of its workflow and the lists that stages hand on grow too large. */
const MOST_SAMPLES = 1000;
/** Most that a sheet may say of its samples, in bytes of JSON: it travels with the job. */
const MOST_METADATA = 500_000;
export const LARGEST_SHEET = 10 * 1024 * 1024;

export interface Listing {
  format: Format;
  samples: ListedSample[];
}

/** The samples that a sheet names. @throws {JobFailure} InvalidInput, with the row where one is at fault */
export async function samplesOfSheet(
  sheet: ImportedFile,
  given: GivenFiles,
  artifacts: ArtifactStore,
  context: Pick<StageContext, "progress">,
): Promise<Listing> {
  const samples = await readSheet(sheet, artifacts);
  const names: string[] = [];
  for (const [index, { forward, reverse, line = null }] of samples.entries()) {
    await given.load(forward);
    names.push(forward);
    if (reverse !== undefined) {
      names.push(reverse);
      if ((await given.formatOf(reverse)) === "fasta") {
        const fault = `${reverse} in fastq_2 is FASTA, which has no pairs; give each FASTA file a row of its own`;
        throw toInvalidInput(sheet.name, new FormatError(fault, line));
      }
    }
    context.progress((index + 1) / samples.length, `${index + 1} of ${samples.length} samples`);
  }
  return { format: await given.commonFormat(names), samples };
}

/** One file is one sample, and so is each FASTA file; of several FASTQ files, pairs are found by their names. */
export async function samplesOfFiles(
  names: string[],
  given: GivenFiles,
  options: { forwardOnly: boolean },
  context: Pick<StageContext, "warn" | "progress">,
): Promise<Listing> {
  const [only] = names;
  if (only !== undefined && names.length === 1) {
    const name = basename(only).replace(/(\.(fastq|fq|fasta|fas|fsa|fna|ffn|fa))?(\.gz)?$/i, "");
    return { format: await given.formatOf(only), samples: [{ name: name || only, forward: only, metadata: {} }] };
  }
  const { reads, ignored } = within(() => readsAmong(names));
  if (ignored.length > 0)
    context.warn(`left out, since they are no reads: ${ignored.slice(0, 10).join(", ")}${ignored.length > 10 ? ", ..." : ""}`);
  // Before anything is copied.
  atMost(Math.ceil(reads.length / 2));
  let done = 0;
  const format = await given.commonFormat(reads, () => context.progress(++done / reads.length, `${done} of ${reads.length} files`));
  const samples = within(() => (format === "fasta" ? fastaSamples(reads) : pairFiles(reads, options)));
  atMost(samples.length);
  return { format, samples };
}

async function readSheet(sheet: ImportedFile, artifacts: ArtifactStore): Promise<ListedSample[]> {
  const path = await artifacts.pathOf(sheet.artifact);
  if ((await stat(path)).size > LARGEST_SHEET)
    throw new JobFailure("InvalidInput", `${sheet.name} is larger than 10 MB; a sample sheet has a line a sample`);
  const bytes = await readFile(path);
  const samples = within(() => parseSampleSheet(sheetText(bytes)), sheet.name);
  atMost(samples.length);
  const saidBytes = Buffer.byteLength(JSON.stringify(samples));
  if (saidBytes > MOST_METADATA) {
    const message = `${sheet.name} says ${saidBytes} bytes of its samples; ${MOST_METADATA} are the most: leave columns out that the analysis does not need`;
    throw new JobFailure("InvalidInput", message);
  }
  return samples;
}

function within<T>(work: () => T, name = "the data set"): T {
  try {
    return work();
  } catch (error) {
    throw toInvalidInput(name, error);
  }
}

/** @throws {JobFailure} InvalidInput */
export function atMost(samples: number): void {
  if (samples > MOST_SAMPLES)
    throw new JobFailure("InvalidInput", `${samples} samples are too many for one job; ${MOST_SAMPLES} is the most`);
}
