import { isFinal, type State } from "../../contracts/states.js";
import type { Random } from "./random.js";

/** The jobs that clients know to be accepted, shared by all of them. */
export class JobBoard {
  readonly #states = new Map<string, State>();
  #tokens = 0;

  /** A number that no other job of the run has. */
  token(): number {
    return ++this.#tokens;
  }

  notice(job: string, state: State): void {
    const before = this.#states.get(job);
    if (before === undefined || !isFinal(before)) this.#states.set(job, state);
  }

  get size(): number {
    return this.#states.size;
  }

  get openCount(): number {
    return this.#jobs(false).length;
  }

  /** @returns undefined where there is none */
  draw(random: Random, isDone: boolean): string | undefined {
    const jobs = this.#jobs(isDone);
    return jobs.length === 0 ? undefined : random.pick(jobs);
  }

  #jobs(isDone: boolean): string[] {
    return [...this.#states].filter(([, state]) => isFinal(state) === isDone).map(([job]) => job);
  }
}
