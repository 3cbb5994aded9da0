import type { FeatureSet, FeatureTable, ImportedFile, Sample } from "./analysis.js";
import type { Artifact } from "./artifact.js";
import type { AnalysisParameters } from "./tasks/run-analysis/analysis-parameters.js";

/** What the stages of a combination hand to each other. */

/** One analysis among those that are combined. */
export interface GatheredAnalysis {
  id: string;
  table: Artifact;
  features: Artifact;
  /** In the order of the table's columns; names as they are in the combined one. */
  samples: Pick<Sample, "name" | "metadata">[];
}

export interface Gathered {
  analyses: GatheredAnalysis[];
  reference: ImportedFile;
  /** Of the analyses where they tell how features were found, else of the job. */
  parameters: AnalysisParameters;
  /** `fasta` where one of them was of FASTA, whose sequences may lie in either direction. */
  format: "fasta" | "fastq";
}

export interface Combined {
  table: FeatureTable;
  features: FeatureSet;
}
