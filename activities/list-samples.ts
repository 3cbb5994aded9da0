import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { ImportedFile, Sample } from "../contracts/analysis.js";
import { JobFailure } from "../contracts/failures.js";
import { decodedBytes, sniffFormat } from "../science/decoded-bytes.js";
import { FormatError } from "../science/format-error.js";
import { pairFiles } from "../science/pair-files.js";
import { type ListedSample, parseSampleSheet } from "../science/sample-sheet.js";
import type { ArtifactStore } from "../store/artifacts.js";
import type { StageContext } from "./stage-context.js";

/** Most samples of one job: beyond, the lists that stages hand on grow too large for a workflow's history. */
const MOST_SAMPLES = 2000;
const LARGEST_SHEET = 10 * 1024 * 1024;

export async function readSheet(sheet: ImportedFile, artifacts: ArtifactStore): Promise<ListedSample[]> {
  const path = await artifacts.pathOf(sheet.artifact);
  if ((await stat(path)).size > LARGEST_SHEET)
    throw new JobFailure("InvalidInput", `${sheet.name} is larger than 10 MB; a sample sheet has a line a sample`);
  const text = await readFile(path, "utf8");
  return within(sheet.name, () => atMost(parseSampleSheet(text)));
}

/** One file is one sample; of several, pairs are found by their names. */
export function samplesOfFiles(names: string[], context: StageContext): ListedSample[] {
  const [only] = names;
  if (only !== undefined && names.length === 1) {
    const name = basename(only).replace(/(\.(fastq|fq|fasta|fas|fsa|fna|fa))?(\.gz)?$/i, "");
    return [{ name: name || only, forward: only, metadata: {} }];
  }
  return within("the data set", () => {
    const { samples, ignored } = pairFiles(names);
    if (ignored.length > 0)
      context.warn(`left out, since they are no reads: ${ignored.slice(0, 10).join(", ")}${ignored.length > 10 ? ", ..." : ""}`);
    return atMost(samples);
  });
}

/** What the samples' files hold, told by their content; all of them the same. */
export async function formatOf(samples: Sample[], artifacts: ArtifactStore): Promise<"fasta" | "fastq"> {
  const formats = new Set<"fasta" | "fastq">();
  for (const { forward } of samples) {
    const format = await sniff(await artifacts.pathOf(forward.artifact), forward.name);
    formats.add(format);
  }
  const [format] = formats;
  if (format === undefined || formats.size > 1)
    throw new JobFailure("InvalidInput", "some samples are FASTQ and some FASTA; give them in one form");
  return format;
}

async function sniff(path: string, name: string): Promise<"fasta" | "fastq"> {
  try {
    for await (const chunk of decodedBytes(createReadStream(path))) {
      const format = sniffFormat(chunk);
      if (format !== "unknown") return format;
      const text = chunk.toString("latin1", 0, 40);
      throw new FormatError(`the file begins with ${JSON.stringify(text)}: it is neither FASTQ ("@") nor FASTA (">")`, 1);
    }
    throw new FormatError("the file is empty");
  } catch (error) {
    throw toInvalidInput(name, error);
  }
}

/** Names the file and the line of a fault. */
export function toInvalidInput(name: string, error: unknown): unknown {
  if (!(error instanceof FormatError)) return error;
  const where = error.line === null ? name : `${name}, line ${error.line}`;
  return new JobFailure("InvalidInput", `${where}: ${error.message}`, { cause: error });
}

function within<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toInvalidInput(name, error);
  }
}

function atMost(samples: ListedSample[]): ListedSample[] {
  if (samples.length > MOST_SAMPLES)
    throw new JobFailure("InvalidInput", `${samples.length} samples are too many for one job; ${MOST_SAMPLES} is the most`);
  return samples;
}
