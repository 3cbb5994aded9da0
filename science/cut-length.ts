/**
 * How many bases the reads of a pair need: the rest of long ones, where most errors are, is cut off before DADA2. Two reads
 * must reach over the longest insert and overlap in it; where one is shorter than half of that, the other reaches further.
 *
 * @param lengths of the two reads, in bases
 * @returns bases to keep of both reads; null: all
 */
export function cutLength(maxInsert: number | null, minOverlap: number, lengths: readonly [number, number]): number | null {
  if (maxInsert === null) return null;
  const needed = maxInsert + minOverlap;
  const kept = Math.max(Math.ceil(needed / 2), needed - Math.min(...lengths));
  return kept < Math.max(...lengths) ? kept : null;
}

/** The length that most reads have; the longer one where two are as common. 0 where there are none. */
export function commonLength(lengths: Iterable<number>): number {
  const counts = new Map<number, number>();
  for (const length of lengths) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [first] = [...counts].sort(([one, ofOne], [other, ofOther]) => ofOther - ofOne || other - one);
  return first?.[0] ?? 0;
}
