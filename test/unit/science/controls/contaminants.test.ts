import assert from "node:assert/strict";
import { test } from "node:test";
import { controlsTable, judgeFeatures } from "../../../../science/controls/contaminants.js";
import { normalTail } from "../../../../science/controls/normal-tail.js";
import { positivesTable, positiveWarnings, recoverMembers } from "../../../../science/controls/positive-controls.js";
import { prevalenceScore } from "../../../../science/controls/prevalence.js";
import { golden, near, tableOf } from "../diversity/golden.js";

test("scores are those of decontam's formula in R", () => {
  const rows = golden<[number, number, number, number, number | null][]>("controls/prevalence.json");
  for (const [inBlanks, blanks, inSamples, samples, expected] of rows) {
    const score = prevalenceScore({ present: inBlanks, of: blanks }, { present: inSamples, of: samples });
    if (expected === null || score === null) assert.equal(score, expected);
    else near(score, expected, 1e-11);
  }
});

test("the tail of the normal distribution, near and far", () => {
  near(normalTail(0), 0.5, 1e-15);
  near(normalTail(1.959963984540054), 0.025, 1e-14);
  near(normalTail(-1.959963984540054), 0.975, 1e-14);
  near(normalTail(6) / 9.865876450376946e-10, 1, 1e-12);
});

const samples = ["b1", "b2", "b3", "s1", "s2", "s3", "s4", "s5", "mock"];
const kinds = { b1: "negative_pcr", b2: "negative_extraction", b3: "negative_field", s1: "", mock: "positive" };
// f1 in every blank and one sample, f2 in samples alone, f3 once.
const counts = [
  [9, 0, 0],
  [8, 0, 0],
  [7, 0, 1],
  [1, 9, 0],
  [0, 9, 0],
  [0, 9, 0],
  [0, 9, 0],
  [0, 9, 0],
  [50, 1, 0],
];

test("a feature of blanks is a contaminant, one of samples is kept, a single occurrence is undecided", () => {
  const { features, blanks } = judgeFeatures(tableOf(samples, counts), kinds);
  assert.equal(blanks, 3);
  assert.deepEqual(
    features.map(({ decision }) => decision),
    ["contaminant", "kept", "undecided"],
  );
  const [, first, , last] = controlsTable(features, new Set(["f1"])).split("\n");
  assert.match(first ?? "", /^f1\t3\t3\t1\t5\t24\t1\t0\.0\d+\tcontaminant\tyes$/);
  assert.equal(last, "f3\t1\t3\t0\t5\t1\t0\t\tundecided\tno");
});

test("two blanks with reads decide nothing, but are told", () => {
  const table = tableOf(
    samples,
    counts.map((row, index) => (index === 0 ? [0, 0, 0] : row)),
  );
  const { features, blanks } = judgeFeatures(table, kinds);
  assert.equal(blanks, 2);
  assert.ok(features.every(({ decision }) => decision === "undecided"));
  assert.ok(features[0]?.score !== null);
});

test("members of a positive control are found by their names at any rank, and missing ones are said", () => {
  const name = (rank: string, found: string, confidence: number) => ({ rank, name: found, confidence });
  const assignments = new Map([
    ["f1", { feature: "f1", names: [name("genus", "Salmo", 1), name("species", "Salmo_trutta", 0.9)] }],
    ["f2", { feature: "f2", names: [name("genus", "Gadus", 0.3)] }],
  ]);
  const controls = [
    { sample: "mock", expected: "Salmo trutta; Gadus;" },
    { sample: "s1", expected: "" },
  ];
  const recovered = recoverMembers(controls, tableOf(samples, counts), assignments, 0.8);
  assert.equal(
    positivesTable(recovered),
    "sample\texpected\tfound\treads\tfeatures\nmock\tSalmo trutta\tyes\t50\t1\nmock\tGadus\tno\t0\t0\n",
  );
  const [missing, unknown] = positiveWarnings(controls, recovered);
  assert.equal(missing, "positive control mock: 1 of 2 expected members were not found: Gadus");
  assert.match(unknown ?? "", /positive control s1: .*`expected`/);
});
