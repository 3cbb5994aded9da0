import assert from "node:assert/strict";
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { threadsFor } from "../../../tools/threads-for.js";

test("a small file of reads gets one thread, a large one all", async () => {
  const folder = await mkdtemp(join(tmpdir(), "avalanche-threads-"));
  const file = join(folder, "reads.fastq");
  await writeFile(file, "");
  assert.equal(await threadsFor(file, 16), 1);
  await truncate(file, 10e6);
  assert.deepEqual([await threadsFor(file, 16), await threadsFor(file, 1)], [16, 1]);
  await rm(folder, { recursive: true });
});
