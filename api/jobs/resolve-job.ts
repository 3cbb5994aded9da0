import { createHash } from "node:crypto";
import { Inject, Injectable } from "@nestjs/common";
import type { z } from "zod";
import type * as api from "../../contracts/api.js";
import type { JobInput } from "../../contracts/job.js";
import type { Task } from "../../contracts/registry.js";
import type { NewJob } from "../../store/jobs.js";
import { toIssues } from "../issues.js";
import { invalid } from "../schema-pipe.js";
import { TASKS, type Tasks } from "../tokens.js";
import { canonicalJson } from "./canonical-json.js";
import { InputFiles } from "./input-files.js";
import { newJobId } from "./job-id.js";

export type Submission = z.output<typeof api.submission>;

/** Turns what was submitted into all that the job needs, so that later changes of the registry do not touch it. */
@Injectable()
export class ResolveJob {
  readonly #tasks: Tasks;
  readonly #files: InputFiles;

  constructor(@Inject(TASKS) tasks: Tasks, @Inject(InputFiles) files: InputFiles) {
    this.#tasks = tasks;
    this.#files = files;
  }

  /** @throws {Problem} invalid-request, naming every issue */
  async resolve(owner: string, submission: Submission, idempotencyKey: string | null): Promise<NewJob> {
    const task = this.#taskOf(submission.task);
    const checked = task.schema.params.safeParse(submission.params);
    const issues = [...(checked.success ? [] : toIssues(checked.error.issues, ["params"])), ...limitIssues(submission)];
    if (!checked.success || issues.length > 0) throw invalid(issues);
    const notedFiles = await this.#files.note(owner, task.schema.files, checked.data);
    const params = task.schema.resolve?.(checked.data) ?? checked.data;
    return {
      input: { id: newJobId(), owner, params, notedFiles, ...rulesOf(task, submission) },
      workflow: task.workflow,
      params: submission.params,
      tags: submission.options.tags,
      idempotencyKey,
      requestHash: hashOf(submission),
    };
  }

  #taskOf(name: string): Task {
    const task = this.#tasks.get(name);
    if (task) return task;
    throw invalid([
      { path: "task", message: `there is no task ${JSON.stringify(name)}; the tasks are ${[...this.#tasks.keys()].join(", ")}` },
    ]);
  }
}

/** Equal for equal requests, in whatever order their fields stand. */
export function hashOf(submission: Submission): string {
  return createHash("sha256").update(canonicalJson(submission)).digest("hex");
}

function rulesOf(task: Task, { options }: Submission): Omit<JobInput, "id" | "owner" | "params" | "notedFiles"> {
  return {
    task: task.task,
    queue: task.queue,
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
function limitsOf({ limits }: Task, { soft_time_limit: soft, time_limit: hard }: Submission["options"]): JobInput["limits"] {
  return {
    softSeconds: soft ?? hard ?? limits.softSeconds,
    hardSeconds: hard ?? (soft === undefined ? limits.hardSeconds : soft + TIME_TO_STOP),
  };
}

/** From the soft limit to the hard one, in seconds. */
const TIME_TO_STOP = 300;

function limitIssues({ options }: Submission) {
  const { soft_time_limit: soft, time_limit: hard } = options;
  if (soft === undefined || hard === undefined || soft <= hard) return [];
  return [{ path: "options.soft_time_limit", message: `is above time_limit (${hard})` }];
}
