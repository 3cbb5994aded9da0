import type { Queue } from "../contracts/queues.js";
import type { Database } from "./database.js";

export interface WorkerRecord {
  identity: string;
  host: string;
  pid: number;
  queues: Queue[];
  concurrency: number;
  startedAt: Date;
}

/** Says that a worker lives; once every two seconds. */
export async function recordWorker(db: Database, worker: WorkerRecord): Promise<void> {
  await db.query(
    `insert into workers (identity, host, pid, queues, concurrency, started_at, seen_at) values ($1, $2, $3, $4, $5, $6, now())
     on conflict (identity) do update set host = excluded.host, pid = excluded.pid, queues = excluded.queues,
       concurrency = excluded.concurrency, started_at = excluded.started_at, seen_at = now()`,
    [worker.identity, worker.host, worker.pid, worker.queues, worker.concurrency, worker.startedAt],
  );
}

export async function forgetWorker(db: Database, identity: string): Promise<void> {
  await db.query("delete from workers where identity = $1", [identity]);
}

/** Workers seen in the last ten seconds. */
export async function liveWorkers(db: Database): Promise<{ identity: string; queues: Queue[]; seenAt: Date }[]> {
  const rows = await db.query<{ identity: string; queues: Queue[]; seen_at: Date }>(
    `select identity, queues, seen_at from workers where seen_at > now() - interval '10 seconds' order by identity`,
  );
  return rows.map((row) => ({ identity: row.identity, queues: row.queues, seenAt: row.seen_at }));
}
