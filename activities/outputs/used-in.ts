import type { CheckedReference } from "../../contracts/analysis.js";
import { MARKERS, type MarkerName } from "../../contracts/markers.js";
import { featureTypeOf } from "../../contracts/tasks/run-analysis/method.js";
import type { RunAnalysisParams } from "../../contracts/tasks/run-analysis/schema.js";
import type { Used } from "../../science/citations/used.js";

export interface Done {
  params: Pick<RunAnalysisParams, "analysis_type" | "parameters">;
  /** null: features have no names. */
  reference: Pick<CheckedReference, "name"> | null;
  /** Stages that ran or were found. */
  stages: string[];
  /** Tool -> version. */
  versions: Record<string, string>;
}

/** What was used in an analysis, for whom to cite. */
export function usedIn({ params, stages, versions, reference }: Done): Used {
  const { marker, denoiser, clusterer, classifier } = params.parameters;
  const markerCitation = marker !== null && marker in MARKERS ? MARKERS[marker as MarkerName].citation : "";
  const inOrder = Object.fromEntries(Object.entries(versions).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    ...{ versions: inOrder, stages, denoiser, clusterer, markerCitation },
    featureType: featureTypeOf(params.parameters),
    classifier: reference && classifier,
    reference: reference?.name ?? null,
  };
}
