import type { CheckedReference } from "../../contracts/analysis.js";
import { MARKERS, type MarkerName } from "../../contracts/markers.js";
import type { RunAnalysisParams } from "../../contracts/tasks/run-analysis/schema.js";
import type { Used } from "../../science/citations/used.js";

export interface Done {
  params: RunAnalysisParams;
  reference: Pick<CheckedReference, "name">;
  /** Stages that ran or were found. */
  stages: string[];
  /** Tool -> version. */
  versions: Record<string, string>;
}

/** What was used in an analysis, for whom to cite. */
export function usedIn({ params, stages, versions, reference }: Done): Used {
  const { marker, denoiser, classifier } = params.parameters;
  const markerCitation = marker !== null && marker in MARKERS ? MARKERS[marker as MarkerName].citation : "";
  const inOrder = Object.fromEntries(Object.entries(versions).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { versions: inOrder, stages, denoiser, classifier, markerCitation, reference: reference.name };
}
