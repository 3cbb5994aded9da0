import assert from "node:assert/strict";
import { test } from "node:test";
import { type RunAnalysisParams, schema } from "../../../contracts/tasks/run-analysis/schema.js";
import { planFor } from "../../../workflows/analysis-plan.js";

const planned = (params: object) =>
  planFor(schema.resolve!(schema.params.parse({ dataset_path: "reads", ...params })) as RunAnalysisParams).map(({ name }) => name);
const READS = ["check_input", "trim_primers"];
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
    "summarise",
    "write_provenance",
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
    "summarise",
    "write_provenance",
  ]);
});
