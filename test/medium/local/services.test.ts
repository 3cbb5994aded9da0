import assert from "node:assert/strict";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Connection } from "@temporalio/client";
import { loadConfig } from "../../../config/config.js";
import type { Child } from "../../../local/child.js";
import { detectConfinement } from "../../../local/confinement.js";
import { RunState } from "../../../local/run-state.js";
import { type Services, startServices } from "../../../local/services.js";
import { Database } from "../../../store/database.js";
import { throughOutage } from "../../../store/outage.js";
import { until } from "../../until.js";

describe("the servers of a local run", () => {
  const children = new Map<string, Child>();
  const said: string[] = [];
  let home: string;
  let services: Services;
  let db: Database;

  const start = async () => {
    const config = {
      ...loadConfig({ PATH: loadConfig().searchPath.join(":"), AVALANCHE_HOME: home }),
      cacheFolder: loadConfig().cacheFolder,
    };
    const events = { say: (line: string) => void said.push(line), started: (name: string, child: Child) => void children.set(name, child) };
    services = await startServices(config, new RunState(home), events, await detectConfinement(config.searchPath, home));
    await Promise.all([services.databaseReady, services.temporalReady]);
    db = new Database(services.databaseUrl, { max: 1 });
  };
  const stop = async () => {
    await db.close();
    await services.stop();
  };

  before(async () => {
    home = await mkdtemp(join(tmpdir(), "avalanche-services-"));
    await start();
  });
  after(async () => {
    await stop();
    await rm(home, { recursive: true });
  });

  test("PostgreSQL syncs to disk, listens on loopback only and wants the password of the home", async () => {
    const settings = await db.query<{ name: string; setting: string }>(
      "select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'listen_addresses', 'unix_socket_directories') order by name",
    );
    assert.deepEqual(
      settings.map(({ setting }) => setting),
      ["on", "127.0.0.1", "on", ""],
    );
    assert.equal((await stat(join(home, "postgres", "password"))).mode & 0o777, 0o600);
    const stranger = new Database(services.databaseUrl.replace(/:[0-9a-f]+@/, ":guess@"), { max: 1 });
    await assert.rejects(stranger.ping(), /password authentication failed/);
    await stranger.close();
  });

  test("PostgreSQL that is killed is back on the same address with what was committed", async () => {
    await db.query("create table kept as select 1 as row");
    const killed = children.get("PostgreSQL");
    process.kill(killed!.pid, "SIGKILL");
    await killed!.ended;
    assert.deepEqual(await throughOutage(() => db.query("select row from kept")), [{ row: 1 }]);
    assert.notEqual(children.get("PostgreSQL")!.pid, killed!.pid);
    assert.ok(said.includes("PostgreSQL ended (SIGKILL); starting it again"));
  });

  test("histories are kept for 30 days, also after Temporal was killed", async () => {
    const killed = children.get("Temporal");
    process.kill(killed!.pid, "SIGKILL");
    await killed!.ended;
    const connection = await connectAgain(services.temporalAddress);
    const { config } = await connection.workflowService.describeNamespace({ namespace: "default" });
    assert.equal(Number(config?.workflowExecutionRetentionTtl?.seconds), 30 * 24 * 3600);
    await connection.close();
  });

  test("a stop and a start keep addresses and data", async () => {
    const { databaseUrl, temporalAddress } = services;
    const pids = [...children.values()].map(({ pid }) => pid);
    await stop();
    for (const pid of pids) assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
    await start();
    assert.deepEqual([services.databaseUrl, services.temporalAddress], [databaseUrl, temporalAddress]);
    assert.deepEqual(await db.query("select row from kept"), [{ row: 1 }]);
  });
});

async function connectAgain(address: string): Promise<Connection> {
  let connection: Connection | null = null;
  await until("Temporal to answer", async () => {
    connection = await Connection.connect({ address, connectTimeout: 500 }).catch(() => null);
    return connection !== null;
  });
  return connection as unknown as Connection;
}
