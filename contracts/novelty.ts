import type { Artifact, JobArtifact } from "./artifact.js";
import type { AnalysisResult } from "./tasks/run-analysis/result.js";

/** What leaving out parts of a reference taught. */
export interface NoveltyCalibration {
  /** JSON of `ReferenceCalibration` of `science/novelty/calibration.ts`. */
  calibration: Artifact;
}

/** What an analysis says of novelty. */
export interface NoveltyFound {
  novelty: NonNullable<AnalysisResult["novelty"]>;
  /** `novelty.tsv` and `calibration.tsv`. */
  artifacts: JobArtifact[];
}
