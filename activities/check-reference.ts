import { createWriteStream } from "node:fs";
import { join } from "node:path";
import type { CheckedReference, ImportedFile } from "../contracts/analysis.js";
import { sha256Of } from "../contracts/artifact.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import { regionFinder } from "../science/marker-region.js";
import { type ReferenceSurvey, readReference, surveyReference } from "../science/read-reference.js";
import { SHORTEST_NAMED } from "../science/sintax-words.js";
import { bytesOf, reading } from "./check-files.js";
import { thousands } from "./counts.js";
import type { StageContext } from "./stage-context.js";

type MarkerParameters = Pick<AnalysisParameters, "marker" | "forward_primer" | "reverse_primer" | "min_length" | "max_length">;

/** Changed with what the reader accepts, writes or warns of. */
const READER = 3;

/** Fewer sequences than this share reach over the marker's region only where the reference is of another region. */
const COMMON = 0.1;

export function referenceIngredients(reference: ImportedFile, parameters: MarkerParameters) {
  const { marker, forward_primer, reverse_primer, min_length, max_length } = parameters;
  return { reader: READER, name: reference.name, file: reference.artifact, marker, forward_primer, reverse_primer, min_length, max_length };
}

/** Reads a reference to its end, twice: its ranks must be known before it is written. @throws {JobFailure} InvalidInput, with file and line */
export async function checkReference(context: StageContext, file: ImportedFile, parameters: MarkerParameters): Promise<CheckedReference> {
  const path = join(context.folder, "reference.fasta");
  const [survey, read] = await reading(file, async () => {
    const survey = await surveyReference(bytesOf(context, file.artifact, 0.5));
    const bytes = bytesOf(context, file.artifact, 0.5, 0.5);
    return [survey, await readReference(bytes, createWriteStream(path), survey.ranks)] as const;
  });
  context.warn(...referenceWarnings(survey, parameters).map((warning) => `reference: ${warning}`));
  const { artifact } = await context.keep(path);
  return { name: file.name, sha256: sha256Of(file.artifact), sequences: artifact, count: read.sequences, ranks: survey.ranks };
}

/** What does not stop an analysis, but keeps the reference, or a part of it, from naming anything. */
export function referenceWarnings(survey: ReferenceSurvey, parameters: MarkerParameters): string[] {
  const short = [...survey.lengths].reduce((sum, [length, count]) => (length < SHORTEST_NAMED ? sum + count : sum), 0);
  const of = (part: number) => `${thousands(part)} of ${thousands(survey.sequences)} sequences`;
  return [
    ...(survey.unnamed > 0 ? [`${of(survey.unnamed)} have no names`] : []),
    ...(short > 0 ? [`${of(short)} are shorter than ${SHORTEST_NAMED} bases; SINTAX names no feature that is so short`] : []),
    ...regionWarning(survey, parameters),
  ];
}

function regionWarning({ sample, sequences }: ReferenceSurvey, parameters: MarkerParameters): string[] {
  const { marker, forward_primer: forwardPrimer, reverse_primer: reversePrimer } = parameters;
  if (forwardPrimer === null || reversePrimer === null) return [];
  const reaches = regionFinder({ forwardPrimer, reversePrimer, minLength: parameters.min_length, maxLength: parameters.max_length });
  const found = sample.filter(reaches).length;
  if (found >= COMMON * sample.length) return [];
  const region = marker === null || marker === "custom" ? "the region between the primers" : `the region of ${marker}`;
  const looked = sample.length < sequences ? ` that were looked at, of ${thousands(sequences)} in all,` : "";
  const some = found === 0 ? `none of ${thousands(sample.length)}` : `only ${thousands(found)} of ${thousands(sample.length)}`;
  return [
    `${some} sequences${looked} reach over ${region}: they hold neither primer and are not as long as its inserts; names may be missing or wrong`,
  ];
}
