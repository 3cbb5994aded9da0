import { Inject, Injectable } from "@nestjs/common";
import pLimit from "p-limit";
import type { JobInput } from "../../contracts/job.js";
import { Database } from "../../store/database.js";
import { markHandedOver } from "../../store/starts.js";
import { Temporal } from "../temporal/temporal.js";

/** After this a job is left to the reconciler: no more waits here than comes in a second. */
const PATIENCE_MS = 1000;

/** Calls of Temporal at once; more would only wait there. */
const AT_ONCE = 8;

/**
 * Hands accepted jobs to Temporal behind the answer: the row is what makes a job durable. What does not get there in
 * time, also because this process ends, the reconciler starts.
 */
@Injectable()
export class HandOver {
  readonly #limit = pLimit(AT_ONCE);

  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Temporal) private readonly temporal: Temporal,
  ) {}

  /** In the order in which they come, a few at once. */
  take(workflow: string, input: JobInput): void {
    const deadline = performance.now() + PATIENCE_MS;
    void this.#limit(() => this.#start(workflow, input, deadline));
  }

  async #start(workflow: string, input: JobInput, deadline: number): Promise<void> {
    const leftMs = deadline - performance.now();
    if (leftMs <= 0) return;
    try {
      await this.temporal.start(workflow, input, leftMs);
      await markHandedOver(this.db, input.id);
    } catch {
      // The job is kept and says that Temporal does not answer; the reconciler starts it, or joins it.
    }
  }
}
