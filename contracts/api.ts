import { z } from "zod";
import { jobOptions } from "./options.js";
import { queue } from "./queue.js";
import { QUEUES } from "./queues.js";
import { STATES } from "./states.js";

/** Bodies and answers of the HTTP API; OpenAPI document, checks and client types come from these. */

export const when = z.iso.datetime().describe("UTC");

export const submission = z.strictObject({
  task: z.string().min(1).max(64).describe("A task of GET /tasks."),
  params: z.record(z.string(), z.unknown()).default({}).describe("The task's parameters."),
  options: jobOptions.prefault({}),
});

export const submitted = z.object({
  id: z.string(),
  task_id: z.string(),
  status: z.literal("submitted"),
  warnings: z.array(z.string()).optional().describe("What is better known before the job has run; absent where there is nothing."),
});

export const stageProgress = z.object({
  name: z.string(),
  state: z.enum(["waiting", "running", "ran", "reused", "failed"]),
  current: z.int().describe("Parts (samples) that are done."),
  total: z.int(),
  seconds: z.number().nullable(),
  why: z.string().nullable(),
});

export const progress = z.object({
  current: z.int(),
  total: z.int(),
  percent: z.int().min(0).max(100),
  status: z.string().describe("What is being done, in words."),
  stage: z.string().nullable(),
  stages: z.array(stageProgress),
  attempt: z.int().describe("Attempts of the stage that is furthest, lost workers counted."),
  updated_at: when,
});

export const jobError = z.object({
  type: z.string(),
  message: z.string(),
  stage: z.string().optional(),
  log_tail: z.string().optional(),
});

export const attempt = z.object({
  stage: z.string(),
  subject: z.string(),
  attempt: z.int(),
  worker: z.string(),
  state: z.enum(["running", "ran", "reused", "failed", "cancelled", "lost"]),
  started_at: when,
  ended_at: when.nullable(),
  cpu_seconds: z.number().nullable(),
  peak_memory_bytes: z.number().nullable(),
  error: jobError.nullable(),
});

export const job = z.object({
  id: z.string(),
  task_id: z.string(),
  task: z.string(),
  queue: z.enum(QUEUES),
  submitted_by: z.string(),
  params: z.unknown().describe("null in a list, where they are above 64 KB."),
  tags: z.array(z.string()),
  priority: z.int(),
  state: z.enum(STATES),
  status: z.enum(STATES).describe("The state again, under the name that older clients read."),
  ready: z.boolean(),
  successful: z.boolean(),
  failed: z.boolean(),
  cancel_requested: z.boolean(),
  pause_requested: z.boolean(),
  callback_of: z.string().nullable().describe("The job whose end this one follows."),
  waiting_for: z.string().nullable().describe("Why a pending job has not started."),
  next_retry_at: when.nullable(),
  progress: progress.nullable(),
  result: z.unknown().describe("null until the job is ready, and in a list where it is above 64 KB."),
  error: jobError.nullable(),
  parent: z.string().nullable().describe("The job that it is a member of."),
  members: z
    .object({ total: z.int(), success: z.int(), failure: z.int(), revoked: z.int() })
    .nullable()
    .describe("Of a job that consists of others: how many, and how they ended."),
  partial: z.boolean().describe("Some of its members succeeded and some did not, or members of theirs."),
  retry_of: z.string().nullable().describe("The finished job that it runs again."),
  submitted_at: when,
  due_at: when.nullable().describe("Not started before this time (`eta`, `countdown`)."),
  started_at: when.nullable(),
  finished_at: when.nullable(),
});

export const jobCallback = z.object({
  on: z.enum(["success", "failure"]),
  target: z.string().describe("The URL of a webhook, or the name of a task."),
  state: z.enum(["due", "done", "failed"]).describe("`due` until it is done or given up."),
  attempts: z.int(),
  last_error: z.string().nullable(),
  next_attempt_at: when.nullable(),
  job: z.string().nullable().describe("The job that was submitted."),
});

export const jobDetail = job.extend({
  attempts: z.array(attempt),
  callbacks: z.array(jobCallback).describe("What follows the end of the job, from its end on."),
});

export const jobList = z.object({ jobs: z.array(job), next_page_token: z.string().nullable() });

