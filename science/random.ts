import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Gives a whole number from 0 to, but without, `end`; the same row of them for the same seed. */
export type Draw = (end: number) => number;

export function seededDraw(seed: number): Draw {
  const random = xoroshiro128plus(seed);
  return (end) => uniformInt(random, 0, end - 1);
}

/** The same items in another order (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], draw: Draw): T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = draw(last + 1);
    [order[last], order[other]] = [order[other] as T, order[last] as T];
  }
  return order;
}
