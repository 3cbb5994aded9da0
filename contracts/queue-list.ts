import { z } from "zod";
import { queue } from "./queue.js";

export const queueEntry = z.object({
  queue,
  queued: z.int().describe("Jobs that are due and have not started."),
  running: z.int(),
  retrying: z.int().describe("Jobs that wait for their next attempt."),
  paused: z.int(),
  scheduled: z.int().describe("Jobs that are not yet due."),
  oldest_queued_seconds: z.number().nullable().describe("How long the oldest queued job has been due."),
  workers: z.array(z.object({ identity: z.string(), slots: z.int() })).describe("The live workers that poll the queue."),
  per_second: z.number().nullable().describe("Stages that may start in a second, over all workers; null: no limit."),
  rate_applied: z.boolean().describe("false while Temporal could not be told of the rate; it is told when it is back."),
});

export const queueList = z.object({ queues: z.array(queueEntry) });

export const queueRate = z.strictObject({
  per_second: z.number().min(0.01).max(100_000).nullable().describe("Stages that may start in a second, over all workers; null: no limit."),
});
