import { createWriteStream } from "node:fs";
import { join } from "node:path";
import type { CheckedReference, ImportedFile } from "../contracts/analysis.js";
import { sha256Of } from "../contracts/artifact.js";
import { BlockWriter } from "../science/block-writer.js";
import { type HeaderHints, type HeaderReader, headerReader, readHead } from "../science/headers/header-reader.js";
import { type ReferenceSurvey, readReference, surveyReference } from "../science/read-reference.js";
import { bytesOf, reading } from "./check-files.js";
import type { StageContext } from "./stage-context.js";

/** Changed with what the reader accepts, writes or warns of. */
export const READER = 4;

export interface WholeReference {
  survey: ReferenceSurvey;
  style: HeaderReader["style"];
  checked: CheckedReference;
}

/**
 * Reads a reference to its end, twice: its ranks must be known before it is written.
 *
 * @throws {JobFailure} InvalidInput, with file and line
 */
export async function readWholeReference(context: StageContext, file: ImportedFile, hints: HeaderHints = {}): Promise<WholeReference> {
  const [sequences, subjects] = [join(context.folder, "reference.fasta"), join(context.folder, "subjects.tsv")];
  const read = await reading(file, async () => {
    const headers = headerReader(await readHead(bytesOf(context, file.artifact, 0)), hints);
    const survey = await surveyReference(bytesOf(context, file.artifact, 0.5), headers.read());
    const bytes = bytesOf(context, file.artifact, 0.5, 0.5);
    const rows = new BlockWriter(createWriteStream(subjects));
    const { sequences: count } = await readReference(bytes, createWriteStream(sequences), survey.ranks, headers.read(), (label, lineage) =>
      rows.write(`${label}\t${lineage}\n`),
    );
    await rows.end();
    return { survey, style: headers.style, count };
  });
  const { survey, style, count } = read;
  const checked = {
    name: file.name,
    sha256: sha256Of(file.artifact),
    sequences: (await context.keep(sequences)).artifact,
    subjects: (await context.keep(subjects)).artifact,
    count,
    ranks: survey.ranks,
  };
  return { survey, style, checked };
}
