import { join } from "node:path";
import { Temporal } from "../api/temporal/temporal.js";
import type { Check } from "../cli/render/checks.js";
import type { Config } from "../config/config.js";
import { Database } from "../store/database.js";
import { isMigrated } from "../store/migrated.js";
import { says } from "./doctor-programs.js";
import { postgresPrograms } from "./postgres-programs.js";
import { temporalProgram } from "./temporal-program.js";

const DEADLINE_MS = 5_000;

/** PostgreSQL and Temporal: the servers that the environment names, or the programs of those that `dev` starts. */
export function checkServers({
  databaseUrl,
  temporal,
  searchPath,
  cacheFolder,
}: Pick<Config, "databaseUrl" | "temporal" | "searchPath" | "cacheFolder">): Promise<Check[]> {
  return Promise.all([
    databaseUrl === undefined
      ? checkProgram(
          "PostgreSQL",
          () => join(postgresPrograms(searchPath), "postgres"),
          /(\d+(?:\.\d+)*)/,
          "apt install postgresql, or set DATABASE_URL to a server",
        )
      : checkDatabase(databaseUrl),
    temporal.address === undefined
      ? checkProgram(
          "Temporal",
          () => temporalProgram(searchPath, cacheFolder),
          /(\d+\.\d+\.\d+.*)/,
          "npm run setup brings it, or set TEMPORAL_ADDRESS to a server",
        )
      : checkTemporal(temporal.address, temporal),
  ]);
}

async function checkProgram(name: string, find: () => string, version: RegExp, advice: string): Promise<Check> {
  try {
    const found = version.exec(await says(find(), ["--version"]))?.[1];
    return found ? { name, ok: true, found } : { name, ok: false, found: `${find()} does not tell its version`, advice };
  } catch (error) {
    return { name, ok: false, found: (error as Error).message.split(": ")[0] ?? "", advice };
  }
}

async function checkDatabase(url: string): Promise<Check> {
  const name = "Database";
  const where = new URL(url);
  const place = `${where.host}${where.pathname}`;
  const database = new Database(url, { max: 1 });
  try {
    const [row] = await database.query<{ server_version: string }>("show server_version");
    const found = `PostgreSQL ${row?.server_version ?? "?"} at ${place}`;
    if (await isMigrated(database)) return { name, ok: true, found };
    return { name, ok: false, found: `${found} has not the tables of this version`, advice: "avalanche migrate" };
  } catch (error) {
    return {
      name,
      ok: false,
      found: `${place} does not answer: ${reasonOf(error)}`,
      advice: "is PostgreSQL running there, and is DATABASE_URL right?",
    };
  } finally {
    await database.close();
  }
}

async function checkTemporal(address: string, config: Config["temporal"]): Promise<Check> {
  const name = "Temporal";
  const { namespace } = config;
  const temporal = new Temporal(config);
  try {
    const found = `server ${await temporal.version(DEADLINE_MS)} at ${address}`;
    if (await temporal.hasNamespace(DEADLINE_MS)) return { name, ok: true, found: `${found}, namespace ${namespace}` };
    return {
      name,
      ok: false,
      found: `${found} has no namespace ${namespace}`,
      advice: `set TEMPORAL_NAMESPACE to one that it has, or: temporal operator namespace create -n ${namespace}`,
    };
  } catch (error) {
    return {
      name,
      ok: false,
      found: `${address} does not answer: ${reasonOf(error)}`,
      advice: "is the Temporal server running there, and is TEMPORAL_ADDRESS right?",
    };
  } finally {
    await temporal.close();
  }
}

/** A refused connection has its reason in its parts. */
function reasonOf(error: unknown): string {
  const { message, code, errors } = error as Error & { code?: string; errors?: Error[] };
  return message || errors?.[0]?.message || code || String(error);
}
