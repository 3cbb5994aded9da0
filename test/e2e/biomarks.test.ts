import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { basename, join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { childEnvironment } from "../../config/child-environment.js";
import { BIOMARKS } from "./data.js";
import { DevStack } from "./dev-stack.js";

const run = promisify(execFile);
const SHELL = resolve("bench/shell-pipeline.sh");

describe("50,000 sequences", { skip: existsSync(BIOMARKS) ? false : "needs Debian's package vsearch-examples" }, () => {
  let stack: DevStack;

  before(async () => {
    stack = await DevStack.start();
  });
  after(() => stack.stop());

  test("BioMarKs50k: 49,958 unique sequences, 4,037 OTUs at 97 %, 3,922 without chimeras, the same bytes as in a shell", async () => {
    await cp(BIOMARKS, join(stack.dataRoot, basename(BIOMARKS)));
    const id = await stack.submit("run_analysis", { dataset_path: basename(BIOMARKS), analysis_type: "clustering" }, { max_retries: 0 });
    const job = await stack.untilFinal(id, 30 * 60_000);
    assert.equal(job.state, "SUCCESS", JSON.stringify(job.error));
    const result = job.result as { features: number; feature_type: string; reads: Record<string, Record<string, number>> };
    assert.deepEqual([result.features, result.feature_type], [3922, "OTU"]);
    assert.deepEqual(result.reads["count_uniques"], { BioMarKs50k: 1_134_054 });
    const removed = await stack.artifact(id, "removed.fasta");
    assert.equal(3922 + removed.split("\n").filter((line) => line.startsWith(">")).length, 4037);

    // The table, and the time that it takes, are compared by `npm run bench -- otus`.
    const out = join(stack.home, "shell");
    await run("sh", [SHELL, "otus", BIOMARKS, "-", out, String(availableParallelism())], { env: childEnvironment({ WITHOUT_TABLE: "1" }) });
    const uniques = await readFile(join(out, "BioMarKs50k.all.fasta"), "utf8");
    assert.equal(uniques.split("\n").filter((line) => line.startsWith(">")).length, 49_958);
    assert.ok((await stack.artifact(id, "features.fasta")) === (await readFile(join(out, "features.fasta"), "utf8")), "the bytes differ");
  });
});
