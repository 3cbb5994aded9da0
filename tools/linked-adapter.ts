import { reverseComplement } from "../science/reverse-complement.js";

/** Most mismatches in a primer, as a share of its length. */
export const ERROR_RATE = 0.15;

/**
 * The primer required at the read's start, the other's reverse complement optional at its end;
 * at least 80 % of each must be seen.
 */
export function linkedAdapter(atStart: string, other: string): string {
  const start = toCutadapt(atStart);
  const end = reverseComplement(toCutadapt(other));
  return `${start};required;min_overlap=${leastOverlap(start)}...${end};optional;min_overlap=${leastOverlap(end)}`;
}

function leastOverlap(primer: string): number {
  return Math.ceil(0.8 * primer.length);
}

/** cutadapt knows no inosine and no U. */
export function toCutadapt(primer: string): string {
  return primer.replaceAll("I", "N").replaceAll("U", "T");
}
