import assert from "node:assert/strict";
import { test } from "node:test";
import { combinedParameters } from "../../../activities/combined-parameters.js";
import { resolveParameters } from "../../../contracts/tasks/run-analysis/analysis-parameters.js";
import { parameters } from "../../../contracts/tasks/run-analysis/parameters.js";

const analysis = (given: object, type = "taxonomic") => resolveParameters(parameters.parse(given), type);
const combined = (given: object, ...analyses: ReturnType<typeof analysis>[]) => combinedParameters(parameters.parse(given), analyses);

test("how features were found is what the analyses were told, and what becomes of them what the combination is", () => {
  const otus = analysis({ marker: "16S-V4", identity: 0.99, max_expected_errors: 0.5, min_confidence: 0.5 }, "clustering");
  const found = combined({ min_confidence: 0.9, group_by: "site", identity: 0.9 }, otus);
  assert.deepEqual([found.clusterer, found.denoiser, found.min_size, found.identity], ["vsearch", null, 2, 0.99]);
  assert.deepEqual([found.max_expected_errors, found.min_confidence, found.group_by], [0.5, 0.9, "site"]);
});

test("species are named as the marker of the analyses allows", () => {
  assert.equal(combined({ classifier: "blast_lca" }, analysis({ marker: "16S-V4" })).species_identity, null);
  assert.equal(combined({ classifier: "blast_lca" }, analysis({ marker: "COI-Leray" })).species_identity, 0.97);
  assert.equal(combined({ classifier: "blast_lca", species_identity: 0.9 }, analysis({ marker: "16S-V4" })).species_identity, 0.9);
  assert.ok(!("species_identity" in combined({}, analysis({ classifier: "blast_lca" }))));
});

test("only where all analyses are unfiltered is the combination", () => {
  const [all, some] = [analysis({ denoiser: "none", min_size: 1 }), analysis({})];
  assert.deepEqual([combined({}, all, some).denoiser, combined({}, all, all).denoiser], ["unoise3", "none"]);
});

test("a combination that an older release took, whose marker is null, has that of its analyses", () => {
  const given = { ...parameters.parse({ classifier: "blast_lca" }), marker: null, species_identity: 0.99 };
  const found = combinedParameters(given as unknown as Parameters<typeof combinedParameters>[0], [analysis({ marker: "16S-V4" })]);
  assert.deepEqual([found.marker, found.species_identity], ["16S-V4", 0.99]);
});

test("another marker, and a tree of one that cannot be aligned, are refused", () => {
  assert.throws(() => combined({ marker: "ITS1" }, analysis({ marker: "16S-V4" })), /marker is ITS1, but the analyses are of 16S-V4/);
  assert.throws(() => combined({ tree: true }, analysis({ marker: "ITS2" })), /sequences of ITS2 cannot be aligned/);
});
