import { z } from "zod";
import { queue } from "./queue.js";

const YEAR_SECONDS = 31_536_000;

const task = z.string().min(1).max(64);

/** Parameters by name, from dotted fields of a finished job: `{"dataset_path": "result.path"}`. */
export const take = z
  .record(z.string().min(1).max(64), z.string().min(1).max(200))
  .describe("What a parameter takes from the finished job: `id`, `state`, `error.message`, `result.FIELD`.");

const callback = z.union(
  [
    z.strictObject({ task, params: z.record(z.string(), z.unknown()).default({}), take: take.optional() }),
    z.strictObject({ webhook: z.string().min(1).max(2000).describe("A URL that is called with POST.") }),
  ],
  { error: "is either {task, params, take} or {webhook}, with nothing beside" },
);

const limits = {
  soft_time_limit: z
    .number()
    .positive()
    .max(YEAR_SECONDS)
    .optional()
    .describe("Running time after which the tool is told to stop, in seconds."),
  time_limit: z.number().positive().max(YEAR_SECONDS).optional().describe("Running time after which the tool is ended, in seconds."),
  max_retries: z.int().min(0).max(100).optional().describe("How often a failed stage is tried again."),
  retry_delay: z.number().min(0).max(86_400).optional().describe("First wait before the next try, in seconds; doubled each time."),
};

/** How a member of a group, or a step of a chain, is run; the rest it has from its parent. */
export const memberOptions = z.strictObject(limits);

/** How a job is run; the same for every task. */
export const jobOptions = z.strictObject({
  queue: queue.optional().describe("Another queue than the task's own."),
  priority: z.int().min(1).max(5).default(3).describe("1 is highest, 5 lowest."),
  eta: z.iso.datetime({ offset: true }).optional().describe("Not before this time; one that is past is now."),
  countdown: z.number().min(0).max(YEAR_SECONDS).optional().describe("Not before so many seconds have passed."),
  ...limits,
  tags: z.array(z.string().min(1).max(64)).max(20).default([]).describe("Words to find the job by."),
  on_success: callback.optional().describe("What follows a success: another task, or a signed call of a URL."),
  on_failure: callback.optional().describe("What follows a failure or a cancel."),
});

export type JobOptions = z.output<typeof jobOptions>;
export type MemberOptions = z.output<typeof memberOptions>;
export type Callback = z.output<typeof callback>;
export type Take = z.output<typeof take>;
