import type { z } from "zod";
import type * as api from "../contracts/api.js";
import type { JobInput } from "../contracts/job.js";
import type { Database, Query } from "./database.js";
import { type JobRow, toJob } from "./job-row.js";
import { addEvent } from "./history.js";
import { attemptsOf } from "./attempts.js";

export type Job = z.output<typeof api.job>;
export type JobDetail = z.output<typeof api.jobDetail>;
export type JobQuery = z.output<typeof api.jobQuery>;

export interface NewJob {
  input: JobInput;
  workflow: string;
  /** The parameters as they were submitted. */
  params: unknown;
  tags: string[];
  idempotencyKey: string | null;
  /** SHA-256 of task, parameters and options: a repeated key must come with the same. */
  requestHash: string;
}

/** The idempotency key was used for another request. */
export class IdempotencyConflict extends Error {
  override readonly name = "IdempotencyConflict";
}

/** Where a page of the list begins: after this job. */
export interface After {
  submittedAt: string;
  id: string;
}

/** The records of jobs. What a job does is written by `attempts.ts`, how it ends by `endings.ts`. */
export class Jobs {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Commits a new job; with an idempotency key that was used before, finds the job of that time.
   *
   * @throws {IdempotencyConflict}
   */
  async submit(row: NewJob): Promise<{ id: string; created: boolean }> {
    const [inserted] = await insert(this.#db.query, row);
    if (inserted) return { id: inserted.id, created: true };
    const earlier = await this.findRepeated(row.input.owner, row.idempotencyKey ?? "", row.requestHash);
    if (!earlier) throw new Error("the job of this Idempotency-Key was removed in this moment");
    return { id: earlier, created: false };
  }

  /**
   * The id of the job that was submitted with this key before.
   *
   * @throws {IdempotencyConflict}
   */
  async findRepeated(owner: string, idempotencyKey: string, requestHash: string): Promise<string | null> {
    const [earlier] = await this.#db.query<{ id: string; request_hash: string }>(
      "select id, request_hash from jobs where owner = $1 and idempotency_key = $2",
      [owner, idempotencyKey],
    );
    if (earlier && earlier.request_hash !== requestHash) throw new IdempotencyConflict("this Idempotency-Key was used for another request");
    return earlier?.id ?? null;
  }

  /** Temporal has the workflow. Not waited for on the disk: where this is lost, the workflow is started again, which joins it. */
  async markHandedOver(id: string): Promise<void> {
    await this.#db.query(
      `with quick as materialized (select set_config('synchronous_commit', 'off', true))
       update jobs set handed_over_at = now() from quick where id = $1 and handed_over_at is null`,
      [id],
    );
  }

  async find(owner: string, id: string): Promise<Job | null> {
    const [row] = await this.#db.query<JobRow>(`${SELECT} where j.owner = $1 and j.id = $2`, [owner, id]);
    return row ? toJob(row) : null;
  }

  async detail(owner: string, id: string): Promise<JobDetail | null> {
    const job = await this.find(owner, id);
    return job && { ...job, attempts: await attemptsOf(this.#db, id) };
  }

  /** One page, and one job more where there is a next page. */
  async list(owner: string, filter: JobQuery, after: After | null): Promise<Job[]> {
    const { where, values } = conditions(owner, filter, after);
    const order = filter.sort === "submitted_at" ? "asc" : "desc";
    const rows = await this.#db.query<JobRow>(
      `${SELECT} where ${where} order by j.submitted_at ${order}, j.id ${order} limit ${filter.page_size + 1}`,
      values,
    );
    return rows.map(toJob);
  }

  /** @returns false where the job is final or not the owner's */
  async requestCancel(owner: string, id: string): Promise<boolean> {
    return this.#db.transaction(async (query) => {
      const rows = await query<{ first: boolean }>(
        `update jobs j set cancel_requested = true, updated_at = now()
         from (select id, cancel_requested from jobs where id = $1 for update) old
         where j.id = old.id and j.owner = $2 and j.state not in ('SUCCESS', 'FAILURE', 'REVOKED')
         returning not old.cancel_requested as first`,
        [id, owner],
      );
      if (rows[0]?.first) await addEvent(query, id, { type: "cancel_requested", message: "cancel requested" });
      return rows.length > 0;
    });
  }

  async input(id: string): Promise<JobInput | null> {
    const [row] = await this.#db.query<{ input: JobInput }>("select input from jobs where id = $1", [id]);
    return row?.input ?? null;
  }
}

const SELECT = `select j.*, p.stages as progress_stages, p.status as progress_status, p.attempt as progress_attempt,
    p.updated_at as progress_updated_at,
    exists (select from workers w where j.queue = any(w.queues) and w.seen_at > now() - interval '10 seconds' and not w.draining) as has_worker
  from jobs j left join lateral job_progress(j.id) p on true`;

function insert(query: Query, row: NewJob): Promise<{ id: string }[]> {
  const { input } = row;
  return query(
    `with job as (
       insert into jobs (id, owner, task, queue, workflow, params, input, tags, priority, idempotency_key, request_hash)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       on conflict (owner, idempotency_key) do nothing returning id
     ), event as (insert into job_events (job_id, type, state, message) select id, 'state', 'PENDING', 'submitted' from job)
     select id from job`,
    [
      input.id,
      input.owner,
      input.task,
      input.queue,
      row.workflow,
      JSON.stringify(row.params),
      JSON.stringify(input),
      row.tags,
      input.priority,
      row.idempotencyKey,
      row.requestHash,
    ],
  );
}

function conditions(owner: string, filter: JobQuery, after: After | null): { where: string; values: unknown[] } {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const parts = [`j.owner = ${bind(owner)}`];
  for (const column of ["state", "task", "queue"] as const) {
    if (filter[column] !== undefined) parts.push(`j.${column} = ${bind(filter[column])}`);
  }
  if (filter.submitted_by !== undefined) parts.push(`j.owner = ${bind(filter.submitted_by)}`);
  if (filter.tag !== undefined) parts.push(`j.tags @> array[${bind(filter.tag)}]`);
  if (filter.submitted_after !== undefined) parts.push(`j.submitted_at >= ${bind(filter.submitted_after)}`);
  if (filter.submitted_before !== undefined) parts.push(`j.submitted_at < ${bind(filter.submitted_before)}`);
  if (filter.text !== undefined) {
    parts.push(
      `position(lower(${bind(filter.text)}) in lower(concat_ws(' ', j.id, j.task, array_to_string(j.tags, ' '), j.params::text))) > 0`,
    );
  }
  if (after) {
    const than = filter.sort === "submitted_at" ? ">" : "<";
    parts.push(`(j.submitted_at, j.id) ${than} (${bind(after.submittedAt)}, ${bind(after.id)})`);
  }
  return { where: parts.join(" and "), values };
}
