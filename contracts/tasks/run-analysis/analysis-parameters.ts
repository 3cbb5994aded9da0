import type { MarkerName } from "../../markers.js";
import { type Method, methodOf, usualMaxExpectedErrors, usualMinSize } from "./method.js";
import { type FlagKind, flagKindOf } from "./marker-flags.js";
import { isShort, lengthsOf, markerOf, speciesIdentityOf } from "./marker-values.js";
import type { GivenParameters } from "./parameters.js";

/** The parameters as the job carries them: the marker's values filled in. `null` lengths: no limit. */
export interface AnalysisParameters extends Method, Omit<GivenParameters, keyof Method | Filled> {
  marker: MarkerName | "custom" | null;
  forward_primer: string | null;
  reverse_primer: string | null;
  min_overlap: number;
  min_length: number | null;
  max_length: number | null;
  max_expected_errors: number;
  min_size: number;
  /** null: no identity is enough. */
  species_identity: number | null;
  flag_kind: FlagKind | null;
  max_false_novelty: number;
  calibration_size: number;
}

type Filled =
  | "marker"
  | "forward_primer"
  | "reverse_primer"
  | "min_overlap"
  | "min_length"
  | "max_length"
  | "max_expected_errors"
  | "min_size"
  | "species_identity"
  | "max_false_novelty"
  | "calibration_size";

/** Fills in what the marker, the analysis and the other parameters say. */
export function resolveParameters(given: GivenParameters, analysisType: string): AnalysisParameters {
  const method = methodOf(analysisType, given);
  const marker = markerOf(given);
  const { minLength, maxLength } = lengthsOf(given);
  return {
    ...given,
    ...method,
    marker: given.marker ?? null,
    forward_primer: marker.forwardPrimer,
    reverse_primer: marker.reversePrimer,
    min_length: minLength,
    max_length: maxLength,
    max_expected_errors: given.max_expected_errors ?? usualMaxExpectedErrors(method),
    flag_kind: flagKindOf(given.marker ?? null),
    min_size: given.min_size ?? usualMinSize(method),
    species_identity: speciesIdentityOf(given),
    max_false_novelty: given.max_false_novelty ?? 0.2,
    calibration_size: given.calibration_size ?? 4_500,
    min_overlap: given.min_overlap ?? (isShort(minLength) || isShort(maxLength) ? 10 : 20),
  };
}
