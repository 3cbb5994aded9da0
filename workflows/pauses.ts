import { CancellationScope, condition, defineSignal, isCancellation, setHandler } from "@temporalio/workflow";
import { isLost } from "./failure.js";

/** With the number of the request, as two may overtake each other; by hand without one. */
export const pauseSignal = defineSignal<[number?]>("pause");
export const resumeSignal = defineSignal<[number?]>("resume");

/** A stage was stopped because its job pauses; it goes on from its checkpoint. */
export class StoppedByPause extends Error {
  override readonly name = "StoppedByPause";
}

/** Whether this workflow's jobs are to pause. What is cancelled is held no longer: it cleans up. */
export class Pauses {
  #wanted = false;
  #latest = 0;
  readonly #listeners = new Set<(wanted: boolean) => void>();

  constructor() {
    setHandler(pauseSignal, (request) => this.#set(true, request));
    setHandler(resumeSignal, (request) => this.#set(false, request));
    CancellationScope.current().cancelRequested.catch(() => this.#set(false, Number.POSITIVE_INFINITY));
  }

  get wanted(): boolean {
    return this.#wanted;
  }

  /** Resolves when no pause is wanted any more. */
  over(): Promise<void> {
    return condition(() => !this.#wanted);
  }

  /** @returns how to listen no more */
  listen(listener: (wanted: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #set(wanted: boolean, request = this.#latest): void {
    if (request < this.#latest) return;
    this.#latest = request;
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    for (const listener of this.#listeners) listener(wanted);
  }
}

export interface PauseRecords {
  recordPause(input: { jobId: string }): Promise<void>;
  recordResume(input: { jobId: string }): Promise<void>;
}

/** Holds one job at its next stage while a pause is wanted, and says so in its record. */
export class Hold {
  readonly #pauses: Pauses;
  readonly #stoppable = new Set<CancellationScope>();
  #running = 0;
  #waiting = 0;
  #shown = false;
  #telling = false;

  constructor(pauses: Pauses) {
    this.#pauses = pauses;
  }

  /** Runs the job's work; a pause that comes meanwhile is told to the record. */
  async during<T>(jobId: string, records: PauseRecords, work: () => Promise<T>): Promise<T> {
    const telling = new CancellationScope();
    const heed = (wanted: boolean) => {
      if (!wanted || this.#telling) return;
      for (const scope of this.#stoppable) scope.cancel();
      this.#telling = true;
      telling
        .run(() => this.#tell(jobId, records))
        .catch((error: unknown) => {
          if (!isCancellation(error)) throw error;
        })
        .finally(() => {
          this.#telling = false;
        });
    };
    const leave = this.#pauses.listen(heed);
    // It may be wanted before the first stage: no worker was there when it was asked for.
    heed(this.#pauses.wanted);
    try {
      return await work();
    } finally {
      leave();
      if (this.#telling) telling.cancel();
    }
  }

  /** Waits, and at the end also for the end of a pause. */
  async wait(until: () => Promise<unknown>): Promise<void> {
    this.#waiting++;
    try {
      await until();
      await condition(() => this.isFree);
    } finally {
      this.#waiting--;
    }
  }

  /** Whether a stage may begin. */
  get isFree(): boolean {
    return !this.#pauses.wanted && !this.#shown;
  }

  /** Waits for the end of a pause. */
  free(): Promise<void> {
    return this.wait(() => Promise.resolve());
  }

  /**
   * Runs a stage.
   *
   * @param canStop a pause stops it, to go on from its checkpoint; others come to their end
   * @throws {StoppedByPause} with what the stage said as its cause
   */
  async run<T>(canStop: boolean, stage: () => Promise<T>): Promise<T> {
    const scope = new CancellationScope();
    if (canStop) this.#stoppable.add(scope);
    this.#running++;
    try {
      return await scope.run(stage);
    } catch (error) {
      const wasStopped = scope.consideredCancelled && !CancellationScope.current().consideredCancelled;
      if (wasStopped && (isCancellation(error) || isLost(error))) throw new StoppedByPause("stopped by a pause", { cause: error });
      throw error;
    } finally {
      this.#running--;
      this.#stoppable.delete(scope);
    }
  }

  /** As often as it is paused again before it could say so. */
  async #tell(jobId: string, records: PauseRecords): Promise<void> {
    while (this.#pauses.wanted) {
      await condition(() => !this.#pauses.wanted || (this.#running === 0 && this.#waiting > 0));
      if (!this.#pauses.wanted) return;
      this.#shown = true;
      await records.recordPause({ jobId });
      await this.#pauses.over();
      await records.recordResume({ jobId });
      this.#shown = false;
    }
  }
}
