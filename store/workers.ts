import type { Queue } from "../contracts/queues.js";
import type { Database } from "./database.js";

export interface WorkerRecord {
  /** Of the process, random: two workers may have the same name. */
  id: string;
  identity: string;
  host: string;
  pid: number;
  /** Of the process that starts another in its place. */
  supervisorPid: number;
  queues: Queue[];
  concurrency: number;
  startedAt: Date;
}

/** How a worker is at the moment. */
export interface WorkerCondition {
  stagesDone: number;
  stagesFailed: number;
  rssBytes: number;
  /** It takes nothing new, and ends when what it runs has ended. */
  isDraining: boolean;
}

/** Says that a worker lives; once every two seconds. Those that were killed are forgotten after a day. */
export async function recordWorker(db: Database, worker: WorkerRecord, condition: WorkerCondition): Promise<void> {
  await db.query(
    `with gone as (delete from workers where seen_at < now() - interval '1 day' and id <> $1)
     insert into workers (id, identity, host, pid, supervisor_pid, queues, concurrency, started_at, stages_done, stages_failed, rss_bytes, draining, seen_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, now())
     on conflict (id) do update set stages_done = excluded.stages_done, stages_failed = excluded.stages_failed,
       rss_bytes = excluded.rss_bytes, draining = excluded.draining, seen_at = excluded.seen_at`,
    [
      ...[worker.id, worker.identity, worker.host, worker.pid, worker.supervisorPid, worker.queues, worker.concurrency, worker.startedAt],
      ...[condition.stagesDone, condition.stagesFailed, condition.rssBytes, condition.isDraining],
    ],
  );
}

export async function forgetWorker(db: Database, id: string): Promise<void> {
  await db.query("delete from workers where id = $1", [id]);
}

/** Workers seen in the last ten seconds that take stages. */
export async function liveWorkers(db: Database): Promise<{ identity: string; queues: Queue[]; seenAt: Date }[]> {
  const rows = await db.query<{ identity: string; queues: Queue[]; seen_at: Date }>(
    `select identity, queues, seen_at from workers where seen_at > now() - interval '10 seconds' and not draining order by identity, started_at`,
  );
  return rows.map((row) => ({ identity: row.identity, queues: row.queues, seenAt: row.seen_at }));
}
