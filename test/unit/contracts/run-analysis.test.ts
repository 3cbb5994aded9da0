import assert from "node:assert/strict";
import { test } from "node:test";
import { type RunAnalysisParams, schema } from "../../../contracts/tasks/run-analysis/schema.js";

const base = { dataset_path: "reads", reference: "reference.fasta" };

function resolved(parameters: object): RunAnalysisParams["parameters"] {
  const checked = schema.params.parse({ ...base, parameters });
  return (schema.resolve?.(checked) as RunAnalysisParams).parameters;
}

test("markers whose inserts may be under 50 bases need an overlap of 10, others of 20", () => {
  assert.equal(resolved({ marker: "trnL" }).min_overlap, 10);
  assert.equal(resolved({ marker: "12S-Teleo" }).min_overlap, 10);
  assert.equal(resolved({ marker: "12S-V5" }).min_overlap, 20);
  assert.equal(resolved({ marker: "trnL", min_length: 60 }).min_overlap, 20);
  assert.equal(resolved({ marker: "custom", max_length: 45 }).min_overlap, 10);
  assert.equal(resolved({ marker: "trnL", min_overlap: 8 }).min_overlap, 8);
});
