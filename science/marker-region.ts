import { reverseComplement } from "./reverse-complement.js";

/** What lies between two primers. */
export interface Region {
  /** 5'->3', upper-case IUPAC letters (I: inosine). */
  forwardPrimer: string;
  reversePrimer: string;
  /** Bases without primers; null: not known. */
  minLength: number | null;
  maxLength: number | null;
}

/** Of a primer's letters: references differ from a primer more than reads that were made with it do. */
const MOST_MISMATCHES = 0.2;

/** IUPAC letter -> bases, a bit each. */
const BASES: Record<string, number> = {
  A: 1,
  C: 2,
  G: 4,
  T: 8,
  U: 8,
  R: 5,
  Y: 10,
  S: 6,
  W: 9,
  K: 12,
  M: 3,
  B: 14,
  D: 13,
  H: 11,
  V: 7,
  N: 15,
  I: 15,
};

/** Byte of a sequence -> its bases, in either case. An N says nothing, and matches nothing. */
const BYTES = new Uint8Array(256);
for (const [letter, bases] of Object.entries(BASES)) {
  if (bases < 15) BYTES[letter.charCodeAt(0)] = BYTES[letter.toLowerCase().charCodeAt(0)] = bases;
}

/**
 * Tells whether a reference sequence can name a marker's inserts: it is as long as they are, so it was cut to them, or
 * it holds one of the primers, on either strand, with room beside it for the shortest insert.
 */
export function regionFinder(region: Region): (sequence: Uint8Array) => boolean {
  const { minLength, maxLength } = region;
  const [forward, reverse] = [region.forwardPrimer, region.reversePrimer];
  const inward = [forward, reverse].map(toBases);
  const outward = [reverseComplement(forward), reverseComplement(reverse)].map(toBases);
  const room = minLength ?? 1;
  return (sequence) => {
    if (minLength !== null && maxLength !== null && sequence.length >= minLength && sequence.length <= maxLength) return true;
    const from = sequence.length - room;
    return (
      inward.some((primer) => holds(sequence, primer, 0, from - primer.length)) ||
      outward.some((primer) => holds(sequence, primer, room, sequence.length - primer.length))
    );
  };
}

/**
 * Cuts a reference sequence to a marker's insert: what lies between the primers, or the whole of it where it lacks one and is
 * as long as inserts are. On the strand that it is written in.
 *
 * @returns null where it does not hold the whole insert
 */
export function insertCutter(region: Region): (sequence: string) => string | null {
  const { minLength, maxLength } = region;
  const isLong = (length: number) => length >= (minLength ?? 1) && length <= (maxLength ?? Number.POSITIVE_INFINITY);
  const forward = toBases(region.forwardPrimer);
  const reverse = toBases(reverseComplement(region.reversePrimer));
  return (sequence) => {
    const bytes = Buffer.from(sequence, "latin1");
    const begin = findPrimer(bytes, forward, 0, bytes.length - forward.length);
    const from = begin + forward.length;
    const to = begin === -1 ? -1 : findPrimer(bytes, reverse, from + (minLength ?? 1), bytes.length - reverse.length);
    if (to !== -1 && isLong(to - from)) return sequence.slice(from, to);
    return minLength !== null && maxLength !== null && isLong(sequence.length) ? sequence : null;
  };
}

function toBases(primer: string): Uint8Array {
  return Uint8Array.from(primer, (letter) => BASES[letter] ?? 0);
}

function holds(sequence: Uint8Array, primer: Uint8Array, first: number, last: number): boolean {
  return findPrimer(sequence, primer, first, last) !== -1;
}

/** The first of the places from `first` to `last` at which the primer stands; -1: none. */
function findPrimer(sequence: Uint8Array, primer: Uint8Array, first: number, last: number): number {
  const most = Math.floor(primer.length * MOST_MISMATCHES);
  for (let at = first; at <= last; at++) {
    let mismatches = 0;
    for (let index = 0; index < primer.length && mismatches <= most; index++) {
      if (((primer[index] as number) & (BYTES[sequence[at + index] as number] as number)) === 0) mismatches++;
    }
    if (mismatches <= most) return at;
  }
  return -1;
}
