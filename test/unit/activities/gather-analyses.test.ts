import assert from "node:assert/strict";
import { test } from "node:test";
import { gatherAnalyses } from "../../../activities/gather-analyses.js";
import { sha256Of } from "../../../contracts/artifact.js";
import type { CombineParams } from "../../../contracts/tasks/run-combined-analysis/schema.js";
import { schema as combined } from "../../../contracts/tasks/run-combined-analysis/schema.js";
import { type RunAnalysisParams, schema } from "../../../contracts/tasks/run-analysis/schema.js";
import type { Analyses } from "../../../store/analyses.js";
import { anAttempt } from "./an-attempt.js";

interface Done {
  analysis_type?: string;
  parameters: object;
  stages?: string[];
}

/** Gathers analyses, each of one sample, that were made with these parameters. */
async function gathered(done: Record<string, Done>, parameters: object = {}) {
  const { context, file, warnings } = await anAttempt("gather_analyses");
  const files = new Map<string, { name: string; sha256: string }[]>();
  for (const [id, { stages = [], ...given }] of Object.entries(done)) {
    const params = schema.resolve?.(schema.params.parse({ dataset_path: "x", reference: "r.fasta", ...given })) as RunAnalysisParams;
    const inputs = { samples: [{ name: id, metadata: {} }] };
    const provenance = JSON.stringify({ params, inputs, stages: stages.map((name) => ({ name })) });
    const texts = { "provenance.json": provenance, "features.tsv": `feature\t${id}\n`, "features.fasta": ">a\nA\n" };
    const kept = Object.entries(texts).map(async ([name, text]) => ({ name, sha256: sha256Of(await file(text)) }));
    files.set(id, await Promise.all(kept));
  }
  const ids = Object.keys(done);
  const analyses = {
    issues: async () => [],
    find: async () => ids.map((id) => ({ id, files: files.get(id) })),
  } as unknown as Analyses;
  const params = combined.resolve?.(combined.params.parse({ analyses: ids, reference: "r.fasta", parameters })) as CombineParams;
  return { ...(await gatherAnalyses(context, analyses, "operator", params)), warnings };
}

test("features stay what they were in the analyses, whatever a combination's own parameters would have made of them", async () => {
  const otus = { analysis_type: "clustering", parameters: { marker: "16S-V4", identity: 0.98 } };
  const { parameters } = await gathered({ a: otus, b: otus }, { min_confidence: 0.9 });
  assert.deepEqual(
    [parameters.clusterer, parameters.denoiser, parameters.identity, parameters.min_size, parameters.min_confidence],
    ["vsearch", null, 0.98, 2, 0.9],
  );
});

test("BLAST names species by the limit of the analyses' marker, or by the one that is given", async () => {
  const of = async (marker: string, parameters: object = {}) =>
    (await gathered({ a: { parameters: { marker } } }, { classifier: "blast_lca", ...parameters })).parameters.species_identity;
  assert.deepEqual([await of("COI-Leray"), await of("16S-V4"), await of("16S-V4", { species_identity: 0.9 })], [0.97, null, 0.9]);
});

test("sequences that came as FASTA may lie in either direction, also where their marker is known", async () => {
  const marker = { marker: "16S-V4" };
  const fasta = { parameters: marker, stages: ["check_input", "count_uniques"] };
  const reads = { parameters: marker, stages: ["check_input", "filter_reads"] };
  assert.equal((await gathered({ a: reads, b: fasta })).format, "fasta");
  assert.equal((await gathered({ a: reads, b: reads })).format, "fastq");
});

test("analyses that were made in other ways are combined with a warning", async () => {
  const { warnings } = await gathered({
    a: { parameters: { marker: "16S-V4" } },
    b: { parameters: { marker: "16S-V4", quality_trim: 20, remove_flagged: true } },
  });
  assert.match(warnings.join(), /job b was made in another way than job a: quality_trim 20 instead of none, remove_flagged true/);
});
