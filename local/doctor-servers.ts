import { join } from "node:path";
import { Connection, type ConnectionOptions } from "@temporalio/client";
import type { Check } from "../cli/render/checks.js";
import type { Config } from "../config/config.js";
import { Database } from "../store/database.js";
import { says } from "./doctor-programs.js";
import { postgresPrograms } from "./postgres-programs.js";
import { temporalProgram } from "./temporal-program.js";

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
      : checkTemporal(temporal.address, temporal.tls),
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
    return { name, ok: true, found: `PostgreSQL ${row?.server_version ?? "?"} at ${place}` };
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

async function checkTemporal(address: string, tls: Config["temporal"]["tls"]): Promise<Check> {
  const name = "Temporal";
  const options: ConnectionOptions = { address, connectTimeout: 5_000 };
  try {
    const connection = await Connection.connect(tls ? { ...options, tls } : options);
    const { serverVersion } = await connection.workflowService.getSystemInfo({}).finally(() => connection.close());
    return { name, ok: true, found: `server ${serverVersion} at ${address}` };
  } catch (error) {
    return {
      name,
      ok: false,
      found: `${address} does not answer: ${reasonOf(error)}`,
      advice: "is the Temporal server running there, and is TEMPORAL_ADDRESS right?",
    };
  }
}

/** A refused connection has its reason in its parts. */
function reasonOf(error: unknown): string {
  const { message, code, errors } = error as Error & { code?: string; errors?: Error[] };
  return message || errors?.[0]?.message || code || String(error);
}
