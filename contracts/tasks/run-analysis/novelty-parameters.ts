import type { GivenParameters } from "./parameters.js";

/** What only an analysis of novelty has. */
export interface NoveltyParameters {
  max_false_novelty: number;
  calibration_size: number;
}

/** None of another analysis: its record and report do not tell what it did not use. */
export function noveltyParametersOf(analysisType: string, given: GivenParameters): Partial<NoveltyParameters> {
  if (analysisType !== "novelty") return {};
  return { max_false_novelty: given.max_false_novelty ?? 0.2, calibration_size: given.calibration_size ?? 4_500 };
}
