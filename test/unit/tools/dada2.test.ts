import assert from "node:assert/strict";
import { test } from "node:test";
import type { JobFailure } from "../../../contracts/failures.js";
import { Dada2 } from "../../../tools/dada2.js";
import { ToolRunner } from "../../../tools/run-tool.js";
import { Tokens } from "../../../tools/tokens.js";

test("where R or its package is missing, the failure names the packages that have it", async () => {
  const runner = new ToolRunner("process-group", new Tokens({ threads: 1, memoryBytes: 2 ** 30 }), []);
  const attempt = { folder: "/", signal: new AbortController().signal };
  await assert.rejects(new Dada2(runner).version(attempt), (error: JobFailure) => {
    assert.equal(error.type, "ToolFailed");
    assert.match(error.message, /^the R package dada2 is not installed here: apt install r-bioc-dada2, or conda install .*; or choose/);
    return true;
  });
  const silent = { run: () => Promise.resolve({ log: "dada2 missing \n" }) } as unknown as ToolRunner;
  await assert.rejects(new Dada2(silent).version(attempt), /apt install r-bioc-dada2/);
});
