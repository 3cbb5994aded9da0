import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { once } from "node:events";
import { after, before, describe, test } from "node:test";
import { childEnvironment } from "../../../config/child-environment.js";
import { until } from "../../until.js";
import { failedTasks, historyPayloads } from "../history-payloads.js";
import { type RunningApi, runApi } from "./running-api.js";

const WORKER = resolve("dist/workers/main.js");

const random = (length: number) => randomBytes(length).toString("base64").slice(0, length);

describe("row 51: large parameters", { concurrency: true }, () => {
  let api: RunningApi;
  let stopWorker: () => Promise<unknown>;

  before(async () => {
    api = await runApi({ temporal: true, reconciler: true });
    const { databaseUrl, temporalAddress, home } = api.servers;
    const env = childEnvironment({ DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: temporalAddress, AVALANCHE_HOME: home });
    const args = [WORKER, "--queues", "default", "--with-parent", "--log-level", "error"];
    const worker = spawn(process.execPath, args, { env, stdio: ["pipe", "ignore", "inherit"] });
    stopWorker = () => {
      worker.kill("SIGTERM");
      return once(worker, "exit");
    };
  });
  after(async () => {
    await stopWorker();
    await api.stop();
  });

  const texts = {
    "63 KB": { text: random(63 * 1024) },
    "65 KB": { text: random(65 * 1024) },
    "2.1 MB": { text: random(2_100_000) },
    "8 MB in 4,000 texts": { texts: Array.from({ length: 4000 }, () => random(2000)) },
  };
  for (const [size, params] of Object.entries(texts)) {
    test(`of ${size} are accepted, leave no workflow stuck, and are given back`, async () => {
      const answer = await api.submit({ task: "noop", params });
      assert.equal(answer.status, 202, answer.text.slice(0, 1000));
      const { id } = answer.json;
      // Each answer about the job holds its parameters.
      await until("the job to end", async () => (await api.send(`/api/v1/jobs/${id}/wait?timeout=60`)).status === 200);
      const { state, error } = (await api.send(`/api/v1/jobs/${id}`)).json;
      assert.equal(state, "SUCCESS", JSON.stringify(error)?.slice(0, 1000));
      const { result } = (await api.send(`/api/v1/jobs/${id}/result`)).json;
      assert.deepEqual({ ...result, ...params }, result);
      assert.deepEqual(await failedTasks(api.parts.temporal, id), []);
      for (const { sizeBytes } of await historyPayloads(api.parts.temporal, id)) assert.ok(sizeBytes < 64 * 1024, `${sizeBytes}`);
    });
  }

  test("above what a body may have are refused before anything starts, with advice", async () => {
    const { status, json } = await api.submit({ task: "noop", params: { text: random(10_000_001) } });
    assert.deepEqual([status, json.type], [413, "urn:avalanche:problem:too-large"]);
    assert.match(json.detail, /10 MB; upload files/);
  });

  test("of more characters or texts than the schema allows are a 400 that names both", async () => {
    const { status, json } = await api.submit({ task: "noop", params: { text: "x".repeat(5_000_001), texts: Array(10_001).fill("") } });
    assert.equal(status, 400);
    assert.deepEqual(json.issues.map(({ path }: { path: string }) => path).sort(), ["params.text", "params.texts"]);
  });
});
