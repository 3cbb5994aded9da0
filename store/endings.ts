import type { JobArtifact } from "../contracts/artifact.js";
import type { JobError } from "../contracts/failures.js";
import type { FinalState } from "../contracts/states.js";
import { oweCallbacks } from "./callbacks.js";
import type { Database, Query } from "./database.js";
import { lockParents } from "./lock-parents.js";
import { markStarted } from "./starts.js";
import { storedJson } from "./stored-text.js";

export interface Ending {
  state: FinalState;
  result?: unknown;
  error?: JobError;
  /** Files of the result, under their names. */
  artifacts?: JobArtifact[];
}

/**
 * Writes how a job ended, once: a final state is final, and a repeat changes nothing.
 *
 * @returns whether this call ended the job
 */
export async function endJob(db: Database, id: string, ending: Ending): Promise<boolean> {
  return (await endJobs(db, [{ id, ...ending }])).length > 0;
}

/** How a job ended, as its record has it; null where it goes on, or is gone. */
export async function endingOf(db: Database, id: string): Promise<Ending | null> {
  const [row] = await db.query<Ending>(
    "select state, result, error from jobs where id = $1 and state in ('SUCCESS', 'FAILURE', 'REVOKED')",
    [id],
  );
  return row ?? null;
}

/** The same for several jobs. @returns ids of those that this call ended */
export function endJobs(db: Database, ends: readonly (Ending & { id: string })[]): Promise<string[]> {
  return db.transaction((query) => endWithin(query, ends));
}

/** The same within a transaction. */
export async function endWithin(query: Query, ends: readonly (Ending & { id: string })[]): Promise<string[]> {
  const ids = ends.map(({ id }) => id);
  await lockParents(query, ids);
  const left = await membersLeft(query, ids);
  await markLeft(query, [...namesOf(ends, (state) => state !== "SUCCESS"), ...left]);
  const succeeded = namesOf(ends, (state) => state === "SUCCESS");
  await markStarted(query, succeeded);
  await markResumed(query, succeeded);
  await end(
    query,
    left.map((id) => ({ id, state: "REVOKED" })),
  );
  const ended = await end(query, ends);
  await addArtifacts(
    query,
    ends.filter(({ id }) => ended.includes(id)),
  );
  await oweCallbacks(query, ended);
  return ended;
}

/** What succeeded was not held to its end: the word that it went on was overtaken. */
async function markResumed(query: Query, ids: string[]): Promise<void> {
  await query(
    `with resumed as (
       update jobs set state = 'PROGRESS', started_at = coalesce(started_at, now()), updated_at = now()
       where id = any($1) and state = 'PAUSED' returning id)
     insert into job_events (job_id, type, state, message) select id, 'state', 'PROGRESS', 'resumed' from resumed`,
    [ids],
  );
}

/** Its workflow was terminated as nothing else ended it. */
const IS_REVOKED = "(j.cancel_requested and e.state = 'FAILURE' and e.error->>'type' = 'Terminated')";

async function end(query: Query, ends: readonly (Ending & { id: string })[]): Promise<string[]> {
  if (ends.length === 0) return [];
  const rows = ends.map(({ id, state, result = null, error = null }) => ({ id, state, result, error }));
  const ended = await query<{ id: string }>(
    `with done as (
       update jobs j set state = case when ${IS_REVOKED} then 'REVOKED' else e.state end, result = e.result, error = case when not ${IS_REVOKED} then e.error end, next_retry_at = null, partial = j.members_total is not null and coalesce(e.result->>'partial' = 'true', false), cancel_requested = false, pause_requested = false, finished_at = now(),
         updated_at = now(), handed_over_at = coalesce(handed_over_at, now())
       from json_to_recordset($1) as e(id text, state text, result json, error jsonb)
       where j.id = e.id and j.state not in ('SUCCESS', 'FAILURE', 'REVOKED') returning j.id, j.state, j.error
     ), told as (insert into job_events (job_id, type, state, message) select id, 'state', state, coalesce(error->>'message', '') from done)
     select id from done`,
    [storedJson(rows)],
  );
  return ended.map(({ id }) => id);
}

/** Whoever ran their attempts is gone, or tells better in a moment. Attempts before the job: as the recorder locks them. */
async function markLeft(query: Query, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await query(
    `update attempts set state = 'lost', ended_at = now() where job_id = any($1) and state = 'running'
       and exists (select from jobs where id = attempts.job_id and state not in ('SUCCESS', 'FAILURE', 'REVOKED'))`,
    [ids],
  );
}

/** Members that no workflow of their own ends: the parent's, or a page of it, carried them out, or had not begun them. */
async function membersLeft(query: Query, ids: readonly string[]): Promise<string[]> {
  const rows = await query<{ id: string }>(
    `select id from jobs j where parent = any($1) and state not in ('SUCCESS', 'FAILURE', 'REVOKED')
       and (workflow_id <> id or (started_at is null and not exists (select from job_stages where job_id = j.id) and not exists (select from jobs m where m.parent = j.id)))
     order by id`,
    [ids],
  );
  return rows.map(({ id }) => id);
}

async function addArtifacts(query: Query, ends: readonly (Ending & { id: string })[]): Promise<void> {
  const rows = ends.flatMap(({ id, artifacts = [] }) => artifacts.map((artifact) => ({ job_id: id, ...artifact })));
  if (rows.length === 0) return;
  await query(
    `insert into job_artifacts (job_id, name, sha256, size_bytes, media_type)
     select job_id, name, sha256, size_bytes, media_type
     from jsonb_to_recordset($1) as a(job_id text, name text, sha256 text, size_bytes bigint, media_type text) on conflict do nothing`,
    [JSON.stringify(rows)],
  );
}

function namesOf(ends: readonly (Ending & { id: string })[], isWanted: (state: FinalState) => boolean): string[] {
  return ends.filter(({ state }) => isWanted(state)).map(({ id }) => id);
}
