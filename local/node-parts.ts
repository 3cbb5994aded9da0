import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { childEnvironment } from "../config/child-environment.js";
import type { Config } from "../config/config.js";
import { Database } from "../store/database.js";
import { throughOutage } from "../store/outage.js";
import type { Program } from "./child.js";
import type { Confinement } from "./confinement.js";
import type { Endpoints } from "./endpoints.js";
import type { PartPlan } from "./part.js";

export interface NodePartOptions {
  config: Config;
  endpoints: Endpoints;
  confinement: Confinement;
}

/** Time for calls that run, and for stages to leave their checkpoint. */
const GRACE_MS = 10_000;

export function planApi(options: NodePartOptions): PartPlan {
  const { host } = options.config.http;
  const { port } = new URL(options.endpoints.api);
  return {
    name: "API",
    program: program("api", [], options, { AVALANCHE_HTTP_HOST: host, AVALANCHE_HTTP_PORT: port }),
    stopSignal: "SIGTERM",
    graceMs: GRACE_MS,
    ready: (signal) => untilAnswering(options.endpoints.api, options.config, signal),
  };
}

/** One worker for all queues. */
export function planWorker(options: NodePartOptions): PartPlan {
  return {
    name: "worker",
    program: program("workers", ["--name", "dev@%h"], options, {}),
    stopSignal: "SIGTERM",
    graceMs: GRACE_MS,
    ready: (signal, pid) => untilRegistered(options.endpoints.database, pid, signal),
  };
}

function program(folder: "api" | "workers", args: string[], options: NodePartOptions, env: Record<string, string>): Program {
  const { config, endpoints, confinement } = options;
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const main = fileURLToPath(new URL(`../${folder}/main.${extension}`, import.meta.url));
  return {
    command: process.execPath,
    args: [...process.execArgv, main, "--with-parent", ...args],
    env: childEnvironment({
      DATABASE_URL: endpoints.database,
      TEMPORAL_ADDRESS: endpoints.temporal,
      AVALANCHE_HOME: config.home,
      AVALANCHE_DATA_ROOT: config.dataRoot,
      ...env,
    }),
    logFile: join(config.home, "logs", `${folder === "api" ? "api" : "worker"}.log`),
    // Not in a process name space of its own: the process id that a worker records is the one that everyone sees.
    confinement: { ...confinement, bubblewrap: undefined },
  };
}

/** Only our own API knows our token: another one may have taken the port a moment before. */
async function untilAnswering(api: string, { home, token }: Config, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const known = token ?? (await readFile(join(home, "token"), "utf8").catch(() => ""));
    const headers = { authorization: `Bearer ${known.trim()}` };
    const answers = await fetch(`${api}/api/v1/tasks`, { headers, signal }).then(
      (response) => response.arrayBuffer().then(() => response.ok),
      () => false,
    );
    if (answers) return;
    await sleep(50, undefined, { signal });
  }
}

async function untilRegistered(databaseUrl: string, pid: number, signal: AbortSignal): Promise<void> {
  const db = new Database(databaseUrl, { max: 1 });
  const find = () => db.query("select 1 from workers where supervisor_pid = $1 and seen_at > now() - interval '10 seconds'", [pid]);
  try {
    while ((await throughOutage(find, signal)).length === 0) await sleep(50, undefined, { signal });
  } finally {
    await db.close();
  }
}
