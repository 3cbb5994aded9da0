/** Below, the series is not exact enough. */
const TABLE = Array.from({ length: 256 }, () => 0);
for (let n = 2; n < TABLE.length; n++) TABLE[n] = TABLE[n - 1]! + Math.log(n);

/** ln n! of a whole number, to about 1e-15 of its value: Stirling's series, NIST Handbook 5.11.1. */
export function logFactorial(n: number): number {
  const known = TABLE[n];
  if (known !== undefined) return known;
  return (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * n) - 1 / (360 * n ** 3) + 1 / (1260 * n ** 5);
}

/** ln of the ways to choose `k` of `n`. */
export function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}
