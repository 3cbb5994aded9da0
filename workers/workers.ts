import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { NativeConnection, Worker, type WorkerOptions } from "@temporalio/worker";
import { type Config, ConfigError } from "../config/config.js";
import type { Queue } from "../contracts/queues.js";
import { Database } from "../store/database.js";
import { isMigrated, NOT_MIGRATED } from "../store/migrated.js";
import { payloadConverter } from "../store/payloads.js";
import { Recorder } from "../store/recorder.js";
import { forgetWorker, recordWorker } from "../store/workers.js";
import { composeActivities } from "./compose.js";
import type { WorkerLogger } from "./logger.js";
import { lostPayload, refuseLostInput } from "./lost-payloads.js";
import { waitFor } from "./wait-for.js";

export interface WorkersOptions {
  config: Config;
  queues: Queue[];
  /** Activities that run at once on each queue. */
  concurrency: number;
  /** `name@host`, as seen in Temporal and in the records. */
  identity: string;
  log: WorkerLogger;
  stop: AbortSignal;
}

/** Time that running stages get to end by themselves when a worker is told to stop; afterwards another one goes on with them. */
const GRACE = "5 s";

/** One Temporal worker a queue, in one process; resolves when all have drained. */
export async function runWorkers(options: WorkersOptions): Promise<void> {
  const { config, queues, concurrency, identity, log } = options;
  if (!config.databaseUrl) throw new ConfigError("DATABASE_URL: needed by a worker; avalanche dev sets it by itself");
  if (!config.temporal.address) throw new ConfigError("TEMPORAL_ADDRESS: needed by a worker; avalanche dev sets it by itself");
  const db = new Database(config.databaseUrl, { applicationName: identity, max: concurrency + 6 });
  const connection = await reachServers(config, db, options).catch(async (error: Error) => {
    await db.close();
    if (!options.stop.aborted) throw error;
  });
  if (!connection) return;
  const recorder = new Recorder(db, identity, ({ job_id: job, stage }, error) =>
    log.pino.error({ job, stage, err: error }, "the database refuses what is known of an attempt"),
  );
  const activities = await composeActivities({ config, db, recorder, log: log.pino });
  const shared: Omit<WorkerOptions, "taskQueue"> = {
    connection,
    namespace: config.temporal.namespace,
    identity,
    dataConverter: payloadConverter(join(config.home, "artifacts"), lostPayload),
    interceptors: { activity: [refuseLostInput] },
    workflowBundle: { codePath: fileURLToPath(new URL("../workflow-bundle.js", import.meta.url)) },
    activities,
    maxConcurrentActivityTaskExecutions: concurrency,
    // A worker that died must not hold its jobs' workflow tasks for the default 10 s.
    stickyQueueScheduleToStartTimeout: "3 s",
    maxHeartbeatThrottleInterval: "1 s",
    defaultHeartbeatThrottleInterval: "1 s",
    maxCachedWorkflows: 200,
    shutdownGraceTime: GRACE,
  };
  const workers = await Promise.all(queues.map((taskQueue) => Worker.create({ ...shared, taskQueue })));
  const registration = keepRegistered(db, options);
  const shutDown = () => workers.forEach((worker) => worker.shutdown());
  if (options.stop.aborted) shutDown();
  options.stop.addEventListener("abort", shutDown);
  log.pino.info({ queues, concurrency, identity }, "worker started");
  try {
    await Promise.all(workers.map((worker) => worker.run()));
  } finally {
    await registration.stop();
    await recorder.close();
    await connection.close();
    await db.close();
  }
}

/** Waits for both servers: they may still be starting, or be away. */
async function reachServers({ temporal }: Config, db: Database, { log, stop }: WorkersOptions): Promise<NativeConnection> {
  const needMigrated = async () => {
    if (!(await isMigrated(db))) throw new Error(NOT_MIGRATED);
  };
  const connect = () => NativeConnection.connect({ address: temporal.address ?? "", ...(temporal.tls ? { tls: temporal.tls } : {}) });
  await waitFor("the database", needMigrated, log.pino, stop);
  return waitFor(`Temporal at ${temporal.address}`, connect, log.pino, stop);
}

function keepRegistered(db: Database, options: WorkersOptions): { stop: () => Promise<void> } {
  const record = {
    id: randomUUID(),
    identity: options.identity,
    host: hostname(),
    pid: process.pid,
    queues: options.queues,
    concurrency: options.concurrency,
    startedAt: new Date(),
  };
  // While the database is away no one can see the worker; it is registered again at the next turn.
  let telling: Promise<unknown> = Promise.resolve();
  const tell = () => {
    telling = recordWorker(db, record).catch(() => undefined);
  };
  tell();
  const timer = setInterval(tell, 2000);
  return {
    stop: async () => {
      clearInterval(timer);
      await telling;
      await forgetWorker(db, record.id).catch(() => undefined);
    },
  };
}
