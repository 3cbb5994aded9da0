import { JobFailure } from "../contracts/failures.js";
import type { Span, StageRun } from "../contracts/job.js";
import { sum } from "../science/sum.js";

/** Milliseconds since 1970 by a clock that does not jump when that of the machine is set. */
export function steadyNow(): number {
  return Math.round(performance.timeOrigin + performance.now());
}

/** Time that a tool gets to end by itself after a cancel; after the soft limit it has until the hard one. */
const GRACE_MS = 2000;

/** Longest time that a timer can wait. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * The clock of an attempt's limits. It stands still while the attempt waits for its share of the machine:
 * limits count running time only.
 */
export class RunningTime {
  readonly #run: StageRun;
  readonly #now: () => number;
  readonly #reached = new AbortController();
  readonly #over = new AbortController();
  readonly #spans: Span[] = [];
  #sinceMs: number | null = null;
  #timers: NodeJS.Timeout[] = [];

  /** @param cancelled aborted when the attempt is to end for another reason */
  constructor(run: StageRun, cancelled: AbortSignal, now = steadyNow) {
    this.#run = run;
    this.#now = now;
    this.resume();
    const startGrace = () => setTimeout(() => this.#over.abort(), GRACE_MS).unref();
    if (cancelled.aborted) startGrace();
    else cancelled.addEventListener("abort", startGrace, { once: true });
  }

  /** Aborted at the soft limit, or at the hard one where that comes first: what runs is told to stop. */
  get reached(): AbortSignal {
    return this.#reached.signal;
  }

  /** Aborted at the hard limit, and some time after a cancel: what runs must be gone. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  /** When it ran so far. */
  get spans(): Span[] {
    return this.#sinceMs === null ? [...this.#spans] : [...this.#spans, [this.#sinceMs, this.#now()]];
  }

  /** How long it ran so far. */
  get usedMs(): number {
    return sum(this.spans.map(([from, to]) => to - from));
  }

  resume(): void {
    if (this.#sinceMs !== null) return;
    const { usedMs } = this;
    this.#sinceMs = this.#now();
    const { softMs, hardMs, limits } = this.#run;
    const after = (ms: number, then: () => void) => this.#timers.push(setTimeout(then, Math.min(LONGEST_MS, Math.max(0, ms - usedMs))));
    after(hardMs, () => {
      this.#reached.abort(this.#failure("TimeLimit", "time_limit", limits.hardSeconds));
      this.#over.abort();
    });
    if (softMs < hardMs) after(softMs, () => this.#reached.abort(this.#failure("SoftTimeLimit", "soft_time_limit", limits.softSeconds)));
  }

  pause(): void {
    if (this.#sinceMs === null) return;
    this.#spans.push([this.#sinceMs, this.#now()]);
    this.#sinceMs = null;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
  }

  #failure(type: "TimeLimit" | "SoftTimeLimit", option: string, seconds: number): JobFailure {
    return new JobFailure(type, `${this.#run.stage} reached ${option} (${seconds} s of running time); raise it to let the job run longer`);
  }
}
