import type { Database, Query } from "./database.js";

/**
 * Temporal has the workflow. One that was paused on the way there is not held yet: its workflow is told, and says when it
 * is. (A parent is as its members are.) Not waited for on the disk: where this is lost, the workflow is started again, which joins it.
 */
export async function markHandedOver(db: Database, id: string): Promise<void> {
  await db.query(
    `with quick as materialized (select set_config('synchronous_commit', 'off', true)),
       handed as (
         update jobs set handed_over_at = now(), pause_requested = pause_requested or ${IS_HELD}, state = case when ${IS_HELD} then 'PENDING' else state end
         from quick where id = $1 and handed_over_at is null returning id, state = 'PENDING' and pause_requested as was_held)
     insert into job_events (job_id, type, state, message) select id, 'state', 'PENDING', 'was on its way to Temporal' from handed where was_held`,
    [id],
  );
}

const IS_HELD = "(state = 'PAUSED' and members_total is null)";

/**
 * PENDING -> STARTED for jobs of which something ran. Whoever knows of it first says so: the worker's record of the
 * attempt, or the workflow's word on how it went. One that was paused on its way to Temporal was not held, as its workflow did
 * not know.
 */
export async function markStarted(query: Query, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await query(
    `with changed as (
       update jobs set state = 'STARTED', updated_at = now(), pause_requested = pause_requested or state = 'PAUSED', handed_over_at = coalesce(handed_over_at, now()),
         started_at = coalesce((select min(a.started_at) from attempts a where a.job_id = jobs.id), now())
       where id = any($1) and (state = 'PENDING' or (state = 'PAUSED' and handed_over_at is null)) returning id)
     insert into job_events (job_id, type, state, message) select id, 'state', 'STARTED', 'the first stage has started' from changed`,
    [ids],
  );
}
