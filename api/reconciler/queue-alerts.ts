import { listQueues } from "../../store/queues.js";
import type { Servers } from "./servers.js";

/** Warns of queues whose oldest job waits too long: one line when that begins, one when it is over. */
export class QueueAlerts {
  readonly #limitSeconds: number;
  readonly #late = new Set<string>();

  constructor(limitSeconds: number) {
    this.#limitSeconds = limitSeconds;
  }

  async look({ db, log }: Pick<Servers, "db" | "log">): Promise<void> {
    for (const { queue, queued, oldest_queued_seconds: age, workers } of await listQueues(db)) {
      const isLate = age !== null && age > this.#limitSeconds;
      if (isLate === this.#late.has(queue)) continue;
      if (isLate) {
        this.#late.add(queue);
        log.warn({ queue, queued, oldest_seconds: Math.round(age), workers: workers.length }, "queue backlog");
      } else {
        this.#late.delete(queue);
        log.info({ queue, queued }, "queue backlog is over");
      }
    }
  }
}
