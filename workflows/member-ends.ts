import { CancellationScope } from "@temporalio/workflow";
import type { MemberEnd } from "../activities/member-activities.js";
import { records } from "./records.js";

/** Writes how members ended, many at once: while one batch is being written the next one gathers. */
export class MemberEnds {
  #due: MemberEnd[] = [];
  #writing: Promise<void> | undefined;

  add(end: MemberEnd): void {
    this.#due.push(end);
    this.#writing ??= CancellationScope.nonCancellable(() => this.#write());
  }

  /** Resolves when all that were added are written. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    while (this.#due.length > 0) await records.endMembers({ ends: this.#due.splice(0) });
    this.#writing = undefined;
  }
}
