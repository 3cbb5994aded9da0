import { shownNumber } from "../diversity/shown-number.js";
import type { FeatureTable } from "../feature-table.js";
import { sum } from "../sum.js";
import { tsv } from "../tsv.js";
import { CONTAMINANT_BELOW, type Occurrence, prevalenceScore } from "./prevalence.js";

export interface ControlledFeature {
  feature: string;
  blanks: Occurrence & { reads: number };
  samples: Occurrence & { reads: number };
  score: number | null;
  /** `undecided`: too few blanks, or it occurs too rarely. */
  decision: "contaminant" | "kept" | "undecided";
}

/** @param control what the sheet says of the sample */
export function isBlank(control: string | undefined): boolean {
  return control?.startsWith("negative_") === true;
}

/** With fewer, chance decides. */
export const LEAST_BLANKS = 3;

/**
 * Judges each feature by where it occurs. Blanks and samples without reads say nothing, and positive controls belong to neither.
 *
 * @param kinds sample -> its control; none or empty for a sample
 * @returns also the number of blanks with reads; below {@link LEAST_BLANKS} nothing is decided
 */
export function judgeFeatures(
  table: FeatureTable,
  kinds: Readonly<Record<string, string | undefined>>,
): { features: ControlledFeature[]; blanks: number } {
  const { depths } = table;
  const withReads = table.samples.filter((sample) => depths[sample]! > 0);
  const blanks = new Set(withReads.filter((sample) => isBlank(kinds[sample])));
  const samples = new Set(withReads.filter((sample) => !kinds[sample]));
  const occurrence = (feature: string, among: ReadonlySet<string>) => {
    const counts = [...table.row(feature)].filter(([sample]) => among.has(sample)).map(([, reads]) => reads);
    return { present: counts.length, of: among.size, reads: sum(counts) };
  };
  const features = table.features.map((feature): ControlledFeature => {
    const [inBlanks, inSamples] = [occurrence(feature, blanks), occurrence(feature, samples)];
    const score = prevalenceScore(inBlanks, inSamples);
    const decided = score !== null && blanks.size >= LEAST_BLANKS;
    const decision = decided ? (score < CONTAMINANT_BELOW ? "contaminant" : "kept") : "undecided";
    return { feature, blanks: inBlanks, samples: inSamples, score, decision };
  });
  return { features, blanks: blanks.size };
}

/** `controls.tsv`: a row a feature. */
export function controlsTable(features: readonly ControlledFeature[], removed: ReadonlySet<string>): string {
  const head = [
    "feature",
    "blanks_with_it",
    "blanks",
    "samples_with_it",
    "samples",
    "reads_in_blanks",
    "reads_in_samples",
    "score",
    "decision",
    "removed",
  ];
  const rows = features.map(({ feature, blanks, samples, score, decision }) => [
    feature,
    blanks.present,
    blanks.of,
    samples.present,
    samples.of,
    blanks.reads,
    samples.reads,
    shownNumber(score ?? Number.NaN),
    decision,
    removed.has(feature) ? "yes" : "no",
  ]);
  return tsv(head, rows);
}
