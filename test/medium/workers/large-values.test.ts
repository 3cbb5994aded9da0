import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { chmod, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { until } from "../../until.js";
import { failedTasks, historyPayloads } from "../history-payloads.js";
import { end, World } from "../world.js";

const random = (length: number) => randomBytes(length).toString("base64").slice(0, length);
const bytesOf = (payloads: { sizeBytes: number }[]) => payloads.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

describe("large values", () => {
  let world: World;

  before(async () => {
    world = await World.start();
    world.worker("large@test");
  });
  after(() => world.stop());

  for (const length of [63 * 1024, 65 * 1024, 100 * 1024, 2_100_000]) {
    test(`a text of ${length} characters is given back, and no workflow task fails`, async () => {
      const text = random(length);
      const { id } = await world.begin({ text, texts: ["a", "ü"] });
      const { state, result, error } = await world.untilFinal(id);
      assert.equal(state, "SUCCESS", JSON.stringify(error)?.slice(0, 1000));
      assert.deepEqual(result, { seconds: 0, attempts: 1, payload_bytes: 0, text, texts: ["a", "ü"] });
      assert.deepEqual(await failedTasks(world.temporal, id), []);
    });
  }

  test("P6, R7: of a text of 2.1 MB and of a file of 50 MB the history holds less than 2 KB", async () => {
    for (const params of [{ text: random(2_100_000) }, { payload_bytes: 50_000_000 }]) {
      const { id } = await world.begin(params);
      const { state, error } = await world.untilFinal(id);
      assert.equal(state, "SUCCESS", JSON.stringify(error)?.slice(0, 1000));
      const result = await world.temporal.result(id, 60_000);
      assert.deepEqual(Object.keys(result as object).includes("text"), "text" in params);
      const payloads = await historyPayloads(world.temporal, id);
      assert.ok(bytesOf(payloads) < 2048, payloads.map(({ sizeBytes, data }) => `${sizeBytes}: ${data.toString()}`).join("\n"));
    }
  });

  test("P7: a repetitive input of 60 KB shrinks more than five times in the history, and a client reads it", async () => {
    const text = "a tap left running, ".repeat(3000);
    const { id } = await world.begin({ text });
    await world.untilFinal(id);
    const payloads = await historyPayloads(world.temporal, id);
    assert.equal(payloads[0]?.encoding, "binary/gzip");
    assert.ok((payloads[0]?.sizeBytes ?? 0) < text.length / 5);
    // The input of the workflow, that of the stage, its output and the result.
    assert.ok(bytesOf(payloads) < (4 * text.length) / 5);
    assert.equal(((await world.temporal.result(id, 60_000)) as { text: string }).text, text);
  });
});

describe("a large value whose file is", () => {
  let world: World;

  before(async () => {
    world = await World.start();
  });
  after(() => world.stop());

  const files = async () => {
    const folder = join(world.servers.home, "artifacts", "payloads");
    const names = await readdir(folder, { recursive: true }).catch(() => []);
    return names.filter((name) => /[0-9a-f]{64}$/.test(name)).map((name) => join(folder, name));
  };
  const failure = async (id: string) => {
    const reason = await world.temporal.result(id, 60_000).catch((error: { cause?: { type?: string; message?: string } }) => error.cause);
    return reason as { type?: string; message?: string };
  };

  test("gone fails its job with the file's name, once, and no workflow is left in task retries", async () => {
    const { id } = await world.begin({ text: random(100_000) });
    const [file = ""] = await files();
    await rm(file);
    const worker = world.worker("lost@test");
    const { type, message } = await failure(id);
    assert.equal(type, "ArtifactLost");
    assert.match(message ?? "", /payloads\/[0-9a-f]{2}\/[0-9a-f]{64} of AVALANCHE_HOME is gone;/);
    assert.deepEqual(await failedTasks(world.temporal, id), []);
    await end(worker, "SIGTERM");
  });

  test("damaged while its stage waits for a slot fails the job with the file's name", async () => {
    const worker = world.worker("damaged@test", "--concurrency", "1");
    const { id: first } = await world.begin({ seconds: 600 });
    await world.until(first, ({ state }) => state === "PROGRESS");
    const { id } = await world.begin({ text: random(100_000) });
    await until("its stage to wait", async () => (await historyPayloads(world.temporal, id)).length > 2);
    for (const file of await files()) {
      await chmod(file, 0o644);
      await writeFile(file, "other bytes");
    }
    await world.temporal.cancel(first, 60_000);
    const { state, error } = await world.untilFinal(id);
    assert.deepEqual([state, error?.type, error?.stage], ["FAILURE", "ArtifactLost", "wait"]);
    assert.match(error?.message ?? "", /is damaged;/);
    await end(worker, "SIGTERM");
  });
});
