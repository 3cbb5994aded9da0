import assert from "node:assert/strict";
import { test } from "node:test";
import { removeFeatures } from "../../../activities/remove-features.js";
import { parseFeatureTable } from "../../../science/feature-table.js";
import { anAttempt } from "./an-attempt.js";

const TABLE = "feature\tcreek\tlake\na\t3\t0\nb\t2\t5\nc\t0\t1\n";
const FASTA = ">a;size=2\nAC\n>b;size=6\nGT\n>c;size=1\nTT\n";

async function without(...ids: string[]) {
  const { context, file, run, textOf } = await anAttempt("check_marker");
  const features = { sequences: await file(FASTA), features: 3, count: 9 };
  const table = { table: await file(TABLE), mapped: { creek: 5, lake: 6 } };
  const removal = { features: new Set(ids), hint: "all are flagged: look at `remove_flagged`" };
  return { textOf, ...(await removeFeatures(context, run, { features, table }, parseFeatureTable(TABLE), removal)) };
}

test("features that are removed leave the table and the sequences, and take their reads of the table with them", async () => {
  const { features, table, removed, textOf } = await without("b");
  assert.equal(await textOf(table.table), "feature\tcreek\tlake\na\t3\t0\nc\t0\t1\n");
  assert.deepEqual(table.mapped, { creek: 3, lake: 1 });
  assert.equal(await textOf(features.sequences), ">a;size=2\nAC\n>c;size=1\nTT\n");
  assert.deepEqual([features.features, features.count], [2, 3]);
  assert.equal(await textOf(removed), ">b;size=7\nGT\n");
});

test("where no read would be left the stage and its parameter are named", async () => {
  await assert.rejects(without("a", "b", "c"), {
    type: "NothingLeft",
    message: "0 of 11 reads left after stage check_marker; all are flagged: look at `remove_flagged`",
  });
});

test("a feature that is not there is not removed without a word", async () => {
  await assert.rejects(without("z"), { type: "CountMismatch" });
});
