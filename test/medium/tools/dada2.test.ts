import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { loadConfig } from "../../../config/config.js";
import { Dada2 } from "../../../tools/dada2.js";
import { ToolRunner } from "../../../tools/run-tool.js";
import { detectSandbox } from "../../../tools/sandbox.js";
import { Tokens } from "../../../tools/tokens.js";

const HAS_DADA2 = spawnSync("Rscript", ["--vanilla", "-e", "find.package('dada2')"], { stdio: "ignore" }).status === 0;
const SEQUENCE = "ACGGTCATTGCAGGCTTAACCGATTGCATGCCAATGGCTTACGATCGGATCCTAGGTTAC";
const REVERSED = "GTAACCTAGGATCCGATCGTAAGCCATTGGCATGCAATCGGTTAAGCCTGCAATGACCGT";

describe("dada2", { skip: !HAS_DADA2 && "needs the R package dada2" }, () => {
  let folder = "";
  let dada2: Dada2;

  before(async () => {
    const { searchPath } = loadConfig();
    folder = await mkdtemp(join(tmpdir(), "dada2-"));
    dada2 = new Dada2(new ToolRunner(await detectSandbox(searchPath), new Tokens({ threads: 1, memoryBytes: 4 * 2 ** 30 }), searchPath));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** A sample of so many equal pairs. */
  async function pairs(count: number, quality: (base: number) => string) {
    const paths = await Promise.all(
      [SEQUENCE, REVERSED].map(async (sequence, side) => {
        const path = join(folder, `R${side + 1}.fastq`);
        const record = (read: number) => `@${read}\n${sequence}\n+\n${[...sequence].map((_, base) => quality(base)).join("")}\n`;
        await writeFile(path, Array.from({ length: count }, (_, read) => record(read)).join(""));
        return path;
      }),
    );
    return { forward: paths[0]!, reverse: paths[1]! };
  }
  const attempt = () => ({ folder, signal: new AbortController().signal });

  test("pairs of one sequence come back as that sequence, all of them counted", async () => {
    const sample = await pairs(200, (base) => String.fromCharCode(54 + (base % 20)));
    const { samples } = await dada2.denoise({ samples: [sample], minOverlap: 20, threads: 1 }, attempt());
    assert.deepEqual([samples[0]?.countIn, samples[0]?.countOut], [200, 200]);
    assert.equal(await readFile(samples[0]!.sequences, "utf8"), `${SEQUENCE}\t200\n`);
  });

  test("where qualities are all alike there is nothing to learn, and that is said", async () => {
    const sample = await pairs(200, () => "I");
    const failed = dada2.denoise({ samples: [sample], minOverlap: 20, threads: 1 }, attempt());
    await assert.rejects(failed, {
      type: "InvalidInput",
      message: /cannot learn the errors of the forward reads of a run: .* another `denoiser`/,
    });
  });
});
