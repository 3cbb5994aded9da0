import { MARKERS, type Marker } from "../../markers.js";
import type { GivenParameters } from "./parameters.js";

type Value = "forwardPrimer" | "reversePrimer" | "minLength" | "maxLength";

/** What the marker says, or who gave it; `null`: nobody. */
export function markerOf(given: GivenParameters): { [Field in Value]: Marker[Field] | null } {
  if (given.marker !== undefined && given.marker !== "custom") return MARKERS[given.marker];
  return { forwardPrimer: given.forward_primer ?? null, reversePrimer: given.reverse_primer ?? null, minLength: null, maxLength: null };
}

export function lengthsOf(given: GivenParameters): { minLength: number | null; maxLength: number | null } {
  const { minLength, maxLength } = markerOf(given);
  return { minLength: given.min_length ?? minLength, maxLength: given.max_length ?? maxLength };
}

/** The reads of a shorter insert overlap over all of it, which may be less than the usual 20 bases. */
export function isShort(length: number | null): boolean {
  return length !== null && length < 50;
}
