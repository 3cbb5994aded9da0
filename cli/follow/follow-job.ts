import { setTimeout as delay } from "node:timers/promises";
import type { Api } from "../api/api.js";
import type { Job } from "../api/types.js";

/** The job was not final in time; it goes on. */
export class FollowTimeout extends Error {
  override readonly name = "FollowTimeout";
  readonly job: Job;

  constructor(job: Job, seconds: number) {
    super(`job ${job.id} is not done after ${seconds} s (it is ${job.state})`);
    this.job = job;
  }
}

/**
 * Follows a job to its end.
 *
 * @param options.onChange told the job about once a second
 * @throws {FollowTimeout | ApiProblem | Unreachable}
 */
export async function followJob(
  api: Api,
  id: string,
  options: { timeoutSeconds?: number | undefined; onChange?: (job: Job) => void } = {},
): Promise<Job> {
  const limitSeconds = options.timeoutSeconds ?? Number.POSITIVE_INFINITY;
  const deadline = Date.now() + limitSeconds * 1000;
  for (;;) {
    const askedAt = Date.now();
    const job = await api.wait(id, Math.max(0, Math.min(1, (deadline - askedAt) / 1000)));
    options.onChange?.(job);
    if (job.ready) return job;
    if (Date.now() >= deadline) throw new FollowTimeout(job, limitSeconds);
    // A service that answers at once, as one that is stopping does, is not asked without a pause.
    const pauseMs = Math.min(500, deadline - askedAt) - (Date.now() - askedAt);
    if (pauseMs > 0) await delay(pauseMs);
  }
}
