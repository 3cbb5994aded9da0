import type { z } from "zod";
import type * as api from "../contracts/api.js";
import { type Issue, toIssues } from "../contracts/issues.js";
import type { JobInput } from "../contracts/job.js";
import type { JobOptions } from "../contracts/options.js";
import type { Task } from "../contracts/registry.js";
import type { InputFiles } from "./input-files.js";

export type Submission = z.output<typeof api.submission>;

/** A submission that cannot be carried out, with every reason. */
export class InvalidSubmission extends Error {
  override readonly name = "InvalidSubmission";
  readonly issues: Issue[];

  constructor(issues: Issue[]) {
    super(issues.map(({ path, message }) => `${path}: ${message}`).join("; "));
    this.issues = issues;
  }
}

export interface Resolved {
  input: JobInput;
  workflow: string;
}

/** Turns what was submitted into all that the job needs, so that later changes of the registry do not touch it. */
export class JobInputs {
  readonly #tasks: ReadonlyMap<string, Task>;
  readonly #files: InputFiles;

  constructor(tasks: ReadonlyMap<string, Task>, files: InputFiles) {
    this.#tasks = tasks;
    this.#files = files;
  }

  /** @throws {InvalidSubmission} */
  async resolve(id: string, owner: string, submission: Submission): Promise<Resolved> {
    const task = this.#taskOf(submission.task);
    const checked = task.schema.params.safeParse(submission.params);
    const issues = [
      ...(checked.success ? [] : toIssues(checked.error.issues, ["params"])),
      ...limitIssues(submission.options),
      ...timeIssues(submission.options),
    ];
    if (!checked.success || issues.length > 0) throw new InvalidSubmission(issues);
    const files = await this.#files.note(owner, task.schema.files, checked.data);
    if (files.issues.length > 0) throw new InvalidSubmission(files.issues);
    const params = task.schema.resolve?.(checked.data) ?? checked.data;
    return {
      input: { id, owner, params, notedFiles: files.noted, ...rulesOf(task, submission.options) },
      workflow: task.workflow,
    };
  }

  #taskOf(name: string): Task {
    const task = this.#tasks.get(name);
    if (task) return task;
    const known = [...this.#tasks.keys()].join(", ");
    throw new InvalidSubmission([{ path: "task", message: `there is no task ${JSON.stringify(name)}; the tasks are ${known}` }]);
  }
}

function rulesOf(task: Task, options: JobOptions): Omit<JobInput, "id" | "owner" | "params" | "notedFiles"> {
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

function limitIssues({ soft_time_limit: soft, time_limit: hard }: JobOptions): Issue[] {
  if (soft === undefined || hard === undefined || soft <= hard) return [];
  return [{ path: "options.soft_time_limit", message: `is above time_limit (${hard})` }];
}

const YEAR_MS = 31_536_000_000;

function timeIssues({ eta, countdown }: JobOptions): Issue[] {
  if (eta !== undefined && countdown !== undefined) return [{ path: "options.countdown", message: "give either eta or countdown" }];
  if (eta === undefined || Date.parse(eta) <= Date.now() + YEAR_MS) return [];
  return [{ path: "options.eta", message: "is more than a year away" }];
}

/** When a job is due that is not due now. */
export function dueAtOf({ eta, countdown }: JobOptions): Date | null {
  const dueMs = eta === undefined ? Date.now() + (countdown ?? 0) * 1000 : Date.parse(eta);
  return dueMs > Date.now() ? new Date(dueMs) : null;
}
