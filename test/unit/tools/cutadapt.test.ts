import assert from "node:assert/strict";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type Attempt, Cutadapt } from "../../../tools/cutadapt.js";
import type { ToolRunner } from "../../../tools/run-tool.js";

test("pairs that the second look lost do not go unnoticed", async () => {
  const folder = await mkdtemp(join(tmpdir(), "cutadapt-"));
  const told = [
    { input: 10, output: 6 },
    { input: 3, output: 0 },
  ];
  const tools = {
    run: async ({ args }: { args: string[] }) => {
      const read_counts = { ...told.shift(), reverse_complemented: null };
      await writeFile(args[args.indexOf("--json") + 1] as string, JSON.stringify({ read_counts }));
    },
  } as unknown as ToolRunner;
  const [forward, reverse] = [join(folder, "R1"), join(folder, "R2")];
  for (const file of [forward, reverse, join(folder, "rest_R1.fastq"), join(folder, "rest_R2.fastq")]) await writeFile(file, "");
  const files = { forward, reverse, trimmedForward: "T1", trimmedReverse: "T2" };
  const pairs = { ...files, forwardPrimer: "ACGTACGT", reversePrimer: "TTGGCCAA", threads: 1 };
  await assert.rejects(new Cutadapt(tools).trimPairs(pairs, { folder } as Attempt), {
    type: "CountMismatch",
    message: "cutadapt looked at 3 of 4 pairs again; the disk may be full",
  });
});
