import { createHash } from "node:crypto";

/** A row of the result: an amplicon sequence variant or an operational taxonomic unit. */
export interface Feature {
  /** MD5 of the upper-case sequence, as QIIME 2 and DADA2's users know it. */
  id: string;
  sequence: string;
  /** Reads of the unique sequences that it was made from. */
  size: number;
}

export function featureId(sequence: string): string {
  return createHash("md5").update(sequence.toUpperCase()).digest("hex");
}

/** Most reads first, then by sequence: the same order for the same features, however they were found. */
export function inCanonicalOrder<F extends { sequence: string }>(features: readonly F[], reads: (feature: F) => number): F[] {
  return [...features].sort((a, b) => reads(b) - reads(a) || (a.sequence < b.sequence ? -1 : 1));
}
