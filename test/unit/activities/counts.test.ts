import assert from "node:assert/strict";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { countRecords, expectSome } from "../../../activities/counts.js";
import type { StageRun } from "../../../contracts/job.js";

test("a stage after which nothing is left fails with counts, stage and what to look at", () => {
  const run = { stage: "denoise" } as StageRun;
  expectSome(run, 1, 1234, "look");
  assert.throws(() => expectSome(run, 0, 1234, "look"), {
    type: "NothingLeft",
    message: "0 of 1,234 reads left after stage denoise; look",
  });
});

test("an empty file holds no records", async () => {
  const path = join(await mkdtemp(join(tmpdir(), "counts-")), "empty");
  await writeFile(path, "");
  assert.deepEqual(await countRecords(path, new AbortController().signal), { records: 0, size: 0 });
});
