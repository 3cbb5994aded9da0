import assert from "node:assert/strict";
import { test } from "node:test";
import { type RunAnalysisParams, schema } from "../../../contracts/tasks/run-analysis/schema.js";

const base = { dataset_path: "reads", reference: "reference.fasta" };

function resolved(parameters: object, more: object = {}): RunAnalysisParams["parameters"] {
  assert.ok(schema.resolve);
  return (schema.resolve(schema.params.parse({ ...base, ...more, parameters })) as RunAnalysisParams).parameters;
}

function issues(parameters: object, more: object = {}): [string, string][] {
  const checked = schema.params.safeParse({ ...base, ...more, parameters });
  return checked.success ? [] : checked.error.issues.map(({ path, message }) => [path.join("."), message]);
}

test("markers whose inserts may be under 50 bases need an overlap of 10, others of 20", () => {
  assert.equal(resolved({ marker: "trnL" }).min_overlap, 10);
  assert.equal(resolved({ marker: "12S-Teleo" }).min_overlap, 10);
  assert.equal(resolved({ marker: "12S-V5" }).min_overlap, 20);
  assert.equal(resolved({ marker: "trnL", min_length: 60 }).min_overlap, 20);
  assert.equal(resolved({ marker: "custom", max_length: 45 }).min_overlap, 10);
  assert.equal(resolved({ marker: "trnL", min_overlap: 8 }).min_overlap, 8);
});

test("lengths that contradict each other are refused, also where one is the marker's", () => {
  assert.deepEqual(issues({ marker: "16S-V4", min_length: 400 }), [
    ["parameters.min_length", "is above max_length (300, of marker 16S-V4)"],
  ]);
  assert.deepEqual(issues({ marker: "16S-V4", max_length: 150 }), [
    ["parameters.max_length", "is below min_length (200, of marker 16S-V4)"],
  ]);
  assert.deepEqual(issues({ marker: "custom", min_length: 5, max_length: 4 }), [["parameters.min_length", "is above max_length (4)"]]);
  assert.deepEqual(issues({ marker: "16S-V4", min_length: 400, max_length: 500 }), []);
});

test("only what is used stands among the parameters: limits of novelty and of BLAST are no other analysis's", () => {
  const novelty = resolved({}, { analysis_type: "novelty" });
  assert.deepEqual([novelty.max_false_novelty, novelty.calibration_size], [0.2, 4_500]);
  for (const name of ["max_false_novelty", "calibration_size", "species_identity"]) assert.ok(!Object.hasOwn(resolved({}), name), name);
  assert.equal(resolved({ marker: "COI-Leray", classifier: "blast_lca" }).species_identity, 0.97);
  assert.equal(resolved({ marker: "16S-V4", classifier: "blast_lca" }).species_identity, null);
  assert.deepEqual(issues({ species_identity: 0.98 }), [["parameters.species_identity", "is only for classifier `blast_lca`"]]);
});

test("what only novelty has is refused elsewhere; novelty needs a reference and SINTAX", () => {
  assert.deepEqual(issues({ max_false_novelty: 0.1 }), [["parameters.max_false_novelty", "is only for `novelty`"]]);
  const novelty = { analysis_type: "novelty" };
  assert.deepEqual(issues({ max_false_novelty: 0.1 }, { ...novelty, reference: undefined }), [
    ["reference", "is needed: `novelty` names what it finds"],
  ]);
  assert.deepEqual(issues({ classifier: "blast_lca" }, novelty), [
    ["parameters.classifier", "must be `sintax` for `novelty`, whose scores rest on its confidence"],
  ]);
});

const CLUSTERING = { analysis_type: "clustering" };

test("each method has its own least size and most expected errors", () => {
  const of = (parameters: object, more?: object) => {
    const { denoiser, clusterer, min_size, max_expected_errors } = resolved(parameters, more);
    return [denoiser ?? clusterer, min_size, max_expected_errors];
  };
  assert.deepEqual(of({}), ["unoise3", 4, 1]);
  assert.deepEqual(of({ denoiser: "swarm" }), ["swarm", 4, 1]);
  assert.deepEqual(of({ denoiser: "none", min_size: 8 }), ["none", 8, 1]);
  assert.deepEqual(of({ denoiser: "dada2" }), ["dada2", 1, 2]);
  assert.deepEqual(of({}, CLUSTERING), ["vsearch", 2, 1]);
  assert.deepEqual(of({ clusterer: "swarm" }, CLUSTERING), ["swarm", 2, 1]);
});

test("only a clustering does without a reference, and each analysis takes its own method", () => {
  assert.deepEqual(issues({}, { ...CLUSTERING, reference: undefined }), []);
  assert.deepEqual(issues({}, { reference: undefined }), [["reference", "is needed: `taxonomic` names what it finds"]]);
  assert.deepEqual(issues({ denoiser: "none" }, CLUSTERING), [["parameters.denoiser", "is not for `clustering`, which has `clusterer`"]]);
  assert.deepEqual(issues({ clusterer: "swarm" }), [["parameters.clusterer", "is only for `clustering`"]]);
  assert.deepEqual(issues({ denoiser: "dada2", min_size: 2 }), [
    ["parameters.min_size", "is not for `dada2`, which judges each sequence itself"],
  ]);
});

test("tags are found by the primers behind them", () => {
  const needs = "needs the primers, which stand behind the tags: give `marker`, or `custom` with its primers";
  assert.deepEqual(issues({ tag_file: "tags.csv" }), [["parameters.tag_file", needs]]);
  assert.deepEqual(issues({ tag_file: "tags.csv", marker: "custom" }), [["parameters.tag_file", needs]]);
  assert.deepEqual(issues({ tag_file: "tags.csv", marker: "12S-V5" }), []);
});

test("flagged features can be removed only where a marker has flags, and by lineage only where there are names", () => {
  const removes = (marker: string, more: object = {}) => issues({ marker, remove_flagged: true }, more).map(([, message]) => message);
  assert.deepEqual(removes("18S-V4"), ["is for markers of COI, 16S and 12S: features of others are not checked"]);
  assert.deepEqual(removes("16S-V4", { ...CLUSTERING, reference: undefined }), [
    "needs a reference: only names tell what is to be flagged",
  ]);
  assert.deepEqual([removes("COI-Leray", { ...CLUSTERING, reference: undefined }), removes("12S-V5")], [[], []]);
});
