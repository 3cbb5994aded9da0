import { createWriteStream } from "node:fs";
import { join } from "node:path";
import type { CheckedReference, ImportedFile } from "../contracts/analysis.js";
import { sha256Of } from "../contracts/artifact.js";
import { type ReferenceSurvey, readReference, surveyReference } from "../science/read-reference.js";
import { bytesOf, reading } from "./check-files.js";
import type { StageContext } from "./stage-context.js";

/** Changed with what the reader accepts, writes or warns of. */
const READER = 3;

export function referenceIngredients(reference: ImportedFile) {
  return { reader: READER, name: reference.name, file: reference.artifact };
}

/** Reads a reference to its end, twice: its ranks must be known before it is written. @throws {JobFailure} InvalidInput, with file and line */
export async function checkReference(context: StageContext, file: ImportedFile): Promise<CheckedReference> {
  const path = join(context.folder, "reference.fasta");
  const [survey, read] = await reading(file, async () => {
    const survey = await surveyReference(await bytesOf(context, file.artifact, 0.5));
    const bytes = await bytesOf(context, file.artifact, 0.5, 0.5);
    return [survey, await readReference(bytes, createWriteStream(path), survey.ranks)] as const;
  });
  context.warn(...[...read.warnings, ...referenceWarnings(survey)].map((warning) => `reference: ${warning}`));
  const { artifact } = await context.keep(path);
  return { name: file.name, sha256: sha256Of(file.artifact), sequences: artifact, count: read.sequences, ranks: survey.ranks };
}

/** What does not stop an analysis, but keeps the reference, or a part of it, from naming anything. */
function referenceWarnings({ unnamed, sequences }: ReferenceSurvey): string[] {
  return unnamed > 0 ? [`${number(unnamed)} of ${number(sequences)} sequences have no names`] : [];
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
