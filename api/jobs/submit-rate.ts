import { Problem } from "../problems.js";

/** So many seconds of the rate may come at once. */
const BURST_SECONDS = 20;

interface Bucket {
  tokens: number;
  atMs: number;
}

/** How many submits a user may send: a bucket each, in this process, which fills at the rate. */
export class SubmitRate {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();

  /** @param now milliseconds of a clock that never goes back */
  constructor(perSecond: number, now: () => number = () => performance.now()) {
    this.#perSecond = perSecond;
    this.#burst = Math.max(1, perSecond * BURST_SECONDS);
    this.#now = now;
  }

  /** @throws {Problem} too-many-submits */
  take(owner: string): void {
    const atMs = this.#now();
    const before = this.#buckets.get(owner) ?? { tokens: this.#burst, atMs };
    const tokens = Math.min(this.#burst, before.tokens + ((atMs - before.atMs) / 1000) * this.#perSecond);
    this.#buckets.set(owner, { tokens: tokens < 1 ? tokens : tokens - 1, atMs });
    if (tokens >= 1) return;
    const seconds = Math.ceil((1 - tokens) / this.#perSecond);
    throw new Problem(
      "too-many-submits",
      `you may submit ${this.#perSecond} jobs a second; go on in ${seconds} s, or submit many as one group`,
      {
        headers: { "Retry-After": String(seconds) },
      },
    );
  }
}
