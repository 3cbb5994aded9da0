import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { takeLock } from "../local/lock.mjs";
import { Part } from "../local/part.js";
import { planPostgres } from "../local/postgres.js";
import type { ServerOptions } from "../local/server-options.js";
import { planTemporal } from "../local/temporal-server.js";
import { migrate } from "../store/migrate.js";
import { furnish, serverOptions, SILENT } from "./ready-home.js";

export interface Servers {
  /** A database of its own, migrated. */
  databaseUrl: string;
  /** host:port; shared by the callers of one test process, whose jobs have random ids. */
  temporalAddress: string;
  /** An empty folder of its own, for AVALANCHE_HOME. */
  home: string;
  /** Drops the database and the folder; the last one stops the servers. */
  stop(): Promise<void>;
}

/**
 * Real PostgreSQL and Temporal servers for a test file: started once a process, ended with it, also by kill -9.
 *
 * @param needs a test that does not use Temporal says so, and saves a second
 */
export async function startServers(needs: { temporal?: boolean } = {}): Promise<Servers> {
  users++;
  try {
    return await lend(needs.temporal ?? true);
  } catch (error) {
    await leave();
    throw error;
  }
}

interface Shared {
  folder: string;
  options: ServerOptions;
}

const PREFIX = "avalanche-test-";

let users = 0;
let lent = 0;
let shared: Promise<Shared> | undefined;
let postgres: Promise<{ databaseUrl: string; part: Part }> | undefined;
let temporal: Promise<{ address: string; part: Part }> | undefined;

async function lend(withTemporal: boolean): Promise<Servers> {
  shared ??= share();
  postgres ??= startPostgres(shared);
  if (withTemporal) temporal ??= startTemporal(shared);
  const [{ folder }, { databaseUrl }, server] = await Promise.all([shared, postgres, temporal]);
  const name = `test_${++lent}`;
  const own = new URL(databaseUrl);
  own.pathname = `/${name}`;
  await query(databaseUrl, `create database ${name}`);
  await migrate(own.href);
  const home = await mkdtemp(join(folder, "home-"));
  return {
    databaseUrl: own.href,
    // Port 1: nothing listens there.
    temporalAddress: server?.address ?? "127.0.0.1:1",
    home,
    stop: async () => {
      try {
        await query(databaseUrl, `drop database if exists ${name} with (force)`);
        await rm(home, { recursive: true, force: true, maxRetries: 5 });
      } finally {
        // Servers that go on would keep the test process from its end.
        await leave();
      }
    },
  };
}

async function share(): Promise<Shared> {
  await removeAbandoned();
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  takeLock(join(folder, "lock"));
  const [options] = await Promise.all([serverOptions(folder), furnish(folder)]);
  return { folder, options };
}

/** Folders of test processes that were killed; their servers ended with them. */
async function removeAbandoned(): Promise<void> {
  for (const name of (await readdir(tmpdir())).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    // One without a lock is being made.
    if (!existsSync(join(folder, "lock"))) continue;
    if (takeLock(join(folder, "lock")).held) await rm(folder, { recursive: true, force: true });
  }
}

async function startPostgres(given: Promise<Shared>): Promise<{ databaseUrl: string; part: Part }> {
  const { plan, databaseUrl } = await planPostgres((await given).options);
  const part = new Part(plan, SILENT);
  await part.start();
  return { databaseUrl, part };
}

async function startTemporal(given: Promise<Shared>): Promise<{ address: string; part: Part }> {
  const { options } = await given;
  const { plan, address } = await planTemporal(options, "default");
  const part = new Part(plan, SILENT);
  await part.start();
  return { address, part };
}

async function leave(): Promise<void> {
  if (--users > 0) return;
  const started = await Promise.allSettled([temporal, postgres]);
  const folder = (await shared)?.folder;
  postgres = temporal = shared = undefined;
  for (const server of started) if (server.status === "fulfilled") await server.value?.part.stop(true);
  if (folder) await rm(folder, { recursive: true, force: true });
}

async function query(databaseUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
