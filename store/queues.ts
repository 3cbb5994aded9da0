import type { z } from "zod";
import type * as api from "../contracts/queue-list.js";
import { QUEUES, type Queue } from "../contracts/queues.js";
import { addAudit } from "./audit.js";
import type { Database } from "./database.js";

export type QueueEntry = z.output<typeof api.queueEntry>;

/** Every queue with its jobs, those of all owners, and its workers. Of a parent that has begun only its members are counted. */
export async function listQueues(db: Database): Promise<QueueEntry[]> {
  return db.query<QueueEntry>(
    `select q.name as queue, coalesce(j.queued, 0) as queued, coalesce(j.running, 0) as running, coalesce(j.retrying, 0) as retrying,
       coalesce(j.paused, 0) as paused, coalesce(j.scheduled, 0) as scheduled,
       extract(epoch from now() - j.oldest_queued_at)::float8 as oldest_queued_seconds,
       coalesce(w.workers, '[]') as workers, r.per_second, (r.queue is null or r.applied_at is not null) as rate_applied
     from unnest($1::text[]) with ordinality as q(name, place)
       left join (
         select queue, count(*) filter (where state = 'PENDING' and due) as queued, count(*) filter (where state in ('STARTED', 'PROGRESS')) as running,
           count(*) filter (where state = 'RETRY') as retrying, count(*) filter (where state = 'PAUSED') as paused,
           count(*) filter (where not due) as scheduled, min(coalesce(due_at, submitted_at)) filter (where state = 'PENDING' and due) as oldest_queued_at
         from jobs cross join lateral (select coalesce(due_at <= now() or state <> 'PENDING', true) as due) d
         where state not in ('SUCCESS', 'FAILURE', 'REVOKED') and (members_total is null or state = 'PENDING') group by queue
       ) j on j.queue = q.name
       left join (
         select queue, jsonb_agg(jsonb_build_object('identity', identity, 'slots', concurrency) order by identity, started_at) as workers
         from workers, unnest(queues) as p(queue) where seen_at > now() - interval '10 seconds' group by queue
       ) w on w.queue = q.name
       left join queue_rates r on r.queue = q.name
     order by q.place`,
    [QUEUES],
  );
}

/** Keeps the rate that a queue shall have; Temporal is told of it afterwards. */
export async function setQueueRate(db: Database, actor: string, queue: Queue, perSecond: number | null): Promise<void> {
  await db.transaction(async (query) => {
    await query(
      `insert into queue_rates (queue, per_second) values ($1, $2)
       on conflict (queue) do update set per_second = excluded.per_second, set_at = clock_timestamp(), applied_at = null`,
      [queue, perSecond],
    );
    await addAudit(query, { actor, action: "queue_rate", detail: { queue, per_second: perSecond } });
  });
}

export interface WantedRate {
  queue: Queue;
  per_second: number | null;
  /** As text: JavaScript's time is less exact. */
  set_at: string;
}

/** The rates of which Temporal is to be told: new ones, and old ones again, as it may have been set up anew. */
export function wantedRates(db: Database): Promise<WantedRate[]> {
  return db.query(
    "select queue, per_second, set_at::text from queue_rates where applied_at is null or applied_at < now() - interval '1 minute'",
  );
}

/** Temporal has the rate; where another was set meanwhile, it is told of that one next. */
export async function markRateApplied(db: Database, { queue, set_at: setAt }: WantedRate): Promise<void> {
  await db.query("update queue_rates set applied_at = now() where queue = $1 and set_at = $2::timestamptz", [queue, setAt]);
}
