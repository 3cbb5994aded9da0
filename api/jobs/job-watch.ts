import { setTimeout as delay } from "node:timers/promises";
import { Inject, Injectable } from "@nestjs/common";
import { Database } from "../../store/database.js";
import { finalOf } from "../../store/final-jobs.js";

/** Who waits for long waits a little longer: at most a twentieth. */
const [SHORTEST_PACE_MS, LONGEST_PACE_MS, PATIENCE] = [15, 150, 1 / 20];
/** Times as long as a look took: with thousands who wait the database has other work too. */
const REST = 5;

interface Waiting {
  id: string;
  sinceMs: number;
  resolve: (final: boolean) => void;
}

/** Notices the end of jobs for all who wait: one question to the database for all of them. */
@Injectable()
export class JobWatch {
  readonly #waiting = new Set<Waiting>();
  #looking = false;
  #closed = false;

  constructor(@Inject(Database) private readonly db: Database) {}

  /** @returns whether the job was seen to be final, before the time was over, the client gone or the API told to stop */
  untilFinal(id: string, timeoutMs: number, gone: AbortSignal): Promise<boolean> {
    if (this.#closed || gone.aborted) return Promise.resolve(false);
    return new Promise((settle) => {
      const resolve = (final: boolean) => {
        clearTimeout(timer);
        gone.removeEventListener("abort", leave);
        this.#waiting.delete(waiting);
        settle(final);
      };
      const leave = () => resolve(false);
      const timer = setTimeout(leave, timeoutMs);
      const waiting: Waiting = { id, sinceMs: performance.now(), resolve };
      gone.addEventListener("abort", leave);
      this.#waiting.add(waiting);
      void this.#look();
    });
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** Answers all who wait. */
  close(): void {
    this.#closed = true;
    for (const { resolve } of [...this.#waiting]) resolve(false);
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    while (this.#waiting.size > 0) {
      const startedMs = performance.now();
      const ids = [...new Set([...this.#waiting].map((one) => one.id))];
      // While the database is away no job is seen to end; those who wait go on waiting.
      const final = new Set(await finalOf(this.db, ids).catch(() => []));
      for (const one of [...this.#waiting]) if (final.has(one.id)) one.resolve(true);
      if (this.#waiting.size > 0) await delay(this.#pace(performance.now() - startedMs));
    }
    this.#looking = false;
  }

  #pace(tookMs: number): number {
    const newestMs = Math.max(...[...this.#waiting].map(({ sinceMs }) => sinceMs));
    const wantedMs = Math.max(SHORTEST_PACE_MS, PATIENCE * (performance.now() - newestMs), REST * tookMs);
    return Math.min(wantedMs, LONGEST_PACE_MS);
  }
}
