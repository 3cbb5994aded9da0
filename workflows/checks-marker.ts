import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";

/** Whether features are held against what the marker is for: a coding sequence speaks for itself, others are known by their names. */
export function checksMarker({ flag_kind: kind }: AnalysisParameters, isNamed: boolean): boolean {
  return kind === "coding" || (Boolean(kind) && isNamed);
}
