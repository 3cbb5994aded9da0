import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Queue } from "../contracts/queues.js";
import type { Database } from "../store/database.js";
import { forgetWorker, recordWorker, type WorkerRecord } from "../store/workers.js";
import type { Wear } from "./wear.js";

export interface Registered {
  identity: string;
  queues: Queue[];
  concurrency: number;
  wear: Wear;
  /** Aborted when it takes no more stages. */
  drain: AbortSignal;
}

/** Shows everyone that this process lives, and how it is. */
export function keepRegistered(db: Database, { identity, queues, concurrency, wear, drain }: Registered): { stop: () => Promise<void> } {
  const record: WorkerRecord = {
    id: randomUUID(),
    identity,
    host: hostname(),
    pid: process.pid,
    supervisorPid: process.ppid,
    queues,
    concurrency,
    startedAt: new Date(),
  };
  // While the database is away no one can see the worker; it is registered again at the next turn.
  let telling: Promise<unknown> = Promise.resolve();
  const tell = () => {
    const { stagesDone, stagesFailed, rssBytes } = wear;
    telling = recordWorker(db, record, { stagesDone, stagesFailed, rssBytes, isDraining: drain.aborted }).catch(() => undefined);
  };
  tell();
  drain.addEventListener("abort", tell);
  const timer = setInterval(tell, 2000);
  return {
    stop: async () => {
      clearInterval(timer);
      await telling;
      await forgetWorker(db, record.id).catch(() => undefined);
    },
  };
}
