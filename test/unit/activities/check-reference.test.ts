import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstalledReference } from "../../../contracts/analysis.js";
import { schema } from "../../../contracts/tasks/run-analysis/schema.js";
import { cacheKey } from "../../../activities/cache-key.js";
import { referenceIngredients, referenceWarnings, regionsMissed } from "../../../activities/check-reference.js";

const parameters = { marker: null, forward_primer: null, reverse_primer: null, min_length: null, max_length: null };
const v4 = {
  ...parameters,
  marker: "16S-V4",
  forward_primer: "GTGYCAGCMGCCGCGGTAA",
  reverse_primer: "GGACTACNVGGGTWTCTAAT",
  min_length: 200,
  max_length: 300,
} as const;

const survey = (lengths: number[]) => ({
  ranks: ["genus"],
  sequences: lengths.length,
  unnamed: 0,
  lengths: new Map(lengths.map((length) => [length, 1])),
  sample: lengths.map((length) => Buffer.from("A".repeat(length))),
});

test("sequences that SINTAX cannot match in whole, and those without names, are told with their numbers", () => {
  assert.deepEqual(referenceWarnings({ ...survey([20, 38, 39, 250]), unnamed: 1 }, parameters), [
    "1 of 4 sequences have no names",
    "2 of 4 sequences are shorter than 39 bases; SINTAX names no feature that is so short",
  ]);
});

test("a reference of another region is told, one that a tenth of suits is not", () => {
  const long = Array.from({ length: 9 }, (_, index) => 400 + index);
  assert.deepEqual(referenceWarnings(survey([...long, 250]), v4), []);
  assert.match(referenceWarnings(survey(long), v4).join(), /^none of 9 sequences reach over the region of 16S-V4:/);
  assert.match(
    referenceWarnings({ ...survey([...long, 409, 250]), sequences: 5000 }, v4).join(),
    /^only 1 of 11 sequences that were looked at, of 5,000 in all, reach over/,
  );
  assert.deepEqual(referenceWarnings(survey(long), parameters), []);
});

test("another marker is another check of the same reference", () => {
  const file = { name: "r.fasta", artifact: "artifact:00" } as const;
  const key = (given: Parameters<typeof referenceIngredients>[1]) => cacheKey("check_reference", referenceIngredients(file, given));
  assert.notEqual(key(v4), key({ ...v4, min_length: 100 }));
});

test("an installed reference knows the markers that it misses, and a submit that names one of them is warned", () => {
  const misses = regionsMissed(survey(Array.from({ length: 20 }, (_, index) => 240 + index)));
  assert.ok(!misses.includes("16S-V4") && misses.includes("16S-V3V4") && misses.includes("12S-Teleo"), misses.join());
  const task = schema as Required<typeof schema>;
  const warnings = (marker?: string, known: Partial<InstalledReference> = { misses }) =>
    task.warn(task.params.parse({ dataset_path: "reads", reference: "own", parameters: { marker } }), {
      name: "own@1",
      ...known,
    } as InstalledReference);
  assert.match(warnings("16S-V3V4").join(), /^the reference own@1 is of another region than 16S-V3V4:/);
  assert.deepEqual([warnings("16S-V4"), warnings()], [[], []]);
  assert.deepEqual(warnings("16S-V3V4", {}), [], "an older release installed it");
});
