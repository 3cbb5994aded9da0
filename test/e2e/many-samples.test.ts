import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gunzipSync } from "node:zlib";
import type { CombinedResult } from "../../contracts/tasks/run-combined-analysis/schema.js";
import { loadConfig } from "../../config/config.js";
import { findProgram } from "../../tools/sandbox.js";
import { REFERENCE, stackWith } from "./data.js";
import { type DevStack, EXAMPLES } from "./dev-stack.js";

/** Six samples of two sites over twelve sequences of the reference. */
const SITES = { n1: "north", n2: "north", n3: "north", s1: "south", s2: "south", s3: "south" };

const { searchPath } = loadConfig();
const forTree = ["mafft", "fasttree"].every((name) => findProgram(name, searchPath)) ? false : "needs Debian's mafft and fasttree";

const table = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));

describe("analyses of many samples", () => {
  let stack: DevStack;
  let sequences: string[];
  /** Of each of the sequences its genus in the reference. */
  let genera: string[];

  before(async () => {
    stack = await stackWith();
    const reference = gunzipSync(await readFile(join(EXAMPLES, "silva-138.2-seed-v4.sintax.fasta.gz"))).toString("latin1");
    const named = reference
      .split(">")
      .slice(1)
      .map((record) => {
        const [header = "", ...lines] = record.split("\n");
        return [lines.join("").toUpperCase(), /g:([^,;]+)/.exec(header)?.[1] ?? ""] as const;
      });
    const usual = [...new Map(named)].filter(([sequence, genus]) => genus !== "" && /^[ACGT]{240,260}$/.test(sequence));
    const chosen = usual.filter((_, index) => index % 40 === 0).slice(0, 12);
    sequences = chosen.map(([sequence]) => sequence);
    genera = chosen.map(([, genus]) => genus);
    const files = Object.fromEntries(
      Object.entries(SITES).map(([sample, site], place) => [
        `${sample}.fasta`,
        sequences.map((sequence, index) => `>x${index};size=${sizeOf(site, place, index)}\n${sequence}\n`).join(""),
      ]),
    );
    const rows = Object.entries(SITES).map(([sample, site]) => `${sample},${sample}.fasta,${site}`);
    await stack.folderOf("sites", { ...files, "samples.csv": `sample,fastq_1,site\n${rows.join("\n")}\n` });
  });
  after(() => stack.stop());

  /** Ten times as many of the site's own half; some are in one site only. */
  const sizeOf = (site: string, place: number, index: number) => {
    const isOwn = (site === "north") === index < 6;
    return (isOwn ? 100 : index % 3) * 10 + ((place * 7 + index * 3) % 10) + 1;
  };

  test("richness, curves, distances, ordination and a test of groups stand in files, the same bytes again", async () => {
    const params = {
      dataset_path: "sites/samples.csv",
      reference: REFERENCE,
      parameters: { group_by: "site", min_size: 1, rarefaction_depth: 1000 },
    };
    const result = await stack.succeed(params);
    const read = async (name: string) => table(await stack.artifact(result.id, name));
    assert.deepEqual(
      (await read("alpha_diversity.tsv")).map((row) => row[0]),
      ["sample", ...Object.keys(SITES)],
    );
    const [head, north] = await read("alpha_diversity.tsv");
    assert.deepEqual(head, ["sample", "reads", "richness", "shannon", "simpson", "richness_at_1000_reads"]);
    assert.equal(north?.[2], String(result.features));
    const distances = await read("beta_bray_curtis.tsv");
    const at = (one: number, other: number) => Number(distances[one]?.[other]);
    assert.ok(at(1, 2) < 0.2 && at(1, 4) > 0.5, "samples of one site are nearer");
    const [, permanova, permdisp] = await read("permanova.tsv");
    assert.deepEqual(permanova?.slice(0, 5), ["bray_curtis", "permanova", "site", "2", "6"]);
    // Of 720 orders 72 leave the two sites together.
    assert.ok(Number(permanova?.[6]) > 0.8 && Math.abs(Number(permanova?.[7]) - 0.1) < 0.05);
    assert.equal(permdisp?.[1], "permdisp");
    assert.equal((await read("ordination.tsv")).filter(([measure]) => measure === "bray_curtis").length, 6);
    assert.ok((await read("rarefaction.tsv")).some(([sample, reads]) => sample === "s3" && reads === "1000"));
    const other = await stack.succeed({ ...params, parameters: { ...params.parameters, min_confidence: 0.5 } });
    assert.equal(other.stages.find(({ name }) => name === "measure_diversity")?.state, "reused");
  });

  test("UniFrac comes with a tree, when it is asked for", { skip: forTree }, async () => {
    const { id, versions } = await stack.succeed({
      dataset_path: "sites/samples.csv",
      reference: REFERENCE,
      parameters: { tree: true, min_size: 1 },
    });
    assert.match(`${versions["mafft"]} ${versions["fasttree"]}`, /^7\.\d+ 2\.1/);
    const tree = await stack.artifact(id, "tree.nwk");
    for (const sequence of sequences) assert.ok(tree.includes(createHash("md5").update(sequence).digest("hex")));
    for (const name of ["unweighted_unifrac", "weighted_unifrac", "weighted_unifrac_unnormalised"]) {
      const rows = table(await stack.artifact(id, `beta_${name}.tsv`));
      assert.equal(rows.length, 7, name);
    }
    const weighted = table(await stack.artifact(id, "beta_weighted_unifrac.tsv"));
    assert.ok(Number(weighted[1]?.[2]) < Number(weighted[1]?.[4]));
  });

  test("a group_by that is no column fails at once and names the columns; a tree of ITS is refused", async () => {
    const job = await stack.analyse({ dataset_path: "sites/samples.csv", reference: REFERENCE, parameters: { group_by: "place" } });
    assert.equal(job.error?.type, "InvalidInput");
    assert.match(job.error?.message ?? "", /group_by is "place", which is no column of the sample sheet; it has site/);
    const response = await stack.call("/jobs", {
      method: "POST",
      body: JSON.stringify({
        task: "run_analysis",
        params: { dataset_path: "sites/samples.csv", reference: REFERENCE, parameters: { marker: "ITS2", tree: true } },
      }),
    });
    assert.equal(response.status, 400);
    assert.match(await response.text(), /sequences of ITS2 cannot be aligned/);
  });

  /** Three blanks hold sequence 0, four samples 1 to 4, a mock 5 and 6. */
  async function controlled(): Promise<string> {
    const fasta = (sizes: Record<number, number>) =>
      Object.entries(sizes)
        .map(([index, size]) => `>x${index};size=${size}\n${sequences[Number(index)]}\n`)
        .join("");
    const files: Record<string, string> = { "mock.fasta": fasta({ 5: 50, 6: 40 }) };
    for (const blank of ["b1", "b2", "b3"]) files[`${blank}.fasta`] = fasta({ 0: 20 });
    for (const [index, sample] of ["s1", "s2", "s3", "s4"].entries())
      files[`${sample}.fasta`] = fasta({ 1: 90, 2: 80, 3: 70 + index, 4: 60, ...(index === 0 ? { 0: 5 } : {}) });
    const rows = Object.keys(files).map((file) => {
      const sample = file.slice(0, -".fasta".length);
      if (sample === "mock") return `mock,${file},positive,${genera[5]};Nosuchgenus`;
      return `${sample},${file},${sample.startsWith("b") ? "negative_extraction" : ""},`;
    });
    return stack.folderOf("controlled", { ...files, "samples.csv": `sample,fastq_1,control,expected\n${rows.join("\n")}\n` });
  }

  test("three blanks tell a contaminant, which goes where that is asked for, and a mock tells its missing members", async () => {
    const dataset_path = `${await controlled()}/samples.csv`;
    const parameters = { min_size: 1 };
    const told = await stack.succeed({ dataset_path, reference: REFERENCE, parameters });
    assert.equal(told.features, 7);
    assert.match(told.warnings.join("\n"), /found mostly in blanks and left in the table; `decontaminate` removes them: 1 of 7 features/);
    assert.match(told.warnings.join("\n"), /positive control mock: 1 of 2 expected members were not found: Nosuchgenus/);
    const clean = await stack.succeed({ dataset_path, reference: REFERENCE, parameters: { ...parameters, decontaminate: true } });
    assert.equal(clean.features, 6);
    assert.deepEqual(
      [clean.reads["map_reads"]?.["s1"], clean.reads["check_controls"]?.["s1"], clean.reads["check_controls"]?.["b1"]],
      [305, 300, 0],
    );
    const contaminant = createHash("md5").update(sequences[0]!).digest("hex");
    assert.match(
      await stack.artifact(clean.id, "controls.tsv"),
      new RegExp(`^${contaminant}\t3\t3\t1\t4\t60\t5\t0\\.\\d+\tcontaminant\tyes$`, "m"),
    );
    assert.match(await stack.artifact(clean.id, "removed.fasta"), new RegExp(`^>${contaminant} reason=contaminant size=65$`, "m"));
    assert.doesNotMatch(await stack.artifact(clean.id, "features.tsv"), new RegExp(contaminant));
    assert.match(await stack.artifact(clean.id, "positive_controls.tsv"), new RegExp(`^mock\t${genera[5]}\tyes\t50\t1$`, "m"));
  });

  /** Two samples of a site as a data set of their own. */
  async function site(name: string, from: number): Promise<string> {
    const fasta = (extra: number) =>
      sequences
        .slice(from, from + 6)
        .map((sequence, index) => `>x${index};size=${20 + index * extra}\n${sequence}\n`)
        .join("");
    return stack.folderOf(name, { "a.fasta": fasta(3), [`${name}.fasta`]: fasta(5) });
  }

  test("two analyses become one table over all samples, with names, distances and a test of their groups", async () => {
    const parameters = { min_size: 1 };
    const ids = [];
    for (const dataset_path of [await site("hill", 0), await site("dale", 3)])
      ids.push((await stack.succeed({ dataset_path, reference: REFERENCE, parameters })).id);
    const job = await stack.untilFinal(
      await stack.submit("run_combined_analysis", { analyses: ids, reference: REFERENCE, parameters: { group_by: "analysis" } }),
    );
    assert.equal(job.state, "SUCCESS", JSON.stringify(job.error));
    const result = job.result as CombinedResult;
    assert.deepEqual(result.samples, ["1.a", "hill", "2.a", "dale"]);
    assert.deepEqual([result.features, result.analyses], [9, ids]);
    assert.match(result.warnings.join("\n"), /sample names of several analyses have the analysis's place in front, such as 1\.a/);
    const rows = table(await stack.artifact(job.id, "features.tsv"));
    const shared = createHash("md5").update(sequences[4]!).digest("hex");
    assert.deepEqual(rows.find(([id]) => id === shared)?.slice(1), ["32", "40", "23", "25"]);
    assert.equal(table(await stack.artifact(job.id, "taxonomy.tsv")).length, 10);
    assert.match(await stack.artifact(job.id, "permanova.tsv"), /^bray_curtis\tpermanova\tanalysis\t2\t4\t/m);
  });

  test("datasets are analysed first, then combined; a broken one is left out and named", async () => {
    const datasets = [await site("moor", 0), await stack.folderOf("broken", { "x.fasta": ">a\nAC!GT\n" }), await site("fen", 6)];
    const submitted = await stack.submit(
      "run_combined_analysis",
      { datasets, reference: REFERENCE, parameters: { min_size: 1 } },
      { max_retries: 0 },
    );
    const job = await stack.untilFinal(submitted);
    assert.deepEqual(
      [job.state, job.partial, job.members],
      ["SUCCESS", true, { total: 3, success: 2, failure: 1, revoked: 0 }],
      JSON.stringify(job.error),
    );
    const combined = await stack.job(`${job.id}.callback`);
    assert.equal((combined.result as CombinedResult).features, 12);
    assert.deepEqual((combined.result as CombinedResult).samples, ["1.a", "moor", "2.a", "fen"]);
    assert.equal(await stack.artifact(job.id, "features.tsv"), await stack.artifact(combined.id, "features.tsv"));
  });

  test("what cannot be combined is refused by its id: no job, another task, not done, another marker", async () => {
    const [noop, failed] = [await stack.submit("noop", {}), (await stack.analyse({ dataset_path: "broken", reference: REFERENCE })).id];
    await stack.untilFinal(noop);
    const analyses = ["nothing", noop, failed];
    const response = await stack.call("/jobs", {
      method: "POST",
      body: JSON.stringify({ task: "run_combined_analysis", params: { analyses, reference: REFERENCE } }),
    });
    assert.equal(response.status, 400);
    const { issues } = (await response.json()) as { issues: { path: string; message: string }[] };
    assert.deepEqual(
      issues.map(({ path, message }) => `${path}: ${message}`),
      [
        "params.analyses.0: there is no job nothing",
        `params.analyses.1: job ${noop} is of noop, not of run_analysis`,
        `params.analyses.2: job ${failed} is FAILURE; only analyses that succeeded can be combined`,
      ],
    );
    const one = await stack.succeed({
      dataset_path: await site("one", 0),
      reference: REFERENCE,
      parameters: { min_size: 1, marker: "16S-V4" },
    });
    const two = await stack.succeed({
      dataset_path: "one",
      reference: REFERENCE,
      parameters: { min_size: 1, marker: "16S-V3V4", min_length: 100 },
    });
    const job = await stack.untilFinal(await stack.submit("run_combined_analysis", { analyses: [one.id, two.id], reference: REFERENCE }));
    assert.equal(job.error?.type, "InvalidInput");
    assert.match(
      job.error?.message ?? "",
      new RegExp(`job ${two.id} has marker 16S-V3V4, and job ${one.id} 16S-V4: .* combine those of one marker`),
    );
  });
});
