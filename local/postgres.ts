import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Database } from "../store/database.js";
import { throughOutage } from "../store/outage.js";
import type { PartPlan } from "./part.js";
import { ADMINISTRATOR, type Cluster, openCluster } from "./postgres-cluster.js";
import type { ServerOptions } from "./server-options.js";

const DATABASE = "avalanche";

/** A private PostgreSQL server under `home`: loopback, a password of its own, no socket file, durable as it is by default. */
export async function planPostgres(options: ServerOptions): Promise<{ plan: PartPlan; databaseUrl: string }> {
  const cluster = await openCluster(options);
  const port = await options.state.port("postgres");
  const plan: PartPlan = {
    name: "PostgreSQL",
    program: {
      command: join(cluster.bin, "postgres"),
      args: ["-D", cluster.dataFolder, ...settings(port, options.unsafeAndFast)],
      env: options.env,
      logFile: join(options.home, "logs", "postgres.log"),
      confinement: options.confinement,
      ...(cluster.runAs ? { runAs: cluster.runAs } : {}),
    },
    // Fast shutdown: it does not wait for clients to leave.
    stopSignal: "SIGINT",
    graceMs: 20_000,
    prepare: () => removeEmptyLock(join(cluster.dataFolder, "postmaster.pid")),
    ready: (signal) => createDatabase(urlOf(cluster, port, "postgres"), signal),
  };
  return { plan, databaseUrl: urlOf(cluster, port, DATABASE) };
}

/**
 * A server that was killed between making its lock file and writing it would never start again. The caller knows that none runs:
 * whoever has the home's lock starts one only when the last has ended.
 */
async function removeEmptyLock(path: string): Promise<void> {
  const size = await stat(path).then(
    (found) => found.size,
    () => null,
  );
  if (size === 0) await rm(path);
}

function settings(port: number, unsafeAndFast = false): string[] {
  const values = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: 200,
    shared_buffers: "128MB",
    max_wal_size: "512MB",
    jit: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    log_line_prefix: "%m [%p] ",
    log_checkpoints: "off",
    // A client that is gone must not leave its query running.
    client_connection_check_interval: "5s",
    fsync: unsafeAndFast ? "off" : "on",
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** Resolves when the server answers, recovery included, and holds our database. */
async function createDatabase(url: string, signal: AbortSignal): Promise<void> {
  const db = new Database(url, { max: 1 });
  try {
    const query = (sql: string) => throughOutage(() => db.query(sql), signal);
    const [found] = await query(`select 1 from pg_database where datname = '${DATABASE}'`);
    if (!found) await query(`create database ${DATABASE}`);
  } finally {
    await db.close();
  }
}

function urlOf(cluster: Cluster, port: number, database: string): string {
  return `postgres://${ADMINISTRATOR}:${cluster.password}@127.0.0.1:${port}/${database}`;
}
