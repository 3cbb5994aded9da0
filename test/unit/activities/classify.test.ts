import assert from "node:assert/strict";
import { test } from "node:test";
import { unnameableWarning } from "../../../activities/taxonomy-activities.js";

test("features that SINTAX cannot name are told with their number", () => {
  const sequence = "GGACCATTGTCGAAACCTGCACAGCAGAACGACCCGTGAACTAGT";
  assert.deepEqual(unnameableWarning([{ sequence }]), []);
  assert.deepEqual(unnameableWarning([{ sequence }, { sequence: sequence.slice(0, 38) }]), [
    "1 of 2 features have no names: SINTAX needs 39 bases that do not repeat themselves",
  ]);
});
