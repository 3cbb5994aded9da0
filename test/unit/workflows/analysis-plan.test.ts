import assert from "node:assert/strict";
import { test } from "node:test";
import { type RunAnalysisParams, schema } from "../../../contracts/tasks/run-analysis/schema.js";
import { planFor } from "../../../workflows/analysis-plan.js";

const planned = (params: object) =>
  planFor(schema.resolve!(schema.params.parse({ dataset_path: "reads", ...params })) as RunAnalysisParams).map(({ name }) => name);
const READS = ["check_input", "trim_primers"];
const ENDS = ["measure_diversity", "summarise", "export_tables", "write_report", "write_provenance"];
const marker = "16S-V4";

test("a clustering without a reference clusters, and names nothing", () => {
  assert.deepEqual(planned({ analysis_type: "clustering", parameters: { marker } }), [
    "import_input",
    ...READS,
    "merge_pairs",
    "filter_reads",
    "dereplicate",
    "cluster",
    "remove_chimeras",
    "name_features",
    "map_reads",
    ...ENDS,
  ]);
});

test("with dada2 pairs are denoised before they are joined", () => {
  assert.deepEqual(planned({ reference: "silva.fasta", parameters: { marker, denoiser: "dada2", remove_chimeras: false } }), [
    "import_input",
    "check_reference",
    ...READS,
    "filter_pairs",
    "denoise_pairs",
    "dereplicate",
    "name_features",
    "map_reads",
    "classify",
    "check_marker",
    ...ENDS,
  ]);
});

test("libraries are checked and divided before their samples are trimmed", () => {
  const params = { analysis_type: "clustering", parameters: { marker, tag_file: "tags.csv", quality_trim: 20 } };
  const reads = ["check_input", "demultiplex", "trim_primers", "trim_quality", "merge_pairs", "filter_reads"];
  assert.deepEqual(planned(params).slice(1, 7), reads);
});

test("coding sequences are checked without names, others only with them, and those of other markers never", () => {
  const checks = (name: string, more: object) => planned({ ...more, parameters: { marker: name } }).includes("check_marker");
  const [named, unnamed] = [{ reference: "r.fasta" }, { analysis_type: "clustering" }];
  assert.deepEqual([checks("COI-Leray", unnamed), checks("16S-V4", unnamed), checks("12S-V5", unnamed)], [true, false, false]);
  assert.deepEqual([checks("COI-Leray", named), checks("12S-MiFish", named), checks("18S-V4", named)], [true, true, false]);
});
