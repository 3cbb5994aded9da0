import assert from "node:assert/strict";
import { test } from "node:test";
import type { StageOutput } from "../../../contracts/job.js";
import { StageCache } from "../../../store/stage-cache.js";
import { openDatabase } from "./open-database.js";

const { db } = await openDatabase();
const cache = new StageCache(db);

const { signal } = new AbortController();
const output = (value: unknown): StageOutput<unknown> => ({
  value,
  report: {
    state: "ran",
    startedMs: 1,
    endedMs: 2,
    spans: [[1, 2]],
    warnings: ["low quality"],
    versions: { vsearch: "2.22.1" },
    commands: ["vsearch --x"],
  },
});
const entry = (key: string, value: unknown, ingredients = {}, jobId = "j1") => ({
  key,
  stage: "denoise",
  ingredients,
  jobId,
  output: output(value),
});

test("an output is found as it was kept, with its report", async () => {
  assert.equal(await cache.find("new", signal), null);
  await cache.keep(entry("new", { b: 1, a: [2, null] }, { vsearch: "2.22.1" }), signal);
  const found = await cache.find("new", signal);
  assert.equal(JSON.stringify(found?.output), '{"b":1,"a":[2,null]}');
  assert.deepEqual(found?.report, output(0).report);
  assert.deepEqual(found?.ingredients, { vsearch: "2.22.1" });
});

test("many workers that made the same output at once keep one entry", async () => {
  await Promise.all(Array.from({ length: 20 }, (_, index) => cache.keep(entry("same", 7, {}, `j${index}`), signal)));
  assert.deepEqual(await db.query("select count(*) from stage_cache where key = 'same'"), [{ count: 1 }]);
  assert.equal((await cache.find("same", signal))?.output, 7);
});

test("what to compare with comes from other jobs, the latest first", async () => {
  await db.query("truncate stage_cache");
  for (const [key, alpha, job] of [
    ["a", 1, "j1"],
    ["b", 2, "j2"],
    ["c", 3, "j3"],
  ] as const)
    await cache.keep(entry(key, 0, { alpha }, job), signal);
  assert.deepEqual(await cache.latest("denoise", "j3", signal), [{ alpha: 2 }, { alpha: 1 }]);
  assert.deepEqual(await cache.latest("map_reads", "j3", signal), []);
});
