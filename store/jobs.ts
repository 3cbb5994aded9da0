import type { z } from "zod";
import type * as api from "../contracts/api.js";
import type { MemberStart } from "../contracts/composition.js";
import type { JobInput } from "../contracts/job.js";
import type { JobOptions } from "../contracts/options.js";
import { callbacksOf } from "./callbacks.js";
import type { Database, Query } from "./database.js";
import type { Submission } from "./job-input.js";
import { type JobRow, toJob } from "./job-row.js";
import { attemptsOf } from "./attempts.js";
import { addAudit } from "./audit.js";
import { addEvent } from "./history.js";
import { conditionsOf, type JobQuery } from "./job-filter.js";
import { OpenJobs } from "./open-jobs.js";

export type Job = z.output<typeof api.job>;
export type JobDetail = z.output<typeof api.jobDetail>;
/** What may be megabytes is left out. */
export type JobOutline = Omit<Job, "params" | "result">;

export interface NewJob extends Pick<MemberStart, "input" | "workflow" | "membersTotal"> {
  /** How many jobs it stands for: itself and all its members, those of members too. */
  standsFor: number;
  /** `name@version`, its own and those of its members: they are not removed before it has ended. */
  usesReferences: string[];
  /** The parameters and options as they were submitted. */
  params: unknown;
  options: JobOptions;
  /** Not handed to Temporal before. */
  dueAt: Date | null;
  idempotencyKey: string | null;
  /** The job whose end this one follows. */
  callbackOf: string | null;
  /** SHA-256 of task, parameters and options: a repeated key must come with the same. */
  requestHash: string;
  retryOf: string | null;
}

/** The idempotency key was used for another request. */
export class IdempotencyConflict extends Error {
  override readonly name = "IdempotencyConflict";
}

/** Who sees to a job. */
export interface Carrier {
  /** The workflow that carries it out: its own, or of a member without stages that of its parent. */
  workflowId: string;
  /** Of a member: the workflow that begins it. */
  begunBy: string | null;
}

/** Where a page of the list begins: after this job. */
export interface After {
  submittedAt: string;
  id: string;
}

/** The records of jobs. What a job does is written by `attempts.ts`, how it ends by `endings.ts`. */
export class Jobs {
  readonly #db: Database;
  readonly #open: OpenJobs;

  /** @param maxOpen how many open jobs an owner may have */
  constructor(db: Database, maxOpen = Number.POSITIVE_INFINITY) {
    this.#db = db;
    this.#open = new OpenJobs(db, maxOpen);
  }

  /**
   * Commits a new job; with an idempotency key that was used before, finds the job of that time.
   *
   * @throws {IdempotencyConflict | QuotaExceeded}
   */
  async submit(row: NewJob): Promise<{ id: string; created: boolean }> {
    const inserted = await this.#open.within(row.input.owner, row.standsFor, async (query) => (await insert(query, row))[0]);
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

  find(owner: string, id: string): Promise<Job | null> {
    return this.#find("job", owner, id, `${COLUMNS}, j.params, j.result`);
  }

  /** For those who ask often, and for little. */
  outline(owner: string, id: string): Promise<JobOutline | null> {
    return this.#find("job-outline", owner, id, `${COLUMNS}, null as params, null as result`);
  }

  async #find(name: string, owner: string, id: string, columns: string): Promise<Job | null> {
    const [row] = await this.#db.lookUp<JobRow>(name, `select ${columns} ${FROM} where j.owner = $1 and j.id = $2`, [owner, id]);
    return row ? toJob(row) : null;
  }

  async detail(owner: string, id: string): Promise<JobDetail | null> {
    const job = await this.find(owner, id);
    return job && { ...job, attempts: await attemptsOf(this.#db, id), callbacks: await callbacksOf(this.#db, id) };
  }

  /** One page, and one job more where there is a next page. */
  async list(owner: string, filter: JobQuery, after: After | null): Promise<Job[]> {
    const { parts, values, bind } = conditionsOf(owner, filter);
    const { sort = filter.parent === undefined ? "-submitted_at" : "place" } = filter;
    const order = sort === "-submitted_at" ? "desc" : "asc";
    // A member's id ends with its place.
    const key = sort === "place" ? "length(j.id)" : "j.submitted_at";
    if (after) {
      const from = sort === "place" ? after.id.length : after.submittedAt;
      parts.push(`(${key}, j.id) ${order === "asc" ? ">" : "<"} (${bind(from)}, ${bind(after.id)})`);
    }
    const rows = await this.#db.query<JobRow>(
      `select ${SHORT_COLUMNS} ${FROM} where ${parts.join(" and ")} order by ${key} ${order}, j.id ${order} limit ${filter.page_size + 1}`,
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
      if (rows[0]?.first) {
        await addEvent(query, id, { type: "cancel_requested", message: "cancel requested" });
        await addAudit(query, { actor: owner, action: "cancel", jobId: id });
      }
      return rows.length > 0;
    });
  }

