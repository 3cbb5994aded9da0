import type { CheckedReference, ImportedReference } from "../contracts/analysis.js";
import { MARKER_NAMES, MARKERS, type MarkerName } from "../contracts/markers.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import { type Region, regionFinder } from "../science/marker-region.js";
import { type ReferenceSurvey, surveyWritten } from "../science/read-reference.js";
import { SHORTEST_NAMED } from "../science/sintax-words.js";
import { bytesOf } from "./check-files.js";
import { thousands } from "./counts.js";
import { READER, readWholeReference } from "./read-whole-reference.js";
import type { StageContext } from "./stage-context.js";

/** What warnings are made from. */
type Surveyed = Pick<ReferenceSurvey, "sequences" | "unnamed" | "lengths" | "sample">;

type MarkerParameters = Pick<AnalysisParameters, "marker" | "forward_primer" | "reverse_primer" | "min_length" | "max_length">;

const NO_MARKER: MarkerParameters = { marker: null, forward_primer: null, reverse_primer: null, min_length: null, max_length: null };

/** Fewer sequences than this share reach over the marker's region only where the reference is of another region. */
const COMMON = 0.1;

export function referenceIngredients(reference: ImportedReference, parameters: MarkerParameters | null) {
  const { marker, forward_primer, reverse_primer, min_length, max_length } = parameters ?? NO_MARKER;
  const { name, artifact: file, installed } = reference;
  return {
    reader: READER,
    name,
    file,
    installed: installed?.sha256 ?? null,
    classified: parameters !== null,
    marker,
    forward_primer,
    reverse_primer,
    min_length,
    max_length,
  };
}

/** Reads a reference to its end, or the sequences of one that is installed. @throws {JobFailure} InvalidInput, with file and line */
export async function checkReference(
  context: StageContext,
  file: ImportedReference,
  parameters: MarkerParameters | null,
): Promise<CheckedReference> {
  const { installed } = file;
  const { survey, checked } = installed
    ? { survey: parameters && { ...(await surveyWritten(bytesOf(context, installed.sequences, 1))), unnamed: 0 }, checked: installed }
    : await readWholeReference(context, file);
  if (survey && parameters) context.warn(...referenceWarnings(survey, parameters).map((warning) => `reference: ${warning}`));
  const { name, sha256, sequences, subjects, count, ranks } = checked;
  return { name, sha256, sequences, subjects, count, ranks };
}

/** What does not stop an analysis, but keeps the reference, or a part of it, from naming anything. */
export function referenceWarnings(survey: Surveyed, parameters: MarkerParameters): string[] {
  const short = [...survey.lengths].reduce((sum, [length, count]) => (length < SHORTEST_NAMED ? sum + count : sum), 0);
  const of = (part: number) => `${thousands(part)} of ${thousands(survey.sequences)} sequences`;
  return [
    ...(survey.unnamed > 0 ? [`${of(survey.unnamed)} have no names`] : []),
    ...(short > 0 ? [`${of(short)} are shorter than ${SHORTEST_NAMED} bases; SINTAX names no feature that is so short`] : []),
    ...regionWarning(survey, parameters),
  ];
}

/** Markers whose region a reference does not cover. */
export function regionsMissed({ sample }: Pick<Surveyed, "sample">): MarkerName[] {
  return MARKER_NAMES.filter((name) => !covers(sample, reaching(MARKERS[name], sample)));
}

/** How many of the sequences reach over a region. */
function reaching(region: Region, sample: Surveyed["sample"]): number {
  return sample.filter(regionFinder(region)).length;
}

function covers(sample: Surveyed["sample"], found: number): boolean {
  return found >= COMMON * sample.length;
}

function regionWarning({ sample, sequences }: Surveyed, parameters: MarkerParameters): string[] {
  const { marker, forward_primer: forwardPrimer, reverse_primer: reversePrimer } = parameters;
  if (forwardPrimer === null || reversePrimer === null) return [];
  const found = reaching({ forwardPrimer, reversePrimer, minLength: parameters.min_length, maxLength: parameters.max_length }, sample);
  if (covers(sample, found)) return [];
  const region = marker === null || marker === "custom" ? "the region between the primers" : `the region of ${marker}`;
  const looked = sample.length < sequences ? ` that were looked at, of ${thousands(sequences)} in all,` : "";
  const some = found === 0 ? `none of ${thousands(sample.length)}` : `only ${thousands(found)} of ${thousands(sample.length)}`;
  return [
    `${some} sequences${looked} reach over ${region}: they hold neither primer and are not as long as its inserts; names may be missing or wrong`,
  ];
}
