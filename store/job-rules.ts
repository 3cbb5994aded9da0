import type { JobInput } from "../contracts/job.js";
import type { JobOptions, MemberOptions } from "../contracts/options.js";
import type { Task } from "../contracts/registry.js";

/** What holds for a job: of its task, where its options say nothing else. */
export function rulesOf(task: Task, options: JobOptions): Omit<JobInput, "id" | "owner" | "params" | "notedFiles"> {
  const delaySeconds = options.retry_delay ?? task.retry.delaySeconds;
  return {
    task: task.task,
    queue: options.queue ?? task.queue,
    priority: options.priority,
    limits: limitsOf(task, options),
    stageLimits: task.stageLimits,
    retry: {
      maxRetries: options.max_retries ?? task.retry.maxRetries,
      delaySeconds,
      capSeconds: Math.max(task.retry.capSeconds, delaySeconds),
    },
  };
}

/** A member has from its parent what it does not say itself. Limits are one thing: where one of them is given the other follows. */
export function memberOptionsOf(parent: JobOptions, own: MemberOptions): JobOptions {
  const { eta: _, countdown: __, on_success: ___, on_failure: ____, soft_time_limit, time_limit, ...shared } = parent;
  const saysLimits = own.soft_time_limit !== undefined || own.time_limit !== undefined;
  return { ...shared, ...(saysLimits ? {} : { soft_time_limit, time_limit }), ...own, tags: [] };
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
