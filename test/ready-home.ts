import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { childEnvironment } from "../config/child-environment.js";
import { loadConfig } from "../config/config.js";
import { detectConfinement } from "../local/confinement.js";
import { Part } from "../local/part.js";
import { planPostgres } from "../local/postgres.js";
import { RunState } from "../local/run-state.js";
import { planTemporal } from "../local/temporal-server.js";
import type { ServerOptions } from "../local/server-options.js";
import { Database } from "../store/database.js";
import { migrate } from "../store/migrate.js";
import { until } from "./until.js";

export const SILENT = { say: () => undefined, started: () => undefined };

/** Where test/run.mjs has temporary files. */
const READY = join(tmpdir(), "ready-home");
const FOLDERS = ["postgres", "temporal"];

export async function serverOptions(home: string): Promise<ServerOptions> {
  const { searchPath, cacheFolder } = loadConfig();
  const confinement = await detectConfinement(searchPath, home);
  return { home, searchPath, cacheFolder, confinement, env: childEnvironment(), state: new RunState(home), unsafeAndFast: true };
}

/** Makes the files of both servers, our tables in them, once for all tests that start servers: it takes seconds of a processor. */
export async function makeReadyHome(): Promise<void> {
  const incoming = `${READY}.new`;
  await mkdir(incoming);
  const options = await serverOptions(incoming);
  const [{ plan, databaseUrl }, temporal] = await Promise.all([planPostgres(options), planTemporal(options, "default")]);
  const parts = [plan, temporal.plan].map((each) => new Part(each, SILENT));
  try {
    await Promise.all(parts.map((part) => part.start()));
    // New databases are copies of template1.
    for (const name of ["/avalanche", "/template1"]) await migrate(Object.assign(new URL(databaseUrl), { pathname: name }).href);
    await untilAlone(databaseUrl);
  } finally {
    await Promise.all(parts.map((part) => part.stop()));
  }
  await rename(incoming, READY);
}

/** node-pg-migrate does not wait for its connection to close, and falls over a server that closes it first. */
async function untilAlone(databaseUrl: string): Promise<void> {
  const db = new Database(databaseUrl, { max: 1 });
  const others = "select from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()";
  await until("other connections to close", async () => (await db.query(others)).length === 0);
  await db.close();
}

/** Gives a new home such files, where they were made. */
export async function furnish(home: string): Promise<void> {
  if (!existsSync(READY)) return;
  await promisify(execFile)("cp", ["-a", ...FOLDERS.map((folder) => join(READY, folder)), home]);
}
