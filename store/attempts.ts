import type { z } from "zod";
import type * as api from "../contracts/api.js";
import type { JobError } from "../contracts/failures.js";
import type { Database, Query } from "./database.js";
import { storedJson } from "./stored-text.js";

export type Attempt = z.output<typeof api.attempt>;

/** One run of an activity, as its worker sees it. Its times are `performance.now()`: the worker's clock may jump, or be wrong. */
export interface AttemptRow {
  job_id: string;
  stage: string;
  subject: string;
  try_number: number;
  attempt: number;
  worker: string;
  state: "running" | "ran" | "reused" | "failed" | "cancelled" | "lost";
  /** 0 to 1. */
  fraction: number;
  status: string;
  begunMs: number;
  beatMs: number;
  endedMs: number | null;
  why: string | null;
  cpu_seconds: number | null;
  peak_memory_bytes: number | null;
  error: JobError | null;
}

/** Every attempt of a job, in the order in which they began. */
export async function attemptsOf(db: Database, jobId: string): Promise<Attempt[]> {
  const rows = await db.query<Omit<Attempt, "started_at" | "ended_at"> & { started_at: Date; ended_at: Date | null }>(
    `select stage, subject, row_number() over (partition by stage, subject order by try_number, attempt)::int as attempt, worker, state,
       started_at, ended_at, cpu_seconds, peak_memory_bytes, error
     from attempts where job_id = $1 order by started_at, stage, subject`,
    [jobId],
  );
  return rows.map((row) => ({ ...row, started_at: row.started_at.toISOString(), ended_at: row.ended_at?.toISOString() ?? null }));
}

/** Jobs of attempts that are new, and those of them of which a worker was lost, as another attempt took the place of one that ran. */
export interface Begun {
  begun: string[];
  lost: { job_id: string; stage: string }[];
}

/**
 * Writes what workers know of their attempts. A repeat changes nothing, an attempt that has ended stays so, and rows of
 * jobs that are gone are left out; times are told by the database's clock. One that was taken for lost may still tell how it ended, but not that it was done, where another took its place.
 */
export async function writeAttempts(query: Query, rows: AttemptRow[]): Promise<Begun> {
  const written = await query<{ job_id: string; is_new: boolean }>(
    `insert into attempts (${COLUMNS}, started_at, beat_at, ended_at) select ${COLUMNS}, ${ago("begun")}, ${ago("beat")}, ${ago("ended")}
     from jsonb_array_elements($1) as told cross join lateral jsonb_populate_record(null::attempts, told)
     where job_id in (select id from jobs)
     on conflict (job_id, stage, subject, try_number, attempt) do update set
       state = excluded.state, fraction = greatest(attempts.fraction, excluded.fraction), status = excluded.status,
       beat_at = excluded.beat_at, why = excluded.why, cpu_seconds = excluded.cpu_seconds,
       ended_at = case when excluded.ended_at is not null then greatest(attempts.started_at, excluded.ended_at) end,
       peak_memory_bytes = excluded.peak_memory_bytes, error = excluded.error
     where attempts.state = 'running' or (attempts.state = 'lost' and excluded.ended_at is not null and (excluded.state not in ('ran', 'reused') or not exists (
       select from attempts later where later.job_id = attempts.job_id and later.stage = attempts.stage and later.subject = attempts.subject
         and (later.try_number, later.attempt) > (attempts.try_number, attempts.attempt))))
     returning job_id, xmax = 0 as is_new`,
    [storedJson(rows.map(withAges))],
  );
  const begun = written.filter((row) => row.is_new).map((row) => row.job_id);
  const superseded = begun.length > 0 ? await query<{ job_id: string; stage: string; was_running: boolean }>(SUPERSEDE, [begun]) : [];
  return { begun, lost: superseded.filter((row) => row.was_running) };
}

/**
 * Where another attempt took the place of one, that one does not count, whatever it says: its word did not reach Temporal,
 * or not in time. In a statement of its own, which sees the rows that are new. (The workflow says itself that it tries again; Temporal does not.)
 */
const SUPERSEDE = `with earlier as (
    select a.ctid, a.state = 'running' and a.try_number = next.try_number as was_running
    from attempts a cross join lateral (
      select try_number from attempts later where later.job_id = a.job_id and later.stage = a.stage and later.subject = a.subject
        and (later.try_number, later.attempt) > (a.try_number, a.attempt) order by later.try_number desc limit 1) next
    where a.job_id = any($1) and a.state in ('running', 'ran', 'reused') for update of a)
  update attempts set state = 'lost', ended_at = coalesce(ended_at, now()) from earlier where attempts.ctid = earlier.ctid
  returning job_id, stage, was_running`;

const COLUMNS = "job_id, stage, subject, try_number, attempt, worker, state, fraction, status, why, cpu_seconds, peak_memory_bytes, error";

/** Milliseconds that have passed; more than since the begin of the transaction, so that no time is in the future. */
function withAges({ begunMs, beatMs, endedMs, ...row }: AttemptRow) {
  const nowMs = performance.now();
  return { ...row, begun_ago: nowMs - begunMs, beat_ago: nowMs - beatMs, ended_ago: endedMs === null ? null : nowMs - endedMs };
}

function ago(time: "begun" | "beat" | "ended"): string {
  return `now() - (told->>'${time}_ago')::float8 * interval '1 ms'`;
}
