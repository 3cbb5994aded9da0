import { MARKERS, type Marker, type MarkerName } from "../../markers.js";
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

/** Share of equal bases below which a marker does not tell species apart; null: it does at none. */
const SPECIES_IDENTITY: Record<MarkerName, number | null> = {
  "16S-V4": null,
  "16S-V3V4": null,
  "18S-V4": 0.99,
  "18S-V9": 0.99,
  ITS1: 0.985,
  ITS2: 0.985,
  "COI-Leray": 0.97,
  "12S-MiFish": 0.99,
  "12S-V5": 0.99,
  "12S-Teleo": 0.99,
  trnL: 1,
};

export function speciesIdentityOf({ marker, species_identity: own }: Pick<GivenParameters, "marker" | "species_identity">): number | null {
  if (own !== undefined) return own;
  return marker === undefined || marker === "custom" ? 0.99 : SPECIES_IDENTITY[marker];
}

/** The reads of a shorter insert overlap over all of it, which may be less than the usual 20 bases. */
export function isShort(length: number | null): boolean {
  return length !== null && length < 50;
}
