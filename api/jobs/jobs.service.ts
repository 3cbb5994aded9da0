import { Inject, Injectable } from "@nestjs/common";
import type { z } from "zod";
import type * as api from "../../contracts/api.js";
import type { Outcome } from "../../store/callbacks.js";
import type { Submission } from "../../store/job-input.js";
import type { JobQuery } from "../../store/job-filter.js";
import { IdempotencyConflict, type Job, type JobDetail, type JobOutline, Jobs } from "../../store/jobs.js";
import { QuotaExceeded } from "../../store/open-jobs.js";
import { Rights } from "../access/rights.js";
import { Problem } from "../problems.js";
import { invalid } from "../schema-pipe.js";
import { HandOver } from "./hand-over.js";
import { isJobId } from "./job-id.js";
import { PageTokens } from "./page-token.js";
import { hashOf, type Origin, ResolveJob } from "./resolve-job.js";
import { SubmitRate } from "./submit-rate.js";

@Injectable()
export class JobsService {
  constructor(
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(ResolveJob) private readonly resolver: ResolveJob,
    @Inject(HandOver) private readonly handOver: HandOver,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
    @Inject(SubmitRate) private readonly rate: SubmitRate,
    @Inject(Rights) private readonly rights: Rights,
  ) {}

  /** Commits the job; it is handed to Temporal behind the answer. A repeat with the same key joins the first. */
  async submit(owner: string, submission: Submission, idempotencyKey: string | undefined): Promise<z.output<typeof api.submitted>> {
    this.rate.take(owner);
    if (submission.options.queue !== undefined) this.rights.need(owner, "choose_queue");
    return submittedAs(await this.#submit(owner, submission, checkedKey(idempotencyKey)));
  }

  /** Submits the job that follows the end of another one; a repeat gives the first. The key holds what no caller can send: blanks. */
  async submitFollowUp(after: { of: string; outcome: Outcome; owner: string }, submission: Submission): Promise<string> {
    return (await this.#submit(after.owner, submission, `on ${after.outcome} of ${after.of}`, { callbackOf: after.of })).id;
  }

  /** Submits a finished job again. @param key of the caller, or one that holds blanks */
  async submitRetry(
    owner: string,
    submission: Submission,
    key: string,
    origin: { retryOf: string; keepFrom: string | null },
  ): Promise<z.output<typeof api.submitted>> {
    this.rate.take(owner);
    return submittedAs(await this.#submit(owner, submission, key, origin));
  }

  #submit(owner: string, submission: Submission, key: string | null, origin: Origin = {}): Promise<Committed> {
    return this.#commit(owner, submission, key, origin).catch((error: unknown) => {
      throw refusalOf(error);
    });
  }

  /** A repeat is told before its files are looked at: they may be gone since. Of repeats at once the insert keeps one. */
  async #commit(owner: string, submission: Submission, key: string | null, origin: Origin): Promise<Committed> {
    const earlier = key === null ? null : await this.jobs.findRepeated(owner, key, hashOf(submission, origin));
    if (earlier !== null) return { id: earlier, warnings: [] };
    const { row, warnings } = await this.resolver.resolve(owner, submission, key, origin);
    const { id, created } = await this.jobs.submit(row);
    if (created && row.dueAt === null) this.handOver.take(row.workflow, row.input);
    return { id, warnings };
  }

  /** @throws {Problem} not-found, for the jobs of others too */
  async find(owner: string, id: string): Promise<Job> {
    return known(id, isJobId(id) ? await this.jobs.find(owner, id) : null);
  }

  /** @throws {Problem} not-found, for the jobs of others too */
  async outline(owner: string, id: string): Promise<JobOutline> {
    return known(id, isJobId(id) ? await this.jobs.outline(owner, id) : null);
  }

  /** @throws {Problem} not-found, for the jobs of others too */
  async detail(owner: string, id: string): Promise<JobDetail> {
    return known(id, isJobId(id) ? await this.jobs.detail(owner, id) : null);
  }

  async list(owner: string, query: JobQuery): Promise<z.output<typeof api.jobList>> {
    const found = await this.jobs.list(owner, query, this.pageTokens.read(owner, query));
    const jobs = found.slice(0, query.page_size);
    const last = jobs.at(-1);
    const more = found.length > jobs.length && last;
    return { jobs, next_page_token: more ? this.pageTokens.create(owner, query, { submittedAt: last.submitted_at, id: last.id }) : null };
  }

  /** @throws {Problem} not-ready, job-failed, job-revoked */
  async result(owner: string, id: string): Promise<z.output<typeof api.jobResult>> {
    const job = await this.find(owner, id);
    if (!job.ready) throw new Problem("not-ready", `job ${id} is ${job.state}; GET /api/v1/jobs/${id}/wait answers when it is done`);
    if (job.state === "REVOKED") throw new Problem("job-revoked", `job ${id} was cancelled`);
    if (job.error) throw new Problem("job-failed", `${job.error.type}: ${job.error.message}`);
    return { id, task: job.task, result: job.result };
  }
}

interface Committed {
  id: string;
  /** Of a job that was not there before. */
  warnings: string[];
}

function submittedAs({ id, warnings }: Committed): z.output<typeof api.submitted> {
  return { id, task_id: id, status: "submitted", ...(warnings.length > 0 ? { warnings } : {}) };
}

function refusalOf(error: unknown): unknown {
  if (error instanceof IdempotencyConflict)
    return new Problem("idempotency-conflict", "take another key, or send what was sent with it before");
  if (error instanceof QuotaExceeded)
    return new Problem("quota-exceeded", `${error.message}; wait until some have ended, or cancel or purge what is not needed`, {
      headers: { "Retry-After": "10" },
    });
  return error;
}

function known<T>(id: string, found: T | null): T {
  if (found === null) throw new Problem("not-found", `there is no job ${JSON.stringify(id.slice(0, 64))}`);
  return found;
}

export function checkedKey(key: string | undefined): string | null {
  if (key === undefined) return null;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) throw invalid([{ path: "Idempotency-Key", message: "1 to 255 visible ASCII characters" }]);
  return key;
}
