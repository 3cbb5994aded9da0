import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { childEnvironment } from "../../../config/child-environment.js";
import { Database } from "../../../store/database.js";
import { type Servers, startServers } from "../../servers.js";
import { until } from "../../until.js";

let servers: Servers;

before(async () => {
  servers = await startServers({ temporal: false });
});

after(() => servers.stop());

/** Nothing listens at its Temporal address. */
function start(...args: string[]): { child: ChildProcess; written: () => string } {
  const env = childEnvironment({ DATABASE_URL: servers.databaseUrl, TEMPORAL_ADDRESS: "127.0.0.1:1", AVALANCHE_HOME: servers.home });
  const child = spawn(process.execPath, ["dist/workers/main.js", "--with-parent", ...args], { env });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return { child, written: () => text };
}

test("a worker that waits says for what and why, in lines of JSON, and ends with status 0 when it is told to stop", async () => {
  const db = new Database(servers.databaseUrl, { max: 1 });
  await db.query("alter table migrations rename to hidden");
  const { child, written } = start("--queues", "analysis", "--log-level", "info");
  await until("the reason", () => /waits for the database: .*run: avalanche migrate/.test(written()));
  await db.query("alter table hidden rename to migrations");
  await db.close();
  await until("the next reason", () => /waits for Temporal at 127\.0\.0\.1:1: .*refused/.test(written()));
  child.kill("SIGTERM");
  assert.deepEqual(await once(child, "close"), [0, null], written());
  for (const line of written().trimEnd().split("\n")) assert.ok((JSON.parse(line) as { level: number }).level >= 30, line);
});

test("flags that are wrong are named, with exit status 2", async () => {
  for (const flags of [
    ["--log-level", "loud"],
    ["--queues", "download"],
    ["--concurrency", "0"],
    ["--max-stages", "0"],
    ["--max-memory", "1.5"],
  ]) {
    const { child, written } = start(...flags);
    assert.deepEqual(await once(child, "close"), [2, null], written());
    assert.ok(written().startsWith(`${flags[0]}: `), written());
  }
});
