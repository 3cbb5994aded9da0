import { sum } from "./sum.js";

/** Bases that may stand before a primer: spacers that keep the machine's images varied are no longer. */
const LONGEST_SPACER = 12;

/** As many reads hold something like the primer by chance. */
const CHANCE = 0.05;

/**
 * Where in the reads a primer was found.
 *
 * @param cuts how many bases were cut from the start of how many reads
 * @param primerLength in bases
 * @returns a warning where more than a few reads have more before the primer than a spacer, else null
 */
export function primerOffsetWarning(cuts: readonly { bases: number; reads: number }[], primerLength: number, which: string): string | null {
  const total = sum(cuts.map(({ reads }) => reads));
  const far = cuts.filter((cut) => cut.bases - primerLength > LONGEST_SPACER);
  const farReads = sum(far.map(({ reads }) => reads));
  if (farReads <= CHANCE * total) return null;
  const usual = far.reduce((most, cut) => (cut.reads > most.reads ? cut : most));
  const share = Math.round((100 * farReads) / total);
  return `the ${which} primer begins ${usual.bases - primerLength} bases into the reads (${share} % of them): the reads may be of another marker`;
}