export const jobQuery = z.strictObject({
  state: z.enum(STATES).optional(),
  task: z.string().max(64).optional(),
  queue: queue.optional(),
  scheduled: z
    .enum(["true", "false"])
    .transform((value) => value === "true")
    .optional()
    .describe("true: only jobs that are not yet due."),
  submitted_by: z.string().max(128).optional(),
  tag: z.string().max(64).optional(),
  parent: z.string().max(400).optional().describe("The members of this job; without it, jobs that are members of none."),
  submitted_after: when.optional(),
  submitted_before: when.optional(),
  text: z.string().max(200).optional().describe("Found in the id, the task, the tags or the parameters."),
  sort: z.enum(["submitted_at", "-submitted_at"]).optional().describe("Without it the newest first; members in the order of their places."),
  page_size: z.coerce.number().int().min(1).max(200).default(50),
  page_token: z.string().max(1000).optional(),
});

export const retry = z
  .strictObject({
    only_failed: z.boolean().default(false).describe("Only the members that did not succeed; the others are taken from the finished job."),
  })
  .prefault({});

export const waitQuery = z.strictObject({
  timeout: z.coerce.number().min(0).max(300).default(30).describe("Seconds after which the answer comes in any case; the job goes on."),
});

export const jobResult = z.object({
  id: z.string(),
  task: z.string(),
  result: z.unknown().describe("As the result schema of the task says."),
});

export const historyQuery = z.strictObject({
  after: z.coerce.number().int().min(0).optional().describe("Only entries after this `seq`; `Last-Event-ID` does the same for a stream."),
  limit: z.coerce.number().int().min(1).max(1000).default(1000),
});

export const jobEvent = z.object({
  seq: z.int(),
  at: when,
  state: z.enum(STATES).nullable().describe("The state that began; null for other events."),
  type: z.string().describe("`state`, `cancel_requested`, `stage`, `callback`, ..."),
  message: z.string(),
  stage: z.string().nullable(),
  next_retry_at: when.nullable(),
});

export const eventList = z.object({ events: z.array(jobEvent) });

export const logChunk = z.object({ seq: z.int(), at: when, stage: z.string(), subject: z.string(), text: z.string() });

export const logList = z.object({ logs: z.array(logChunk) });

export const artifactEntry = z.object({
  name: z.string(),
  sha256: z.string(),
  size_bytes: z.int(),
  media_type: z.string(),
});

export const artifactList = z.object({ artifacts: z.array(artifactEntry) });

export const dataset = z.object({
  dataset_id: z.string(),
  created_at: when,
  files: z.array(
    z.object({
      name: z.string(),
      sha256: z.string(),
      size_bytes: z.int(),
      format: z.enum(["fasta", "fastq", "csv", "table", "unknown"]),
      compressed: z.boolean(),
      records: z.int().nullable().describe("Sequences or rows; null where the file does not read cleanly."),
      problem: z.string().nullable().describe("What is wrong with the file, and where."),
    }),
  ),
});

export const taskEntry = z.object({
  task: z.string(),
  summary: z.string(),
  queue: z.enum(QUEUES),
  workflow: z.string(),
  limits: z.object({
    soft_time_limit: z.number().nullable(),
    time_limit: z.number().nullable(),
    stage_soft_time_limit: z.number(),
    stage_time_limit: z.number(),
  }),
  retry: z.object({ max_retries: z.int(), retry_delay: z.number() }),
  params: z.record(z.string(), z.unknown()).describe("JSON Schema of the parameters."),
  result: z.record(z.string(), z.unknown()).describe("JSON Schema of the result."),
  files: z.array(z.string()).describe("The parameters that name files, as dotted paths; `datasets.*` for each of a list."),
  jobs: z.array(z.string()).describe("The parameters that hold other jobs, `{task, params}`: `members.*`, `callback`."),
});

export const taskList = z.object({ tasks: z.array(taskEntry) });

export const health = z.object({
  status: z.enum(["ok", "degraded"]),
  version: z.string(),
  database: z.object({ ok: z.boolean(), detail: z.string() }),
  temporal: z.object({ ok: z.boolean(), detail: z.string() }),
  workers: z.array(z.object({ identity: z.string(), queues: z.array(z.enum(QUEUES)), last_seen_at: when })),
});

export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  correlation_id: z.string(),
});
