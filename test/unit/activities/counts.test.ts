import assert from "node:assert/strict";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { countRecords, expectSome } from "../../../activities/counts.js";
import type { StageRun } from "../../../contracts/job.js";

const run = (subject: string) => ({ stage: "trim_primers", subject }) as StageRun;

test("a stage of the whole job fails where nothing is left; one sample's does not", () => {
  assert.throws(() => expectSome(run(""), 0, 1234, "look"), {
    type: "NothingLeft",
    message: "0 of 1,234 reads left after stage trim_primers; look",
  });
  expectSome(run("blank"), 0, 1234, "look");
  expectSome(run(""), 1, 1234, "look");
});

test("an empty file holds no records", async () => {
  const path = join(await mkdtemp(join(tmpdir(), "counts-")), "empty");
  await writeFile(path, "");
  assert.deepEqual(await countRecords(path), { records: 0, size: 0 });
});
