import assert from "node:assert/strict";
import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { until } from "../until.js";
import { DevStack, EXAMPLES } from "./dev-stack.js";
import { writeSlowReads } from "./slow-reads.js";

/** Before the primers of a library's two reads. */
const TAGS = { R1: "ACACACAC", R2: "GTGTACTG" };

const REFERENCE = "silva-138.2-seed-v4.sintax.fasta.gz";

describe("cancelling", () => {
  let stack: DevStack;

  before(async () => {
    stack = await DevStack.start();
    await cp(join(EXAMPLES, REFERENCE), join(stack.dataRoot, REFERENCE));
    await writeSlowReads(join(stack.dataRoot, "slow.fasta"));
    // Forty gzip members in one file, so that each stage takes a while.
    for (const side of ["R1", "R2"]) {
      const reads = await readFile(join(EXAMPLES, `creek_${side}.fastq.gz`));
      await writeFile(join(stack.dataRoot, `many_${side}.fastq.gz`), Buffer.concat(Array.from({ length: 40 }, () => reads)));
    }
    await writeFile(join(stack.dataRoot, "many.csv"), "sample,fastq_1,fastq_2\nmany,many_R1.fastq.gz,many_R2.fastq.gz\n");
    for (const [side, tag] of Object.entries(TAGS)) {
      const lines = gunzipSync(await readFile(join(EXAMPLES, `creek_${side}.fastq.gz`)))
        .toString("latin1")
        .split("\n");
      const tagged = lines.map((line, index) =>
        index % 4 === 1 ? tag + line : index % 4 === 3 && line !== "" ? "I".repeat(8) + line : line,
      );
      await writeFile(join(stack.dataRoot, `tagged_${side}.fastq`), tagged.join("\n").repeat(30));
    }
    await writeFile(join(stack.dataRoot, "tagged.csv"), "sample,fastq_1,fastq_2\ntagged,tagged_R1.fastq,tagged_R2.fastq\n");
    await writeFile(join(stack.dataRoot, "tags.csv"), `sample,forward_tag,reverse_tag\ncreek,${TAGS.R1},${TAGS.R2}\n`);
    // A sample so deep that its reads are drawn for seconds.
    const deep = ["ACGT", "TTGC"].map((word, index) => `>s${index};size=20000000\n${word.repeat(20)}\n`);
    await writeFile(join(stack.dataRoot, "deep.fasta"), deep.join(""));
  });
  after(() => stack.stop());

  const reads = { dataset_path: "many.csv", reference: REFERENCE, parameters: { marker: "16S-V4" } };
  const fasta = { dataset_path: "slow.fasta", reference: REFERENCE };

  /** What comes before the stage is found in the cache, where an earlier test had it made. */
  const submit = async (params: object, stage: string): Promise<string> => {
    await stack.sql("delete from stage_cache where stage = $1", [stage]);
    return stack.submit("run_analysis", params);
  };
  const cancel = async (id: string): Promise<number> => (await stack.call(`/jobs/${id}/cancel`, { method: "POST" })).status;

  /** REVOKED in time, and nothing is left of the job: no process, no half file. */
  const isGone = async (id: string, sinceMs: number) => {
    const job = await stack.untilFinal(id);
    assert.ok(Date.now() - sinceMs < 5000, `took ${Date.now() - sinceMs} ms`);
    assert.equal(job.state, "REVOKED");
    assert.equal(job.result, null);
    assert.deepEqual(stack.tools(), []);
    const work = (await readdir(join(stack.home, "work"), { recursive: true })).filter((name) => name.includes(id));
    assert.deepEqual(work, []);
    assert.deepEqual(await readdir(join(stack.home, "artifacts/incoming")).catch(() => []), []);
  };

  const stages: [string, object][] = [
    ...["import_input", "check_input", "trim_primers", "merge_pairs", "filter_reads", "map_reads"].map((stage): [string, object] => [
      stage,
      reads,
    ]),
    ...["count_uniques", "denoise", "remove_chimeras"].map((stage): [string, object] => [stage, fasta]),
    ["demultiplex", { dataset_path: "tagged.csv", analysis_type: "clustering", parameters: { marker: "16S-V4", tag_file: "tags.csv" } }],
    ["measure_diversity", { dataset_path: "deep.fasta", analysis_type: "clustering", parameters: { rarefaction_depth: 39_000_000 } }],
  ];
  for (const [stage, params] of stages) {
    test(`in ${stage}: REVOKED within 5 s, no process and no half file`, async (context) => {
      const id = await submit(params, stage);
      await until(`${stage} to run`, async () => {
        const job = await stack.job(id);
        return job.ready || job.progress?.stages.some(({ name, state }) => name === stage && state !== "waiting") === true;
      });
      const cancelledMs = Date.now();
      const status = await cancel(id);
      // A stage can be so quick that the job is over before the request is there.
      if (status === 409) context.skip("the job was over first");
      else await isGone(id, cancelledMs);
    });
  }

  test("while a failed stage waits for its next try", async () => {
    const id = await stack.submit("noop", { fail_times: 3 }, { retry_delay: 600 });
    await stack.untilJob(id, "the wait", ({ state }) => state === "RETRY");
    const cancelledMs = Date.now();
    assert.equal(await cancel(id), 200);
    await isGone(id, cancelledMs);
  });

  test("again changes nothing; a job that has succeeded answers 409", async () => {
    const id = await stack.submit("noop", { seconds: 600 });
    assert.deepEqual([await cancel(id), await cancel(id)], [200, 200]);
    await stack.untilJob(id, "REVOKED", ({ state }) => state === "REVOKED");
    assert.equal(await cancel(id), 200);
    const done = await stack.submit("noop", {});
    await stack.untilFinal(done);
    assert.equal(await cancel(done), 409);
  });
});
