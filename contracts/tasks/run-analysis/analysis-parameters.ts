import type { MarkerName } from "../../markers.js";
import { type Method, methodOf, usualMaxExpectedErrors, usualMinSize } from "./method.js";
import { type FlagKind, flagKindOf } from "./marker-flags.js";
import { isShort, lengthsOf, markerOf, speciesIdentityOf } from "./marker-values.js";
import { type NoveltyParameters, noveltyParametersOf } from "./novelty-parameters.js";
import type { GivenParameters } from "./parameters.js";

/** The parameters as the job carries them: the marker's values filled in. `null` lengths: no limit. */
export interface AnalysisParameters extends Method, Partial<NoveltyParameters>, Omit<GivenParameters, keyof Method | Filled> {
  marker: MarkerName | "custom" | null;
  forward_primer: string | null;
  reverse_primer: string | null;
  min_overlap: number;
  min_length: number | null;
  max_length: number | null;
  max_expected_errors: number;
  min_size: number;
  /** Only of `blast_lca`; null: no identity is enough. */
  species_identity?: number | null;
  flag_kind: FlagKind | null;
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
  | keyof NoveltyParameters;

/** Fills in what the marker, the analysis and the other parameters say. */
export function resolveParameters(given: GivenParameters, analysisType: string): AnalysisParameters {
  const method = methodOf(analysisType, given);
  const marker = markerOf(given);
  const { minLength, maxLength } = lengthsOf(given);
  const { max_false_novelty: _, calibration_size: __, species_identity: ___, ...common } = given;
  return {
    ...common,
    ...method,
    marker: given.marker ?? null,
    forward_primer: marker.forwardPrimer,
    reverse_primer: marker.reversePrimer,
    min_length: minLength,
    max_length: maxLength,
    max_expected_errors: given.max_expected_errors ?? usualMaxExpectedErrors(method),
    flag_kind: flagKindOf(given.marker ?? null),
    min_size: given.min_size ?? usualMinSize(method),
    ...(given.classifier === "blast_lca" ? { species_identity: speciesIdentityOf(given) } : {}),
    ...noveltyParametersOf(analysisType, given),
    min_overlap: given.min_overlap ?? (isShort(minLength) || isShort(maxLength) ? 10 : 20),
  };
}
