import { endJobs } from "../../store/endings.js";
import type { Carrier } from "../../store/jobs.js";
import { revoke } from "./revoke.js";
import { BATCH, CALL_MS, forEach, forEachBatch, type Servers } from "./servers.js";

interface Cancelled extends Carrier {
  id: string;
  is_undue: boolean;
  is_stuck: boolean;
}

/** A purge cancels many at once. */
const TURN = 2000;

/** Of jobs that are terminated: so many records are held meanwhile. */
const HELD = 40;

/**
 * Sends the cancel again, as the first may have found no server; ends a job that no worker ends: after 8 s, or at once
 * where it never began and nobody polls its queue. A job that Temporal does not have is ended when its submit cannot be
 * under way any more. A parent lives as long as a worker can go on with it and with some open member: it may clean up.
 */
export async function pursueCancels(servers: Servers): Promise<void> {
  const cancelled = await servers.db.query<Cancelled>(
    `select id, workflow_id as "workflowId", begun_by as "begunBy", handed_over_at is null and coalesce(due_at > now(), false) as is_undue,
       handed_over_at is null
         or (requested_at < now() - interval '8 seconds' and beat_at < now() - interval '8 seconds'
           and (members_total is null or queue not in (select queue from queue_slots) or has_no_hands))
         or (requested_at < now() - interval '2 seconds' and state = 'PENDING' and beat_at = '-infinity' and queue not in (select queue from queue_slots)) as is_stuck
     from jobs j
       cross join lateral (select coalesce(max(at), j.updated_at) as requested_at from job_events where job_id = j.id and type = 'cancel_requested') e
       cross join lateral (select coalesce(max(beat_at), '-infinity') as beat_at from attempts
         where state = 'running' and (job_id = j.id or (j.members_total is not null and left(job_id, length(j.id) + 1) = j.id || '.'))) a
       cross join lateral (select count(*) > 0 and bool_and(m.queue not in (select queue from queue_slots)) as has_no_hands from jobs m
         where m.parent = j.id and m.state not in ('SUCCESS', 'FAILURE', 'REVOKED')) m
     where cancel_requested and state not in ('SUCCESS', 'FAILURE', 'REVOKED')
       and (handed_over_at is not null or due_at > now() or submitted_at < now() - interval '5 seconds')
     order by requested_at limit $1`,
    [TURN],
  );
  const idsOf = (isWanted: (job: Cancelled) => boolean) => cancelled.filter(isWanted).map(({ id }) => id);
  await forEachBatch(
    idsOf((job) => job.is_undue),
    BATCH,
    (ids) => close(servers, ids),
  );
  await forEachBatch(
    idsOf((job) => job.is_stuck && !job.is_undue),
    HELD,
    (ids) => revoke(servers, ids),
  );
  await forEach(
    cancelled.filter((job) => !job.is_stuck && !job.is_undue),
    async (job) => void (await servers.temporal.cancelJob(job, CALL_MS)),
  );
}

async function close({ db, log }: Servers, ids: readonly string[]): Promise<void> {
  const ended = await endJobs(
    db,
    ids.map((id) => ({ id, state: "REVOKED" })),
  );
  for (const id of ended) log.info({ job: id }, "cancelled job closed");
}
