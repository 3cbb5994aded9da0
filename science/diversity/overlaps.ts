/**
 * Sums of `weight * min(x, y)` for each pair of samples, from which all distances here follow, as |x - y| = x + y - 2 min(x, y).
 * Takes time for each pair that shares something, not for each pair and feature.
 */
export class Overlaps {
  readonly #size: number;
  readonly #shared: Float64Array;
  readonly #totals: Float64Array;

  constructor(samples: number) {
    this.#size = samples;
    this.#shared = new Float64Array(samples * samples);
    this.#totals = new Float64Array(samples);
  }

  /** @param values of the samples in which it is above zero */
  add(weight: number, values: readonly (readonly [sample: number, value: number])[]): void {
    for (const [one, [sample, value]] of values.entries()) {
      this.#totals[sample]! += weight * value;
      for (let other = 0; other < one; other++) {
        const [second, least] = values[other]!;
        this.#shared[this.#at(sample, second)]! += weight * Math.min(value, least);
      }
    }
  }

  /** A distance for each pair. @param distance of what both share and what each has */
  distances(names: readonly string[], distance: (shared: number, one: number, other: number) => number): Distances {
    const matrix = new Distances(names);
    for (let one = 1; one < this.#size; one++) {
      for (let other = 0; other < one; other++) {
        const found = distance(this.#shared[this.#at(one, other)]!, this.#totals[one]!, this.#totals[other]!);
        // Of equal samples the difference of rounded sums can be a little below zero.
        matrix.set(one, other, Math.max(0, found));
      }
    }
    return matrix;
  }

  #at(one: number, other: number): number {
    return one > other ? one * this.#size + other : other * this.#size + one;
  }
}

/** A symmetric matrix with zeros on its diagonal. */
export class Distances {
  readonly samples: readonly string[];
  readonly #values: Float64Array;

  constructor(samples: readonly string[]) {
    this.samples = samples;
    this.#values = new Float64Array(samples.length ** 2);
  }

  get size(): number {
    return this.samples.length;
  }

  at(one: number, other: number): number {
    return this.#values[one * this.size + other]!;
  }

  set(one: number, other: number, distance: number): void {
    this.#values[one * this.size + other] = distance;
    this.#values[other * this.size + one] = distance;
  }

  /** The distances among some of the samples. */
  among(places: readonly number[]): Distances {
    const part = new Distances(places.map((place) => this.samples[place]!));
    for (let one = 1; one < places.length; one++)
      for (let other = 0; other < one; other++) part.set(one, other, this.at(places[one]!, places[other]!));
    return part;
  }
}
