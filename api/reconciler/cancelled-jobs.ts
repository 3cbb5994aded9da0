import { revoke } from "./hand-over.js";
import { BATCH, CALL_MS, forEach, type Servers } from "./servers.js";

interface Cancelled {
  id: string;
  is_stuck: boolean;
}

/** Sends the cancel again, as the first may have found no server; ends a job that no worker ends. */
export async function pursueCancels(servers: Servers): Promise<void> {
  const cancelled = await servers.db.query<Cancelled>(
    `select id, requested_at < now() - interval '8 seconds' and beat_at < now() - interval '8 seconds' as is_stuck
     from jobs j
       cross join lateral (select coalesce(max(at), j.updated_at) as requested_at from job_events where job_id = j.id and type = 'cancel_requested') e
       cross join lateral (select coalesce(max(beat_at), '-infinity') as beat_at from attempts where job_id = j.id and state = 'running') a
     where cancel_requested and state not in ('SUCCESS', 'FAILURE', 'REVOKED') and handed_over_at is not null
     order by requested_at limit $1`,
    [BATCH],
  );
  await forEach(cancelled, async ({ id, is_stuck: isStuck }) => {
    if (isStuck) await revoke(servers, id);
    else await servers.temporal.cancel(id, CALL_MS);
  });
}
