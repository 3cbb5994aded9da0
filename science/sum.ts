export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** Of all samples. */
export function sumOf(counts: Readonly<Record<string, number>> = {}): number {
  return sum(Object.values(counts));
}
