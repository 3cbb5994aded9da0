import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pino } from "pino";
import { createParts, type Parts } from "../../../api/parts.js";
import { type RunningApi, startApi } from "../../../api/start-api.js";
import { loadConfig } from "../../../config/config.js";
import { checkServers } from "../../../local/doctor-servers.js";
import { type Servers, startServers } from "../../servers.js";
import { until } from "../../until.js";
import { TOKEN } from "./running-api.js";

let servers: Servers;
let parts: Parts;
let api: RunningApi;

const config = () =>
  loadConfig({
    AVALANCHE_HOME: servers.home,
    DATABASE_URL: servers.databaseUrl,
    TEMPORAL_ADDRESS: servers.temporalAddress,
    TEMPORAL_NAMESPACE: "nowhere",
  });

before(async () => {
  servers = await startServers();
  parts = await createParts(config(), servers.databaseUrl, TOKEN, pino({ level: "silent" }));
  api = await startApi(parts, 0);
});

after(async () => {
  await api.stop(200);
  await parts.temporal.close();
  await parts.db.close();
  await servers.stop();
});

interface Check {
  ok: boolean;
  detail: string;
}
const health = async () => (await (await fetch(`${api.url}/api/v1/health`)).json()) as { status: string; database: Check; temporal: Check };

test("a namespace that Temporal does not have is said, with what to set", async () => {
  const { status, database, temporal } = await health();
  assert.deepEqual([status, database.ok, temporal.ok], ["degraded", true, false]);
  assert.match(temporal.detail, /no namespace nowhere; set TEMPORAL_NAMESPACE/);
  const [, checked] = await checkServers(config());
  assert.equal(checked?.ok, false);
  assert.match(checked?.found ?? "", /has no namespace nowhere/);
});

test("a database without our tables is said, with the command that makes them, and a submit is 503", async () => {
  await parts.db.query("drop schema public cascade");
  await parts.db.query("create schema public");
  await until("health to see it", async () => /run: avalanche migrate/.test((await health()).database.detail));
  const answer = await fetch(`${api.url}/api/v1/jobs`, {
    method: "POST",
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
    body: '{"task":"noop"}',
  });
  assert.equal(answer.status, 503);
  assert.match(await answer.text(), /run: avalanche migrate/);
  const [checked] = await checkServers(config());
  assert.deepEqual([checked?.ok, checked?.advice], [false, "avalanche migrate"]);
});
