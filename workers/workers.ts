import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import { type ActivitySlotInfo, NativeConnection, Worker, type WorkerOptions, type WorkflowSlotInfo } from "@temporalio/worker";
import { type Config, ConfigError } from "../config/config.js";
import type { Queue } from "../contracts/queues.js";
import { Database } from "../store/database.js";
import { isMigrated, NOT_MIGRATED } from "../store/migrated.js";
import { payloadConverter } from "../store/payloads.js";
import { Recorder } from "../store/recorder.js";
import { composeActivities } from "./compose.js";
import type { WorkerLogger } from "./logger.js";
import { lostPayload, refuseLostInput } from "./lost-payloads.js";
import { keepRegistered } from "./registration.js";
import { Slots } from "./slots.js";
import { waitFor } from "./wait-for.js";
import { claimWorkFolder } from "./work-folder.js";
import type { Wear } from "./wear.js";

export interface WorkersOptions {
  config: Config;
  queues: Queue[];
  /** Activities that run at once on each queue. */
  concurrency: number;
  /** `name@host`, as seen in Temporal and in the records. */
  identity: string;
  log: WorkerLogger;
  wear: Wear;
  /** Called when it begins to take stages. */
  onPolling: () => void;
  /** Aborted when it is to take nothing new, and to end when what runs has ended; what is on its way to it is still done. */
  drain: AbortSignal;
  /** Aborted when it is to drain at once. */
  stop: AbortSignal;
  /** Aborted when what runs is to be handed back: as Temporal cancels activities, with a `CancelledFailure`. */
  hurry: AbortSignal;
}

/** Workflow tasks that run at once on each queue. */
const WORKFLOW_SLOTS = 40;
const OTHER_SLOTS = {
  localActivityTaskSlotSupplier: { type: "fixed-size", numSlots: 100 },
  nexusTaskSlotSupplier: { type: "fixed-size", numSlots: 1 },
} as const;

/** What came to a process as its last goes on there for a moment: a workflow, from one short stage to the next. */
const SETTLE_MS = 2000;

/** One Temporal worker a queue, in one process; resolves when all have drained. */
export async function runWorkers(options: WorkersOptions): Promise<void> {
  const { config, queues, concurrency, identity, log, wear } = options;
  if (!config.databaseUrl) throw new ConfigError("DATABASE_URL: needed by a worker; avalanche dev sets it by itself");
  if (!config.temporal.address) throw new ConfigError("TEMPORAL_ADDRESS: needed by a worker; avalanche dev sets it by itself");
  // Whatever an earlier process left ends now, not only when the servers are there.
  const workFolder = await claimWorkFolder(join(config.home, "work"), log.pino);
  const db = new Database(config.databaseUrl, { applicationName: identity, max: concurrency + 6 });
  const unlessStopped = async (error: Error): Promise<void> => {
    await db.close();
    if (!options.stop.aborted) throw error;
  };
  const connection = await reachServers(config, db, options).catch(unlessStopped);
  if (!connection) return;
  const recorder = new Recorder(db, identity, ({ job_id: job, stage }, error) =>
    log.pino.error({ job, stage, err: error }, "the database refuses what is known of an attempt"),
  );
  const activities = await composeActivities({ config, db, recorder, log: log.pino, hurry: options.hurry, workFolder });
  const shared: Omit<WorkerOptions, "taskQueue"> = {
    connection,
    namespace: config.temporal.namespace,
    identity,
    dataConverter: payloadConverter(join(config.home, "artifacts"), lostPayload),
    workflowBundle: { codePath: fileURLToPath(new URL("../workflow-bundle.js", import.meta.url)) },
    activities,
    // A worker that died must not hold its jobs' workflow tasks for the default 10 s.
    stickyQueueScheduleToStartTimeout: "3 s",
    maxHeartbeatThrottleInterval: "1 s",
    defaultHeartbeatThrottleInterval: "1 s",
    maxCachedWorkflows: 200,
    interceptors: { activity: [refuseLostInput, wear.interceptor] },
    // Temporal hurries nobody: how long what runs may take is told to the stages by `hurry`.
    shutdownGraceTime: "365 days",
  };
  const slots: { close: () => Promise<void> }[] = [];
  const create = (taskQueue: Queue) => {
    const [workflows, stages] = [new Slots<WorkflowSlotInfo>(WORKFLOW_SLOTS), new Slots<ActivitySlotInfo>(concurrency)];
    slots.push(workflows, stages);
    const tuner = { ...OTHER_SLOTS, workflowTaskSlotSupplier: workflows, activityTaskSlotSupplier: stages };
    return waitForTemporal(config, options, () => Worker.create({ ...shared, tuner, taskQueue }));
  };
  const workers = await Promise.all(queues.map(create)).catch(unlessStopped);
  if (!workers) return;
  const registration = keepRegistered(db, options);
  const shutDown = () => workers.filter((worker) => worker.getState() === "RUNNING").forEach((worker) => worker.shutdown());
  const drain = async () => {
    await Promise.all(slots.map((each) => each.close()));
    await sleep(SETTLE_MS);
    shutDown();
  };
  log.pino.info({ queues, concurrency, identity }, "worker started");
  try {
    const running = workers.map((worker) => worker.run());
    options.onPolling();
    if (options.stop.aborted) shutDown();
    options.stop.addEventListener("abort", shutDown);
    options.drain.addEventListener("abort", () => void drain());
    await Promise.all(running);
  } finally {
    await registration.stop();
    await recorder.close();
    await connection.close();
    await db.close();
  }
}

/** Waits for both servers: they may still be starting, or be away. */
async function reachServers(config: Config, db: Database, options: WorkersOptions): Promise<NativeConnection> {
  const { address, tls } = config.temporal;
  const needMigrated = async () => {
    if (!(await isMigrated(db))) throw new Error(NOT_MIGRATED);
  };
  const connect = () => NativeConnection.connect({ address: address ?? "", ...(tls ? { tls } : {}) });
  await waitFor("the database", needMigrated, options.log.pino, options.stop);
  return waitForTemporal(config, options, connect);
}

function waitForTemporal<T>({ temporal }: Config, { log, stop }: WorkersOptions, attempt: () => Promise<T>): Promise<T> {
  return waitFor(`Temporal at ${temporal.address}`, attempt, log.pino, stop);
}
