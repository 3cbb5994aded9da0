import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pino } from "pino";
import { createParts } from "../../../api/parts.js";
import { startApi } from "../../../api/start-api.js";
import { loadConfig } from "../../../config/config.js";
import { until } from "../../until.js";
import { runApi, TOKEN } from "./running-api.js";

test("a job submitted while Temporal is away is accepted, says why it waits, and can be asked to cancel", async () => {
  const api = await runApi();
  try {
    const { status, json } = await api.submit({ task: "noop" });
    assert.equal(status, 202);
    const job = async () => (await api.send(`/api/v1/jobs/${json.id}`)).json;
    assert.equal((await job()).state, "PENDING");
    await until("the reason", async () => /Temporal server does not answer/.test((await job()).waiting_for));
    const health = (await api.send("/api/v1/health", { bare: true })).json;
    assert.deepEqual([health.status, health.database.ok, health.temporal.ok], ["degraded", true, false]);
    const cancelled = await api.send(`/api/v1/jobs/${json.id}/cancel`, { method: "POST" });
    assert.deepEqual([cancelled.status, cancelled.json.state, cancelled.json.cancel_requested], [200, "PENDING", true]);
  } finally {
    await api.stop();
  }
});

test("while the database is away a submit is 503 with a time to try again, health says so, and bad input is still refused", async () => {
  const home = await mkdtemp(join(tmpdir(), "avalanche-api-"));
  const config = loadConfig({ AVALANCHE_HOME: home, TEMPORAL_ADDRESS: "127.0.0.1:1" });
  const parts = await createParts(config, "postgres://nobody:secret-word@127.0.0.1:1/none", TOKEN, pino({ level: "silent" }));
  const api = await startApi(parts, 0);
  const call = (path: string, body?: string) =>
    fetch(`${api.url}/api/v1/${path}`, {
      headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
      ...(body ? { method: "POST", body } : {}),
    });
  try {
    for (const answer of [await call("jobs", '{"task":"noop"}'), await call("jobs"), await call(`jobs/job_${"0".repeat(26)}`)]) {
      const text = await answer.text();
      assert.equal(answer.status, 503, text);
      assert.equal(answer.headers.get("retry-after"), "2");
      assert.equal(JSON.parse(text).type, "urn:avalanche:problem:unavailable");
      assert.doesNotMatch(text, /secret-word|ECONN|127\.0\.0\.1/);
    }
    const health = await call("health");
    const found = (await health.json()) as { status: string; database: { ok: boolean }; temporal: { ok: boolean } };
    assert.deepEqual([health.status, found.status, found.database.ok, found.temporal.ok], [200, "degraded", false, false]);
    assert.equal((await call("jobs", '{"task":"nope"}')).status, 400);
  } finally {
    await api.stop(200);
    await parts.temporal.close();
    await parts.db.close();
    await rm(home, { recursive: true });
  }
});
