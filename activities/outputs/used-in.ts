import type { CheckedReference, Sample } from "../../contracts/analysis.js";
import { MARKERS, type MarkerName } from "../../contracts/markers.js";
import { featureTypeOf } from "../../contracts/tasks/run-analysis/method.js";
import type { AnalysisParameters } from "../../contracts/tasks/run-analysis/analysis-parameters.js";
import type { Used } from "../../science/citations/used.js";
import { isBlank } from "../../science/controls/contaminants.js";

export interface Done {
  /** Of an analysis; absent: it was a search. */
  parameters: AnalysisParameters | undefined;
  /** null: features have no names. */
  reference: Pick<CheckedReference, "name"> | null;
  samples: Pick<Sample, "metadata">[];
  /** Stages that ran or were found. */
  stages: string[];
  /** Tool -> version. */
  versions: Record<string, string>;
}

/** What was used in an analysis, for whom to cite. */
export function usedIn({ parameters, samples, stages, versions, reference }: Done): Used {
  const { marker = null, denoiser = null, clusterer = null, classifier = null } = parameters ?? {};
  const inOrder = Object.fromEntries(Object.entries(versions).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    ...{ versions: inOrder, stages, denoiser, clusterer, markerCitation: citationOf(marker) },
    hasBlanks: samples.some(({ metadata }) => isBlank(metadata["control"])),
    hasGroups: parameters?.group_by !== undefined,
    featureType: parameters ? featureTypeOf(parameters) : "",
    classifier: reference && classifier,
    reference: reference?.name ?? null,
  };
}

function citationOf(marker: string | null): string {
  return marker !== null && marker in MARKERS ? MARKERS[marker as MarkerName].citation : "";
}
