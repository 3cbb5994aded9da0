import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { splitPairs } from "../../../activities/split-pairs.js";
import type { StageContext } from "../../../activities/stage-context.js";
import { anAttempt } from "./an-attempt.js";

test("dividing a library ends at once when the attempt does", async () => {
  const { abort, context, folder } = await anAttempt("demultiplex");
  const read = (number: number) => `@r${number} 0 ACACACACGG 0 GTGTACTGGG\nACACACACGG\n+\nIIIIIIIIII\n`;
  const files = { forward: join(folder, "R1.fastq"), reverse: join(folder, "R2.fastq"), pairs: 60_000 };
  const text = Array.from({ length: files.pairs }, (_, number) => read(number)).join("");
  for (const path of [files.forward, files.reverse]) await writeFile(path, text);
  const told: number[] = [];
  const watched = { ...context, progress: (fraction: number) => told.push(fraction) && abort.abort(new Error("cancelled")) };
  const tags = { forward: ["ACACACAC"], reverse: ["GTGTACTG"] };
  const samples = [{ name: "a", forward: "ACACACAC", reverse: "GTGTACTG" }];
  await assert.rejects(splitPairs(watched as unknown as StageContext, [files], samples, tags), { name: "AbortError" });
  assert.deepEqual(told, [1 / 6]);
});
