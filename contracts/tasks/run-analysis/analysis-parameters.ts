import type { MarkerName } from "../../markers.js";
import { isShort, lengthsOf, markerOf, speciesIdentityOf } from "./marker-values.js";
import type { GivenParameters } from "./parameters.js";

/** The parameters as the job carries them: the marker's values filled in. `null` lengths: no limit. */
export interface AnalysisParameters
  extends Omit<
    GivenParameters,
    "marker" | "forward_primer" | "reverse_primer" | "min_overlap" | "min_length" | "max_length" | "species_identity"
  > {
  marker: MarkerName | "custom" | null;
  forward_primer: string | null;
  reverse_primer: string | null;
  min_overlap: number;
  min_length: number | null;
  max_length: number | null;
  /** null: no identity is enough. */
  species_identity: number | null;
}

/** Fills in what the marker and the other parameters say. */
export function resolveParameters(given: GivenParameters): AnalysisParameters {
  const marker = markerOf(given);
  const { minLength, maxLength } = lengthsOf(given);
  return {
    ...given,
    marker: given.marker ?? null,
    forward_primer: marker.forwardPrimer,
    reverse_primer: marker.reversePrimer,
    min_length: minLength,
    max_length: maxLength,
    species_identity: speciesIdentityOf(given),
    min_overlap: given.min_overlap ?? (isShort(minLength) || isShort(maxLength) ? 10 : 20),
  };
}
