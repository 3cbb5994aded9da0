import type { z } from "zod";
import type * as api from "../../contracts/api.js";
import type { Task } from "../../contracts/registry.js";
import { toJsonSchema } from "../answers.js";

export type TaskEntry = z.output<typeof api.taskEntry>;

/** A task as the API shows it: the schemas as JSON Schema, defaults and sentences included. */
export function toTaskEntry(task: Task): TaskEntry {
  return {
    task: task.task,
    summary: task.summary,
    queue: task.queue,
    workflow: task.workflow,
    limits: {
      soft_time_limit: task.limits.softSeconds,
      time_limit: task.limits.hardSeconds,
      stage_soft_time_limit: task.stageLimits.softSeconds,
      stage_time_limit: task.stageLimits.hardSeconds,
    },
    retry: { max_retries: task.retry.maxRetries, retry_delay: task.retry.delaySeconds },
    params: toJsonSchema(task.schema.params, "input"),
    result: toJsonSchema(task.schema.result, "output"),
    files: [...task.schema.files],
    jobs: [...(task.schema.jobs ?? [])],
  };
}
