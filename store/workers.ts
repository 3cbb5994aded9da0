import type { Queue } from "../contracts/queues.js";
import type { Database } from "./database.js";

export interface WorkerRecord {
  /** Of the process, random: two workers may have the same name. */
  id: string;
  identity: string;
  host: string;
  pid: number;
  queues: Queue[];
  concurrency: number;
  startedAt: Date;
}

/** Says that a worker lives; once every two seconds. Those that were killed are forgotten after a day. */
export async function recordWorker(db: Database, worker: WorkerRecord): Promise<void> {
  await db.query(
    `with gone as (delete from workers where seen_at < now() - interval '1 day' and id <> $1)
     insert into workers (id, identity, host, pid, queues, concurrency, started_at, seen_at) values ($1, $2, $3, $4, $5, $6, $7, now())
     on conflict (id) do update set seen_at = now()`,
    [worker.id, worker.identity, worker.host, worker.pid, worker.queues, worker.concurrency, worker.startedAt],
  );
}

export async function forgetWorker(db: Database, id: string): Promise<void> {
  await db.query("delete from workers where id = $1", [id]);
}

/** Workers seen in the last ten seconds. */
export async function liveWorkers(db: Database): Promise<{ identity: string; queues: Queue[]; seenAt: Date }[]> {
  const rows = await db.query<{ identity: string; queues: Queue[]; seen_at: Date }>(
    `select identity, queues, seen_at from workers where seen_at > now() - interval '10 seconds' order by identity, started_at`,
  );
  return rows.map((row) => ({ identity: row.identity, queues: row.queues, seenAt: row.seen_at }));
}
