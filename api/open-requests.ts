import { Injectable } from "@nestjs/common";
import type { Response } from "express";
import { Problem } from "./problems.js";

/** Streams and waits that one owner may have open at once. */
const MOST = 200;

@Injectable()
export class OpenRequests {
  readonly #open = new Map<string, number>();

  /**
   * Counts a request that stays open, for as long as the work takes; none is begun for a client that is gone already.
   *
   * @param work gets a signal that the client is gone
   * @throws {Problem} too-many-streams
   */
  async during(owner: string, response: Response, work: (gone: AbortSignal) => Promise<void>): Promise<void> {
    if (response.closed) return;
    const count = this.#open.get(owner) ?? 0;
    if (count >= MOST)
      throw new Problem("too-many-streams", `at most ${MOST} requests may wait at once; close some`, { headers: { "Retry-After": "5" } });
    this.#open.set(owner, count + 1);
    const gone = new AbortController();
    const leave = () => gone.abort();
    response.once("close", leave);
    try {
      await work(gone.signal);
    } finally {
      response.off("close", leave);
      this.#open.set(owner, (this.#open.get(owner) ?? 1) - 1);
    }
  }
}
