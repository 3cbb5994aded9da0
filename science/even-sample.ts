/** Keeps items that stand evenly over a stream whose length is not known: always the same ones, no draws. */
export class EvenSample<T> {
  readonly #atLeast: number;
  #kept: T[] = [];
  #stride = 1;
  #seen = 0;

  /** @param atLeast how many are kept of a longer stream; at most twice as many are */
  constructor(atLeast: number) {
    this.#atLeast = atLeast;
  }

  get items(): readonly T[] {
    return this.#kept;
  }

  /** Whether the item to come is to be kept, by `keep`; to be asked once for each. */
  takesNext(): boolean {
    return this.#seen++ % this.#stride === 0;
  }

  keep(item: T): void {
    this.#kept.push(item);
    if (this.#kept.length < 2 * this.#atLeast) return;
    this.#kept = this.#kept.filter((_, index) => index % 2 === 0);
    this.#stride *= 2;
  }
}
