import { FormatError } from "./format-error.js";
import type { TaggedSample } from "./tag-file.js";

/** Bases of a tag that may be read wrongly. */
export const TAG_ERRORS = 1;

type Tagged = Pick<TaggedSample, "name" | "forward" | "reverse" | "line">;

/**
 * Whether each pair of reads can be told to be of one sample: no two samples have the same tags, and no tag is within one
 * error of another one, or of a part of it, that stands before the same primer.
 *
 * @param samples of one library
 * @throws {FormatError} with the line of the later one
 */
export function checkTags(samples: readonly Tagged[]): void {
  checkPairs(samples);
  for (const side of ["forward", "reverse"] as const) checkAlike(samples, side);
}

function checkPairs(samples: readonly Tagged[]): void {
  const known = new Map<string, Tagged>();
  for (const sample of samples) {
    const pair = `${sample.forward} ${sample.reverse}`;
    const twin = known.get(pair);
    if (twin)
      throw new FormatError(`sample ${sample.name} has the same tags as sample ${twin.name} in line ${twin.line} (${pair})`, sample.line);
    known.set(pair, sample);
  }
}

function checkAlike(samples: readonly Tagged[], side: "forward" | "reverse"): void {
  const first = new Map<string, number>();
  for (const sample of samples) {
    const tag = sample[side];
    if (first.has(tag)) continue;
    for (const [other, line] of first) {
      if (!isWithin(tag, other)) continue;
      throw new FormatError(
        `the ${side} tag ${tag} is too near to ${other} in line ${line}: with one wrong base in a read, one may be taken for the other`,
        sample.line,
      );
    }
    first.set(tag, sample.line);
  }
}

/** Whether the shorter one, with one error, stands anywhere in the longer one. */
function isWithin(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  for (let at = 0; at + short.length <= long.length; at++) {
    if (mismatches(short, long.slice(at, at + short.length)) <= TAG_ERRORS) return true;
  }
  return false;
}

/** Of two sequences of the same length. */
export function mismatches(one: string, other: string): number {
  let count = 0;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) count++;
  return count;
}
