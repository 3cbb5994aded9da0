import { logChoose } from "../diversity/log-factorial.js";
import { normalTail } from "./normal-tail.js";

/** In how many of its samples something occurs. */
export interface Occurrence {
  present: number;
  of: number;
}

/** Below, a feature counts as a contaminant: decontam's own default. */
export const CONTAMINANT_BELOW = 0.1;

/** A chi-square test of smaller expected counts than this is not exact enough. */
const LEAST_EXPECTED = 5;

/**
 * How well a feature is explained as one of the samples and not of the blanks: near 0 for a contaminant, which occurs in
 * relatively more blanks. The chance of so many occurrences in blanks, by a chi-square test, or Fisher's (mid-p) where counts are small.
 * Source: Davis et al. 2018, doi:10.1186/s40168-018-0605-2; as in the R package decontam, isContaminant(method = "prevalence").
 *
 * @returns 0 to 1; null where it occurs in one sample at most, so that nothing can be said
 */
export function prevalenceScore(blanks: Occurrence, samples: Occurrence): number | null {
  const present = blanks.present + samples.present;
  const all = blanks.of + samples.of;
  if (present < 2 || blanks.of === 0 || samples.of === 0) return null;
  if (present === all) return 0.5;
  const expected = [blanks.of, samples.of].flatMap((of) => [(of * present) / all, (of * (all - present)) / all]);
  return expected.some((count) => count < LEAST_EXPECTED) ? fisherMidP(blanks, samples) : chiSquare(blanks, samples, expected);
}

/** One-sided, with Yates's correction. */
function chiSquare(blanks: Occurrence, samples: Occurrence, expected: readonly number[]): number {
  const more = blanks.present / blanks.of - samples.present / samples.of;
  const yates = Math.min(0.5, Math.abs(more) / (1 / blanks.of + 1 / samples.of));
  const observed = [blanks.present, blanks.of - blanks.present, samples.present, samples.of - samples.present];
  const statistic = observed.reduce((sum, count, index) => sum + (Math.abs(count - expected[index]!) - yates) ** 2 / expected[index]!, 0);
  return normalTail(Math.sign(more) * Math.sqrt(statistic));
}

/** Chance of more, and half of that of as many. */
function fisherMidP(blanks: Occurrence, samples: Occurrence): number {
  const present = blanks.present + samples.present;
  const chance = (inBlanks: number) =>
    Math.exp(logChoose(blanks.of, inBlanks) + logChoose(samples.of, present - inBlanks) - logChoose(blanks.of + samples.of, present));
  let more = 0;
  for (let count = blanks.present + 1; count <= Math.min(blanks.of, present); count++) more += chance(count);
  return more + chance(blanks.present) / 2;
}
