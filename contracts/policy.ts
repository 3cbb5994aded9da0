import type { RetryRule, TimeLimits } from "./job.js";
import type { Queue } from "./queues.js";

/** What not everybody may do. */
export type Right = "choose_queue" | "set_queue_rate" | "change_references" | "read_audit";

/** A task's entry in the registry; its schemas stand beside it in `schema.ts`. */
export interface TaskPolicy {
  task: string;
  /** One line for lists and help texts. */
  summary: string;
  queue: Queue;
  /** What whoever submits it must be allowed to do. */
  right?: Right;
  /** The workflow type, as seen in the Temporal Web UI. */
  workflow: string;
  /** The one activity that the task consists of, where it has no stages: as a member it needs no workflow of its own. */
  activity?: string;
  /** Whether that takes less time than Temporal takes to hand it out: as members, such jobs share activities. */
  isBrief?(params: unknown): boolean;
  /** Running time of the whole job; null: each stage has its own limit only. */
  limits: TimeLimits<number | null>;
  stageLimits: TimeLimits<number>;
  retry: RetryRule;
}

/** What holds where a task says nothing else. */
export const DEFAULT_POLICY = {
  limits: { softSeconds: null, hardSeconds: null },
  stageLimits: { softSeconds: 3300, hardSeconds: 3600 },
  retry: { maxRetries: 3, delaySeconds: 60, capSeconds: 3600 },
} as const;
