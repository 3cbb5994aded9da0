import { randomUUID } from "node:crypto";
import type { JobInput } from "../../contracts/job.js";
import type { NewJob } from "../../store/jobs.js";

/** A row for a new job, as the API makes it. */
export function newJob(row: Partial<Omit<NewJob, "input">> & { input?: Partial<JobInput> } = {}): NewJob {
  const input: JobInput = {
    id: `job_${randomUUID()}`,
    owner: "operator",
    task: "noop",
    queue: "default",
    params: {},
    notedFiles: [],
    priority: 3,
    limits: { softSeconds: null, hardSeconds: null },
    stageLimits: { softSeconds: 1, hardSeconds: 2 },
    retry: { maxRetries: 0, delaySeconds: 1, capSeconds: 1 },
    ...row.input,
  };
  return {
    workflow: "noop",
    membersTotal: null,
    standsFor: 1,
    usesReferences: [],
    retryOf: null,
    params: {},
    options: { priority: input.priority, tags: [] },
    dueAt: null,
    idempotencyKey: null,
    callbackOf: null,
    requestHash: "x",
    ...row,
    input,
  };
}
