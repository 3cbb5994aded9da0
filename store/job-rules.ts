import type { JobInput } from "../contracts/job.js";
import type { JobOptions } from "../contracts/options.js";
import type { Task } from "../contracts/registry.js";

/** What holds for a job: of its task, where its options say nothing else. */
export function rulesOf(task: Task, options: JobOptions): Omit<JobInput, "id" | "owner" | "params" | "notedFiles"> {
  return {
    task: task.task,
    queue: options.queue ?? task.queue,
    priority: options.priority,
    limits: limitsOf(task, options),
    stageLimits: task.stageLimits,
    retry: {
      ...task.retry,
      maxRetries: options.max_retries ?? task.retry.maxRetries,
      delaySeconds: options.retry_delay ?? task.retry.delaySeconds,
    },
  };
}

/** Of one limit that is given the other follows: a soft limit leaves time to stop, a hard one alone is the only one. */
function limitsOf({ limits }: Task, { soft_time_limit: soft, time_limit: hard }: JobOptions): JobInput["limits"] {
  return {
    softSeconds: soft ?? hard ?? limits.softSeconds,
    hardSeconds: hard ?? (soft === undefined ? limits.hardSeconds : soft + TIME_TO_STOP),
  };
}

/** From the soft limit to the hard one, in seconds. */
const TIME_TO_STOP = 300;
