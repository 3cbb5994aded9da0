import type { z } from "zod";
import type * as api from "../contracts/api.js";
import type { Callback } from "../contracts/options.js";
import type { Database, Query } from "./database.js";
import { addEvent } from "./history.js";
import { storedText } from "./stored-text.js";

export type JobCallback = z.output<typeof api.jobCallback>;
export type Outcome = JobCallback["on"];

/** A callback that is being carried out. */
export interface OwedCallback {
  jobId: string;
  owner: string;
  outcome: Outcome;
  host: string;
  target: Callback;
  /** This one counted. */
  attempts: number;
  owedAt: Date;
}

/** Owes what is to follow the end of jobs, in the transaction that ends them. */
export async function oweCallbacks(query: Query, ids: readonly string[]): Promise<void> {
  await query(
    `insert into callbacks (job_id, outcome, host)
     select id, outcome, coalesce(lower(substring(target ->> 'webhook' from '^[^:]+://([^/?#]*)')), '')
     from (select id, outcome, options -> ('on_' || outcome) as target from jobs
       cross join lateral (select case state when 'SUCCESS' then 'success' else 'failure' end as outcome) o
       where id = any($1)) owed
     where target is not null
     on conflict do nothing`,
    [ids],
  );
}

export interface Take {
  atMost: number;
  /** Of one host, so that one that hangs holds up no other. */
  perHost: number;
  /** Hosts that have as many already. */
  busyHosts: string[];
  /** A callback that is not settled after this time is due again: whoever took it died. */
  lostAfterSeconds: number;
}

/** Takes callbacks that are due; no two processes take the same one. */
export async function takeCallbacks(db: Database, take: Take): Promise<OwedCallback[]> {
  return db.query<OwedCallback & Record<string, unknown>>(
    `with due as (
       select job_id, outcome, row_number() over (partition by host order by next_attempt_at) as place
       from callbacks where state = 'due' and next_attempt_at <= now() and host <> all($3)
     ), taken as (
       select c.job_id, c.outcome from callbacks c join due using (job_id, outcome)
       where place <= $2 and c.state = 'due' and c.next_attempt_at <= now()
       order by c.next_attempt_at limit $1 for update of c skip locked
     )
     update callbacks c set attempts = c.attempts + 1, next_attempt_at = now() + make_interval(secs => $4)
     from taken join jobs j on j.id = taken.job_id
     where c.job_id = taken.job_id and c.outcome = taken.outcome
     returning c.job_id as "jobId", j.owner, c.outcome, c.host, j.options -> ('on_' || c.outcome) as target, c.attempts, c.owed_at as "owedAt"`,
    [take.atMost, take.perHost, take.busyHosts, take.lostAfterSeconds],
  );
}

/** What became of an attempt. */
export type Settlement = { note: string } & (
  | { state: "done"; followUp?: string }
  | { state: "failed" }
  /** It is tried again. */
  | { state: "due"; nextAttemptAt: Date }
);

/** Writes what became of an attempt, once, and only if no later attempt was begun. The job itself is not touched. */
export async function settleCallback(db: Database, callback: OwedCallback, settlement: Settlement): Promise<void> {
  const { jobId, outcome, attempts } = callback;
  const { state, note } = settlement;
  const nextAttemptAt = state === "due" ? settlement.nextAttemptAt : undefined;
  await db.transaction(async (query) => {
    // Events of a job are written under the lock of its row: their numbers come in the order of the commits.
    await query("select from jobs where id = $1 for no key update", [jobId]);
    const settled = await query(
      `update callbacks set state = $4, last_error = $5, next_attempt_at = $6, follow_up = $7, settled_at = case $4 when 'due' then null else now() end
       where job_id = $1 and outcome = $2 and attempts = $3 and state = 'due' and next_attempt_at is distinct from $6
       returning job_id`,
      [
        jobId,
        outcome,
        attempts,
        state,
        state === "done" ? null : storedText(note),
        nextAttemptAt ?? null,
        state === "done" ? (settlement.followUp ?? null) : null,
      ],
    );
    if (settled.length === 0) return;
    await addEvent(query, jobId, {
      type: "callback",
      message: `on_${outcome}: ${note}`,
      ...(nextAttemptAt ? { nextRetryAt: nextAttemptAt } : {}),
    });
  });
}

/** What follows the end of a job, and what became of it. */
export async function callbacksOf(db: Database, jobId: string): Promise<JobCallback[]> {
  const rows = await db.query<Omit<JobCallback, "next_attempt_at"> & { next_attempt_at: Date | null }>(
    `select outcome as on, coalesce(options -> ('on_' || outcome) ->> 'webhook', options -> ('on_' || outcome) ->> 'task') as target,
       c.state, attempts, last_error, next_attempt_at, follow_up as job
     from callbacks c join jobs j on j.id = c.job_id where job_id = $1`,
    [jobId],
  );
  return rows.map((row) => ({ ...row, next_attempt_at: row.next_attempt_at?.toISOString() ?? null }));
}
