import { JobFailure } from "../contracts/failures.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import { checkParameters } from "../contracts/tasks/run-analysis/check-parameters.js";
import { speciesIdentityOf } from "../contracts/tasks/run-analysis/marker-values.js";
import type { GivenParameters } from "../contracts/tasks/run-analysis/parameters.js";
import { isUnfiltered } from "./diversity-activities.js";

/** What is done with features once they are found. */
const OWN = ["classifier", "min_confidence", "decontaminate", "group_by", "rarefaction_depth", "tree", "seed"] as const;

/**
 * The parameters of a combination: how features were found is what its analyses were told, and what becomes of them what it was told.
 * Of analyses that were made in several ways the first tells it; one that left rare features out goes before one that did not.
 *
 * @throws {JobFailure} InvalidInput where the two do not go together
 */
export function combinedParameters(given: GivenParameters, analyses: readonly AnalysisParameters[]): AnalysisParameters {
  const found = analyses.find((parameters) => !isUnfiltered(parameters)) ?? analyses[0]!;
  const { marker } = found;
  // null: submitted to an older release.
  if ((given.marker ?? marker) !== marker)
    throw new JobFailure("InvalidInput", `marker is ${given.marker}, but the analyses are of ${marker ?? "no marker"}; leave it out`);
  const named = { ...given, ...(marker === null ? {} : { marker }) };
  if (marker !== null)
    checkParameters({ tree: given.tree, marker } as GivenParameters, (name, message) => {
      throw new JobFailure("InvalidInput", `${name}: ${message}`);
    });
  const own = Object.fromEntries(OWN.map((name) => [name, given[name]])) as Pick<GivenParameters, (typeof OWN)[number]>;
  const { species_identity: _, max_false_novelty: __, calibration_size: ___, ...finding } = found;
  return { ...finding, ...own, ...(own.classifier === "blast_lca" ? { species_identity: speciesIdentityOf(named) } : {}) };
}
