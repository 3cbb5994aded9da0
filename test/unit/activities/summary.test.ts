import assert from "node:assert/strict";
import { test } from "node:test";
import { cacheKey } from "../../../activities/cache-key.js";
import { ingredientsOf, readsInOrder } from "../../../activities/summary-activities.js";

type Input = Parameters<typeof ingredientsOf>[0];

const input = {
  params: { analysis_type: "taxonomic", parameters: { min_confidence: 0.8, classifier: "sintax" } },
  samples: [{ name: "pairs" }, { name: "single" }],
  reads: {
    check_input: { single: 4, pairs: 5 },
    filter_reads: { single: 4, pairs: 2 },
    map_reads: { pairs: 2, single: 0 },
    merge_pairs: { pairs: 3 },
  },
  features: { sequences: "artifact:1" },
  removed: null,
  contaminants: null,
  flagged: null,
  tags: [],
  table: { table: "artifact:2", mapped: { pairs: 2, single: 0 } },
  naming: {
    classified: { assignments: "artifact:3" },
    reference: { name: "a.fasta", sha256: "aa", sequences: "artifact:4", ranks: ["genus"] },
  },
} as unknown as Input;

const naming = input.naming as NonNullable<Input["naming"]>;

test("the tables of one reference are not reused for the same one under another name or from another file", () => {
  const key = (reference: object) =>
    cacheKey("summarise", ingredientsOf({ ...input, naming: { ...naming, reference: { ...naming.reference, ...reference } } }));
  assert.notEqual(key({}), key({ name: "b.fasta" }));
  assert.notEqual(key({}), key({ sha256: "bb" }));
  assert.equal(key({}), key({}));
});

test("reads stand in the order of stages and samples, whichever was ready first, and only where a sample took part", () => {
  assert.equal(
    JSON.stringify(readsInOrder(input)),
    JSON.stringify({
      check_input: { pairs: 5, single: 4 },
      merge_pairs: { pairs: 3 },
      filter_reads: { pairs: 2, single: 4 },
      map_reads: { pairs: 2, single: 0 },
    }),
  );
});
