import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { createInputActivities } from "../../../activities/input-activities.js";
import { importDataset, importReference } from "../../../activities/import-files.js";
import type { StageContext } from "../../../activities/stage-context.js";
import type { StageRunner } from "../../../activities/stage-runner.js";
import type { StageRun } from "../../../contracts/job.js";
import type { RunAnalysisParams } from "../../../contracts/tasks/run-analysis/schema.js";
import { FolderArtifacts } from "../../../store/artifacts.js";
import { DataRoot } from "../../../store/data-root.js";
import type { Datasets } from "../../../store/datasets.js";
import { until } from "../../until.js";

const FASTQ = "@a\nACGT\n+\nIIFF\n";
const FASTA = ">a\nACGT\n";

/** Imports files that lie in a folder of the data root, or that were uploaded; each with a content of its own. */
async function world(files: Record<string, string | Buffer>) {
  const folder = await mkdtemp(join(tmpdir(), "import-"));
  const artifacts = new FolderArtifacts(join(folder, "artifacts"));
  await mkdir(join(folder, "data/set"), { recursive: true });
  const uploaded: { name: string; sha256: string }[] = [];
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder, "data/set", name), content);
    uploaded.push({ name, sha256: (await artifacts.create((path) => writeFile(path, content))).sha256 });
  }
  const datasets = { find: async () => ({ files: uploaded }) } as unknown as Datasets;
  const warnings: string[] = [];
  const context = {
    signal: new AbortController().signal,
    progress: () => undefined,
    warn: (...texts: string[]) => warnings.push(...texts),
    store: (write: (path: string) => Promise<void>) => artifacts.create(write),
  } as unknown as StageContext;
  const source = { owner: "", notedFiles: [], context };
  const input = { dataRoot: new DataRoot(join(folder, "data")), datasets, artifacts };
  const load = async (where: object, forwardOnly = false) => {
    const params = { ...where, parameters: { marker: "16S-V4", forward_only: forwardOnly } } as unknown as RunAnalysisParams;
    const { format, samples } = await importDataset(input, params, source);
    return { format, samples: samples.map(({ name, forward, reverse }) => [name, forward.name, ...(reverse ? [reverse.name] : [])]) };
  };
  const importAll = async (params: object) => {
    const stages = {
      run: async (_: unknown, __: unknown, work: (attempt: StageContext) => Promise<unknown>) => ({ value: await work(context) }),
    };
    const activities = createInputActivities({ stages: stages as unknown as StageRunner, files: input });
    return (await activities.importInput({ run: {} as StageRun, params: params as RunAnalysisParams, notedFiles: [] })).value;
  };
  return { folder, input, source, warnings, load, importAll, byPath: (path = "set") => load({ dataset_path: path }) };
}

test("FASTA files of a folder are samples of their own, told by their content", async () => {
  const { load, byPath } = await world({ "site_1.fasta": FASTA, "site_2.fasta": gzipSync(FASTA), "x_R1.fastq": FASTA });
  const samples = ["site_1", "site_2", "x_R1"];
  const found = await byPath();
  assert.equal(found.format, "fasta");
  assert.deepEqual(
    found.samples.map(([name]) => name),
    samples,
  );
  assert.deepEqual(
    (await load({ dataset_id: "ds" })).samples.map(([name]) => name),
    samples,
  );
  assert.deepEqual((await (await world({ "site_1.fasta": FASTA })).byPath()).samples, [["site_1", "set/site_1.fasta"]]);
  assert.deepEqual((await (await world({ "site_1.fasta": FASTQ, "site_2.fasta": FASTQ })).byPath()).samples, [
    ["site", "set/site_1.fasta", "set/site_2.fasta"],
  ]);
});

test("a folder that mixes FASTA and FASTQ is refused by naming one of each", async () => {
  const { byPath } = await world({ "a_1.fastq": FASTQ, "a_2.fastq": FASTQ, "b.fasta": FASTA });
  await assert.rejects(byPath(), { type: "InvalidInput", message: /b.fasta is FASTA and a_1.fastq is FASTQ/ });
});

