import type { AttemptRow, Begun } from "./attempts.js";
import type { Query } from "./database.js";
import { markStarted } from "./starts.js";

/**
 * PENDING -> STARTED when the first stage begins, -> PROGRESS when there is some, -> RETRY when the worker was lost or shuts
 * down, RETRY -> PROGRESS at the next attempt. A worker's loss may show only by the attempt that comes after it.
 */
export async function moveJobs(query: Query, rows: AttemptRow[], { begun, lost }: Begun): Promise<void> {
  const running = begun.filter((id) => rows.some((row) => row.job_id === id && row.endedMs === null));
  const left = rows.filter((row) => row.state === "lost");
  const moving = rows.filter((row) => row.fraction > 0 || row.endedMs !== null).map((row) => row.job_id);
  await markStarted(query, begun);
  for (const { job_id, stage } of lost) await tellRetry(query, [job_id], `the worker of ${stage} was lost; another one goes on`);
  if (begun.length + moving.length > 0)
    await query(
      `with changed as (
       update jobs set state = 'PROGRESS', next_retry_at = null, error = null, updated_at = now()
       where (id = any($1) and state = 'STARTED') or (id = any($2) and state = 'RETRY') returning id)
     insert into job_events (job_id, type, state, message) select id, 'state', 'PROGRESS', '' from changed`,
      [moving, [...running, ...lost.map(({ job_id }) => job_id)]],
    );
  await tellRetry(
    query,
    left.map(({ job_id }) => job_id),
    "the worker was shut down; another one goes on",
  );
}

async function tellRetry(query: Query, ids: string[], message: string): Promise<void> {
  if (ids.length === 0) return;
  await query(
    `with changed as (
       update jobs set state = 'RETRY', next_retry_at = now(), updated_at = now(), error = jsonb_build_object('type', 'WorkerLost', 'message', $2::text)
       where id = any($1) and state in ('STARTED', 'PROGRESS') returning id)
     insert into job_events (job_id, type, state, message) select id, 'state', 'RETRY', $2 from changed`,
    [ids, message],
  );
}
