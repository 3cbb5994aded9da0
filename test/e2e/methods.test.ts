import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { AnalysisResult } from "../../contracts/tasks/run-analysis/result.js";
import { compareWithTruth } from "../../local/demo/compare-truth.js";
import { example, needs, REFERENCE, stackWith } from "./data.js";
import { type DevStack, EXAMPLES } from "./dev-stack.js";

const HAS_DADA2 = spawnSync("Rscript", ["--vanilla", "-e", "find.package('dada2')"], { stdio: "ignore" }).status === 0;

const ran = (result: AnalysisResult) => result.stages.filter(({ state }) => state === "ran").map(({ name }) => name);
const sha256Of = (result: AnalysisResult, file: string) => result.artifacts.find(({ name }) => name === file)?.sha256;
const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);

describe("ways to features", () => {
  let stack: DevStack;

  before(async () => {
    stack = await stackWith("mifish-12s");
  });
  after(() => stack.stop());

  const by = (parameters: object, more: object = {}) =>
    stack.succeed({ ...example, ...more, parameters: { ...example.parameters, ...parameters } });

  /** Every true sequence, none that is false, and each sample has its own members, of which as many as said may be missed. */
  async function assertTruth(result: AnalysisResult & { id: string }, missed: Record<string, number> = {}): Promise<void> {
    const [truth, features, taxonomy] = await Promise.all([
      readFile(join(EXAMPLES, "truth.tsv"), "utf8"),
      stack.artifact(result.id, "features.tsv"),
      stack.artifact(result.id, "taxonomy.tsv"),
    ]);
    const compared = compareWithTruth(truth, features, taxonomy);
    assert.deepEqual([compared.features, compared.falseFeatures], [23, 0]);
    for (const { sample, found, expected, falseFeatures } of compared.samples) {
      assert.deepEqual([found, falseFeatures], [expected - (missed[sample] ?? 0), 0], sample);
    }
    const counts = features
      .trimEnd()
      .split("\n")
      .slice(1)
      .flatMap((row) => row.split("\t").slice(1).map(Number));
    assert.equal(sum(counts), sum(Object.values(result.reads["map_reads"] ?? {})));
  }

  test("clustering gives the OTUs of the example community; with a reference they have names", async () => {
    const { reference: _, ...withoutReference } = example;
    const result = await stack.succeed({ ...withoutReference, analysis_type: "clustering" });
    assert.deepEqual([result.analysis_type, result.features, result.feature_type], ["clustering", 23, "OTU"]);
    assert.deepEqual([result.reference, result.taxa], [null, []]);
    assert.ok(!result.artifacts.some(({ name }) => name === "taxonomy.tsv"), "nothing is named");
    assert.deepEqual(result.reads["map_reads"], { creek: 1976, lake: 1996, blank: 60 });
    assert.match(result.warnings.join("\n"), /reads took no part in clustering: .* fewer than 2 times \(`min_size`\)/);

    const named = await by({}, { analysis_type: "clustering" });
    await assertTruth(named);
    const last = ["summarise", "export_tables", "write_report", "write_provenance"];
    assert.deepEqual(ran(named), ["import_input", "check_reference", "classify", "check_marker", ...last]);
    assert.equal(sha256Of(named, "features.tsv"), sha256Of(result, "features.tsv"));
  });

  test("of a clustering only what depends on a changed parameter runs again", async () => {
    const of = (parameters: object) => by(parameters, { analysis_type: "clustering" });
    await of({});
    assert.deepEqual(ran(await of({ min_confidence: 0.9 })), [
      "import_input",
      "check_marker",
      "summarise",
      "export_tables",
      "write_report",
      "write_provenance",
    ]);
    const identity = await of({ identity: 0.98 });
    assert.deepEqual(ran(identity).slice(0, 2), ["import_input", "cluster"]);
    assert.equal(identity.stages.find(({ name }) => name === "cluster")?.why, "identity: 0.98 instead of 0.97");
    const swarm = await of({ clusterer: "swarm" });
    assert.deepEqual(ran(swarm).slice(0, 2), ["import_input", "cluster"]);
    assert.deepEqual([swarm.features, swarm.feature_type], [23, "OTU"]);
  });

  test("mifish-12s: 29 OTUs at 97 %", { skip: needs("mifish-12s") }, async () => {
    const result = await stack.succeed({ dataset_path: "mifish-12s", analysis_type: "clustering", parameters: { marker: "12S-MiFish" } });
    assert.deepEqual([result.features, result.feature_type], [29, "OTU"]);
  });

  test("swarm finds the example community and counts its own members", async () => {
    const result = await by({ denoiser: "swarm" });
    await assertTruth(result);
    assert.equal(result.feature_type, "OTU");
    // Its members are reads that passed the filter; few are in swarms that are too small, or are chimeras.
    const [passed, mapped] = ["filter_reads", "map_reads"].map((stage) => sum(Object.values(result.reads[stage] ?? {})));
    assert.ok(mapped! <= passed! && mapped! > 0.98 * passed!, JSON.stringify({ passed, mapped }));
    assert.match(result.warnings.join("\n"), /of 3,548 reads are in swarms of fewer than 4 reads \(`min_size`\), which are no features/);
  });

  test("none: every unique sequence that was read min_size times is a feature", async () => {
    const result = await by({ denoiser: "none", min_size: 10 });
    await assertTruth(result);
    assert.equal(result.feature_type, "unique sequence");
    assert.match(result.warnings.join("\n"), /reads are of no feature by themselves: .* fewer than 10 times \(`min_size`\)/);
    assert.ok((await by({ denoiser: "none", min_size: 2 })).features > 23);
  });

  test("dada2 finds the example community; each sequencing run has errors of its own", {
    skip: !HAS_DADA2 && "needs the R package dada2",
  }, async () => {
    const rows = ["creek,1", "lake,1", "blank,2"].map((row) => row.split(","));
    const lines = rows.map(([name, run]) => `${name},${name}_R1.fastq.gz,${name}_R2.fastq.gz,${run}\n`);
    await stack.folderOf("examples", { "runs.csv": `sample,fastq_1,fastq_2,run\n${lines.join("")}` });
    const params = { ...example, dataset_path: "examples/runs.csv", parameters: { ...example.parameters, denoiser: "dada2" } };
    const id = await stack.submit("run_analysis", params, { max_retries: 0 });
    // R takes half a minute of CPU.
    const job = await stack.untilFinal(id, 20 * 60_000);
    assert.equal(job.state, "SUCCESS", JSON.stringify(job.error));
    const result = { ...(job.result as AnalysisResult), id };
    // It denoises each sample by itself: of one member, creek has 15 fragments, too few for certainty.
    await assertTruth(result, { creek: 1 });
    assert.equal(result.feature_type, "ASV");
    assert.deepEqual(result.reads["filter_pairs"], { creek: 1372, lake: 1393, blank: 45 });
    assert.deepEqual(result.reads["map_reads"], result.reads["denoise_pairs"]);
    assert.ok("dada2" in result.versions);
    const statement = "select subject from attempts where job_id = $1 and stage = 'denoise_pairs' order by subject";
    assert.deepEqual(await stack.sql(statement, [result.id]), [{ subject: "1" }, { subject: "2" }]);
  });

  test("dada2 learns from qualities: FASTA is refused, and so is what it does not take", async () => {
    const fasta = await stack.folderOf("plain", { "x.fasta": ">a;size=9\nACGTACGTACGTACGTACGTACGTACGTACGTACGT\n" });
    const job = await stack.analyse({ dataset_path: `${fasta}/x.fasta`, reference: REFERENCE, parameters: { denoiser: "dada2" } });
    assert.equal(job.error?.type, "InvalidInput");
    assert.match(job.error?.message ?? "", /`denoiser: dada2` learns from the qualities of reads, and FASTA has none/);
  });
});