test("a sheet with FASTA in fastq_2 is refused with the row", async () => {
  const sheet = "sample,fastq_1,fastq_2\na,a_1.fa,\nb,b_1.fa,b_2.fa\n";
  const { byPath } = await world({ "a_1.fa": FASTA, "b_1.fa": FASTA, "b_2.fa": FASTA, "s.csv": sheet });
  await assert.rejects(byPath("set/s.csv"), { type: "InvalidInput", message: /^set\/s.csv, line 3: b_2.fa in fastq_2 is FASTA/ });
  const mixed = await world({ "a.fa": FASTA, "b.fq": FASTQ, "s.csv": "sample,fastq_1\na,a.fa\nb,b.fq\n" });
  await assert.rejects(mixed.byPath("set/s.csv"), /a.fa is FASTA and b.fq is FASTQ/);
});

test("a folder of forward files alone is single reads with forward_only, and else an error", async () => {
  const { load, byPath } = await world({ "a_R1.fastq": FASTQ, "b_R1.fastq": FASTQ });
  await assert.rejects(byPath(), /a_R1.fastq has no partner; set `forward_only`/);
  assert.deepEqual((await load({ dataset_path: "set" }, true)).samples, [
    ["a", "set/a_R1.fastq"],
    ["b", "set/b_R1.fastq"],
  ]);
});

test("samples of a library are grouped, and known as blanks, by columns of the tag file", async () => {
  const tags = "sample,forward_tag,reverse_tag,site,control\na,ACACACAC,GTGTACTG,north,\nb,TCTCAGAG,GTGTACTG,south,negative_pcr\n";
  const { importAll } = await world({
    "run_R1.fastq": FASTQ,
    "run_R2.fastq": FASTQ,
    "t.csv": tags,
    "s.csv": "sample,fastq_1,fastq_2\nrun,run_R1.fastq,run_R2.fastq\n",
  });
  const parameters = { marker: "16S-V4", forward_primer: "ACGTACGT", reverse_primer: "TTGGCCAA", tag_file: "set/t.csv" };
  const params = { dataset_path: "set/s.csv", parameters: { ...parameters, group_by: "site", decontaminate: true } };
  assert.deepEqual(
    (await importAll(params)).samples.map(({ name, metadata }) => [name, metadata["site"], metadata["control"]]),
    [
      ["a", "north", ""],
      ["b", "south", "negative_pcr"],
    ],
  );
  await assert.rejects(importAll({ ...params, parameters: { ...parameters, group_by: "place" } }), /"place".*it has site, control/);
});

test("two rows that come to one uploaded file are refused", async () => {
  const sheet = "sample,fastq_1\na,run1/a.fq\nb,run2/a.fq\n";
  const { load } = await world({ "a.fq": FASTQ, "s.csv": sheet });
  await assert.rejects(load({ dataset_id: "ds" }), { type: "InvalidInput", message: /run1\/a.fq and run2\/a.fq are the same file, a.fq/ });
});

test("a sheet that is not UTF-8 is refused with its name, and the line", async () => {
  const { byPath } = await world({ "b.fq": FASTQ, "s.csv": Buffer.from("sample,fastq_1\nB\u00e4chle,b.fq\n", "latin1") });
  await assert.rejects(byPath("set/s.csv"), { type: "InvalidInput", message: /^set\/s.csv, line 2: .*not UTF-8/ });
});

test("a reference whose name begins like an upload's id is a file", async () => {
  const { input, source, folder } = await world({ "ds_silva.fasta": FASTA });
  await writeFile(join(folder, "data/ds_silva.fasta"), FASTA);
  const { name, artifact } = await importReference(input, { reference: "ds_silva.fasta" }, source);
  assert.equal(name, "ds_silva.fasta");
  assert.equal(await readFile(await input.artifacts.pathOf(artifact), "utf8"), FASTA);
});

test("looking at many files leaves none of them open", async () => {
  const long = FASTQ.repeat(50_000);
  const { byPath } = await world(Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`s${index}.fastq`, long])));
  const open = () => readdirSync("/proc/self/fd").length;
  const before = open();
  await byPath();
  await until(`no more than ${before + 2} descriptors to be open`, () => open() <= before + 2);
});
