import { createWriteStream } from "node:fs";
import { join } from "node:path";
import type { ImportedFile, Reads } from "../contracts/analysis.js";
import type { Artifact } from "../contracts/artifact.js";
import { normaliseSampleFasta } from "../science/normalise-fasta.js";
import { normaliseFastq, PairError } from "../science/normalise-fastq.js";
import { readPrefix } from "../science/sample-names.js";
import { bytesAt } from "./bytes-at.js";
import { thousands } from "./counts.js";
import { toInvalidInput } from "./given-files.js";
import type { StageContext } from "./stage-context.js";

/** Reads one FASTQ file, or a pair, to the end. @throws {JobFailure} InvalidInput, with file and line */
export async function checkFastq(
  context: StageContext,
  sample: string,
  forward: ImportedFile,
  reverse: ImportedFile | undefined,
  offset: 33 | 64,
): Promise<Reads> {
  const [forwardPath, reversePath] = [join(context.folder, "R1.fastq"), join(context.folder, "R2.fastq")];
  const files = {
    forward: { bytes: bytesOf(context, forward.artifact, reverse ? 0.5 : 1), target: createWriteStream(forwardPath) },
    ...(reverse ? { reverse: { bytes: bytesOf(context, reverse.artifact, 0.5), target: createWriteStream(reversePath) } } : {}),
  };
  try {
    const read = await normaliseFastq(files, offset, readPrefix(sample));
    context.warn(...read.warnings.map((warning) => `${sample}: ${warning}`));
    if (read.phix > 0) context.warn(`${sample}: ${thousands(read.phix)} reads of PhiX, the control of the machine, were removed`);
    return {
      sample,
      forward: (await context.keep(forwardPath)).artifact,
      ...(reverse ? { reverse: (await context.keep(reversePath)).artifact } : {}),
      count: read.records,
      phix: read.phix,
      hasSizes: false,
    };
  } catch (error) {
    const faulty = error instanceof PairError && error.which === "reverse" && reverse ? reverse : forward;
    throw toInvalidInput(faulty.name, error);
  } finally {
    files.forward.target.destroy();
    files.reverse?.target.destroy();
  }
}

/** Reads a FASTA file to the end. @throws {JobFailure} InvalidInput, with file and line */
export async function checkFasta(context: StageContext, sample: string, file: ImportedFile): Promise<Reads> {
  const path = join(context.folder, "sequences.fasta");
  const read = await reading(file, () =>
    normaliseSampleFasta(bytesOf(context, file.artifact, 1), createWriteStream(path), readPrefix(sample)),
  );
  context.warn(...read.warnings.map((warning) => `${sample}: ${warning}`));
  return { sample, forward: (await context.keep(path)).artifact, count: read.count, hasSizes: read.hasSizes };
}

/** @throws {JobFailure} InvalidInput, with file and line, for a fault of the file */
export async function reading<T>(file: ImportedFile, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toInvalidInput(file.name, error);
  }
}

/** The unpacked bytes of an artifact, as `bytesAt`. */
export async function* bytesOf(context: StageContext, artifact: Artifact, share: number): AsyncGenerator<Buffer> {
  yield* bytesAt(await context.pathOf(artifact), context, share);
}
