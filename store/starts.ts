import type { Query } from "./database.js";

/**
 * PENDING -> STARTED for jobs of which something ran. Whoever knows of it first says so: the worker's record of the
 * attempt, or the workflow's word on how it went.
 */
export async function markStarted(query: Query, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await query(
    `with changed as (
       update jobs set state = 'STARTED', updated_at = now(), handed_over_at = coalesce(handed_over_at, now()),
         started_at = coalesce((select min(a.started_at) from attempts a where a.job_id = jobs.id), now())
       where id = any($1) and state = 'PENDING' returning id)
     insert into job_events (job_id, type, state, message) select id, 'state', 'STARTED', 'the first stage has started' from changed`,
    [ids],
  );
}
