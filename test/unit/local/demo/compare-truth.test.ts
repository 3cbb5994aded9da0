import assert from "node:assert/strict";
import { test } from "node:test";
import { compareWithTruth } from "../../../../local/demo/compare-truth.js";
import { renderComparison } from "../../../../local/demo/report.js";
import { featureId } from "../../../../science/feature.js";
import { tsv } from "../../../../science/tsv.js";

const [A, B, C, D] = ["ACGTACGT", "ACGTACGA", "TTTTACGT", "GGGGACGT"] as const;

const truth = tsv(
  ["sample", "accession", "lineage", "genus", "genus_in_reference", "fragments", "sequence"],
  [
    ["creek", "x", "l", "Vibrio", "True", 10, A],
    ["creek", "y", "l", "Novel_one", "False", 5, B],
    ["lake", "x", "l", "Vibrio", "True", 10, A],
    ["lake", "z", "l", "Rare_genus", "True", 1, C],
  ],
);
const features = tsv(
  ["feature", "creek", "lake"],
  [
    [featureId(A), 10, 9],
    [featureId(B), 5, 1],
    [featureId(D), 0, 2],
  ],
);
const taxonomy = tsv(
  ["feature", "family", "genus"],
  [
    [featureId(A), "Vibrionaceae", "Vibrio"],
    [featureId(B), "Vibrionaceae", ""],
    [featureId(D), "", ""],
  ],
);

test("each sample is held against its own members, to the base", () => {
  const { samples, features: count, falseFeatures } = compareWithTruth(truth, features, taxonomy);
  assert.deepEqual(samples, [
    { sample: "creek", expected: 2, found: 2, missing: [], falseFeatures: 0 },
    { sample: "lake", expected: 2, found: 1, missing: ["Rare_genus"], falseFeatures: 2 },
  ]);
  assert.deepEqual([count, falseFeatures], [3, 1]);
});

test("a genus counts as named where the reference holds it and a feature of it bears its name", () => {
  const { knownGenera, namedGenera, unnamedGenera } = compareWithTruth(truth, features, taxonomy);
  assert.deepEqual([knownGenera, namedGenera, unnamedGenera], [2, 1, ["Rare_genus"]]);
});

test("the comparison reads as a table and a sentence", () => {
  const lines = renderComparison(compareWithTruth(truth, features, taxonomy)).split("\n");
  assert.equal(lines[0], "Comparison with the truth");
  assert.match(lines[2] ?? "", /creek +2 of 2 +0/);
  assert.match(lines[3] ?? "", /lake +1 of 2 +2 +Rare_genus/);
  assert.equal(lines[4], "  3 features, 1 false; 1 of the 2 genera that the reference holds are named (not certain enough: Rare_genus)");
});
