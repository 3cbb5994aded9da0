import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { calibrateNovelty } from "../../../activities/calibrate-novelty.js";

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "novelty-"));
});
after(() => rm(folder, { recursive: true }));

/** The reference is refused before any tool is called. */
async function calibrate(ranks: string[], letters: string[]): Promise<unknown> {
  const path = join(folder, "reference.fasta");
  const lineage = ranks.map((rank, at) => `${letters[at]}:${rank}=X`).join();
  await writeFile(path, Array.from({ length: 100 }, (_, at) => `>a${at};tax=${lineage};\n${"ACGT".repeat(20)}\n`).join(""));
  const region = { forward_primer: null, reverse_primer: null, min_length: null, max_length: null };
  const tools = { threads: 1 } as Parameters<typeof calibrateNovelty>[0];
  const context = { folder, signal: new AbortController().signal } as Parameters<typeof calibrateNovelty>[4];
  return calibrateNovelty(tools, { name: "small.fasta", ranks }, path, { ...region, calibration_size: 4500, seed: 1 }, context);
}

test("a reference with too few sequences, or with no rank above species, is refused with what it lacks", async () => {
  await assert.rejects(calibrate(["family", "genus"], ["f", "g"]), {
    type: "InvalidInput",
    message: /^small\.fasta: novelty cannot be judged with this reference: .* left out at family or genus, .*; 100 of its sequences hold/,
  });
  await assert.rejects(calibrate(["species"], ["s"]), { type: "InvalidInput", message: /novelty cannot be judged with this reference/ });
});
