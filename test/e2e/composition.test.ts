import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gunzipSync } from "node:zlib";
import type { MemberResults } from "../../contracts/composition.js";
import type { AnalysisResult } from "../../contracts/tasks/run-analysis/result.js";
import { REFERENCE, example, stackWith } from "./data.js";
import { type DevStack, EXAMPLES, type Job } from "./dev-stack.js";
import { writeSlowReads } from "./slow-reads.js";

let stack: DevStack;

before(async () => {
  stack = await stackWith();
  const reference = gunzipSync(await readFile(join(EXAMPLES, "silva-138.2-seed-v4.sintax.fasta.gz"))).toString();
  const sequences = reference.split("\n").filter((line) => line !== "" && !line.startsWith(">"));
  const fasta = (from: number) =>
    sequences
      .slice(from, from + 5)
      .map((sequence, index) => `>s${index};size=9\n${sequence}\n`)
      .join("");
  for (const [name, text] of Object.entries({
    "good.fasta": fasta(0),
    "other.fasta": fasta(5),
    "broken.fasta": `${fasta(10)}>last;size=9\nAC!GT\n`,
  }))
    await writeFile(join(stack.dataRoot, name), text);
});
after(() => stack?.stop());

const resultsOf = (job: Job) => (job.result as MemberResults).results ?? [];

test("of three datasets, one of them broken, two are analysed and the third is listed with its line; once repaired, a retry analyses that one alone", async () => {
  const datasets = ["good.fasta", "broken.fasta", "other.fasta"];
  const job = await stack.untilFinal(await stack.submit("run_multiple_analyses", { datasets, reference: REFERENCE }, { max_retries: 0 }));
  assert.equal(job.state, "SUCCESS", JSON.stringify(job.error));
  assert.equal(job.partial, true);
  assert.deepEqual(job.members, { total: 3, success: 2, failure: 1, revoked: 0 });
  assert.deepEqual(
    resultsOf(job).map(({ state }) => state),
    ["SUCCESS", "FAILURE", "SUCCESS"],
  );
  const { type, message } = resultsOf(job)[1]!.error as { type: string; message: string };
  assert.equal(type, "InvalidInput");
  assert.match(message, /broken\.fasta, line \d+/);
  await writeFile(join(stack.dataRoot, "broken.fasta"), await readFile(join(stack.dataRoot, "good.fasta")));
  const again = await stack.call(`/jobs/${job.id}/retry`, { method: "POST", body: JSON.stringify({ only_failed: true }) });
  const repaired = await stack.untilFinal(((await again.json()) as { id: string }).id);
  assert.deepEqual([repaired.state, repaired.partial], ["SUCCESS", false], JSON.stringify(repaired.error));
  assert.equal((await stack.job(`${repaired.id}.0`)).attempts.length, 0, "a good dataset was analysed again");
});

test("download, analyse, clean up: the analysis takes the path that the first step gives (a noop stands in for it)", async () => {
  const { dataset_path, ...params } = example;
  const steps = [
    { task: "noop", params: { text: dataset_path } },
    { task: "run_analysis", params, take: { dataset_path: "result.text" } },
    { task: "noop", params: { text: "report" } },
  ];
  const job = await stack.untilFinal(await stack.submit("chain", { steps, finally: { task: "noop", params: { text: "cleaned" } } }));
  assert.equal(job.state, "SUCCESS", JSON.stringify(job.error));
  const analysis = resultsOf(job)[1]!.result as AnalysisResult;
  assert.ok(analysis.stages.length > 5, JSON.stringify(analysis).slice(0, 500));
  assert.equal((job.result as { finally?: { result: { text: string } } }).finally?.result.text, "cleaned");
});

test("a paused analysis brings its running tool to its end, and holds before the next stage until it is resumed", async () => {
  await writeSlowReads(join(stack.dataRoot, "slow.fasta"));
  const id = await stack.submit("run_analysis", { dataset_path: "slow.fasta", reference: REFERENCE });
  await stack.untilJob(id, "a stage to run", ({ attempts }) => attempts.some(({ state }) => state === "running"));
  await stack.call(`/jobs/${id}/pause`, { method: "POST" });
  const paused = await stack.untilJob(id, "the job to hold", ({ state }) => state === "PAUSED");
  assert.ok(
    paused.attempts.every(({ state }) => ["ran", "reused"].includes(state)),
    JSON.stringify(paused.attempts),
  );
  assert.equal(stack.tools().length, 0);
  const before = paused.attempts.length;
  await stack.call(`/jobs/${id}/resume`, { method: "POST" });
  await stack.untilJob(id, "the next stage", ({ attempts }) => attempts.length > before);
  await stack.call(`/jobs/${id}/cancel`, { method: "POST" });
  assert.equal((await stack.untilFinal(id)).state, "REVOKED");
});
