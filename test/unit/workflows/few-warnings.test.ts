import assert from "node:assert/strict";
import { test } from "node:test";
import { fewWarnings } from "../../../workflows/few-warnings.js";

test("of many samples with one fault ten are named and the others counted, after what else there is", () => {
  const merged = Array.from({ length: 500 }, (_, index) => `s${index}: only ${60 + (index % 20)} % of the pairs could be merged`);
  const told = fewWarnings([...merged, "99.4 % of the reads could be counted for a feature", merged[0]!]);
  assert.deepEqual(told.slice(0, 10), merged.slice(0, 10));
  assert.deepEqual(told.slice(10), [
    "99.4 % of the reads could be counted for a feature",
    "490 others: only N % of the pairs could be merged",
  ]);
  assert.deepEqual(fewWarnings(merged.slice(0, 10)), merged.slice(0, 10));
  const analyses = Array.from({ length: 12 }, (_, index) => `job ${index} was made in another way than job 0: min_size 2 instead of 4`);
  assert.equal(fewWarnings(analyses).at(-1), "2 others: min_size N instead of N");
});
