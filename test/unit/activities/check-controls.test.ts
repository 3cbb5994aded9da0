import assert from "node:assert/strict";
import { test } from "node:test";
import { createControlActivities } from "../../../activities/control-activities.js";
import { anAttempt } from "./an-attempt.js";

/** Checks the controls of a table of two features and three samples. */
async function checked(controls: string[], decontaminate = false) {
  const { file, run, stages, warnings } = await anAttempt("check_controls");
  const names = ["one", "two", "three"];
  const samples = names.map((name, at) => ({ name, metadata: { control: controls[at] ?? "" } }));
  const table = { table: await file(`feature\t${names.join("\t")}\na\t3\t2\t1\nb\t2\t5\t4\n`), mapped: { one: 5, two: 7, three: 5 } };
  const features = { sequences: await file(">a;size=6\nAC\n>b;size=11\nGT\n"), features: 2, count: 17 };
  const parameters = { decontaminate, min_confidence: 0.8, classifier: "sintax" } as const;
  const { value } = await createControlActivities({ stages }).checkControls({ run, table, features, samples, naming: null, parameters });
  return { files: value.artifacts.map(({ name }) => name), contaminants: value.contaminants, warnings };
}

test("with a positive control alone nothing is said of blanks", async () => {
  assert.deepEqual(await checked(["positive"]), { files: [], contaminants: null, warnings: [] });
});

test("with fewer than three blanks nothing is removed, and that is said", async () => {
  const { files, contaminants, warnings } = await checked(["negative_pcr", "negative_field"], true);
  assert.deepEqual([files, contaminants], [["controls.tsv"], null]);
  assert.deepEqual(warnings, [
    "2 blanks have reads: contaminants are told in controls.tsv, but not decided with fewer than 3; `decontaminate` removed nothing",
  ]);
});
