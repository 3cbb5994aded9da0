/** Chance that a standard normal variable is above `z`. Sources: NIST Handbook 7.6.2 (series), 7.9.3 (continued fraction). */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  if (z > 5) {
    let fraction = z;
    for (let step = 60; step > 0; step--) fraction = z + step / fraction;
    return density / fraction;
  }
  let term = z;
  let sum = z;
  for (let odd = 3; term > 1e-17 * sum; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return 0.5 - density * sum;
}