  /** Whether a job that is being cancelled can end at once: it is not due, so nobody hands it to Temporal any more. */
  async isCancelledUndue(id: string): Promise<boolean> {
    const rows = await this.#db.query("select from jobs where id = $1 and cancel_requested and handed_over_at is null and due_at > now()", [
      id,
    ]);
    return rows.length > 0;
  }

  async carrierOf(id: string): Promise<Carrier> {
    const [row] = await this.#db.query<Carrier & Record<string, unknown>>(
      `select workflow_id as "workflowId", begun_by as "begunBy" from jobs where id = $1`,
      [id],
    );
    return row ?? { workflowId: id, begunBy: null };
  }

  /** A job as it was submitted, but for its time; and how often it was run again to an end. */
  async submissionOf(id: string): Promise<{ submission: Submission; retries: number }> {
    const [row] = await this.#db.query<Pick<Submission, "task" | "params" | "options"> & { retries: number }>(
      `select task, params, options, (select count(*) from jobs r where r.retry_of = j.id and r.state in ('SUCCESS', 'FAILURE', 'REVOKED')) as retries
       from jobs j where id = $1`,
      [id],
    );
    const { task, params, options, retries } = row!;
    const { eta: _, countdown: __, ...kept } = options;
    return { submission: { task, params, options: kept }, retries };
  }

  async input(id: string): Promise<JobInput | null> {
    const [row] = await this.#db.query<{ input: JobInput }>("select input from jobs where id = $1", [id]);
    return row?.input ?? null;
  }
}

const COLUMNS = `j.id, j.owner, j.task, j.queue, j.tags, j.priority, j.state, j.cancel_requested, j.pause_requested, j.callback_of, j.error, j.next_retry_at,
    j.parent, j.members_total, j.members_success, j.members_failure, j.members_revoked, j.partial, j.retry_of, j.submitted_at, j.due_at, j.handed_over_at, j.started_at,
    j.finished_at, j.updated_at, p.stages as progress_stages, p.status as progress_status, p.attempt as progress_attempt,
    p.updated_at as progress_updated_at, q.slots, q.running, r.per_second`;

/** A page of jobs with megabytes each would be one of gigabytes. */
const SHORT_COLUMNS = `${COLUMNS}, ${["params", "result"].map((name) => `case when octet_length(j.${name}::text) <= 65536 then j.${name} end as ${name}`).join(", ")}`;

const FROM = `from jobs j left join lateral job_progress(j.id) p on true
    left join queue_slots q on q.queue = j.queue and j.state = 'PENDING' left join queue_rates r on r.queue = j.queue`;

function insert(query: Query, row: NewJob): Promise<{ id: string }[]> {
  const { input } = row;
  return query(
    `with job as (
       insert into jobs (id, workflow_id, owner, task, queue, workflow, params, input, tags, priority, idempotency_key, request_hash, options, due_at,
         members_total, retry_of, callback_of, stands_for, uses_references)
       values ($1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
       on conflict (owner, idempotency_key) do nothing returning id
     ), event as (insert into job_events (job_id, type, state, message) select id, 'state', 'PENDING', 'submitted' from job),
       audit as (insert into audit_log (actor, action, job_id, detail) select $2, 'retry', $15, jsonb_build_object('new_job', id) from job where $15 is not null)
     select id from job`,
    [
      input.id,
      input.owner,
      input.task,
      input.queue,
      row.workflow,
      JSON.stringify(row.params),
      JSON.stringify(input),
      row.options.tags,
      input.priority,
      row.idempotencyKey,
      row.requestHash,
      JSON.stringify(row.options),
      row.dueAt,
      row.membersTotal,
      row.retryOf,
      row.callbackOf,
      row.standsFor,
      row.usesReferences,
    ],
  );
}
