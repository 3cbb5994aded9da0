import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { placesAt } from "../../../../cli/upload/places.js";

const PARAMS = { datasets: ["creek", "lake"], members: [{ params: { dataset_path: "a" } }, { params: {} }, null], reference: "silva" };

describe("where parameters name files", () => {
  test("a plain parameter, each of a list, and one of each in a list", () => {
    assert.deepEqual(valuesAt("reference"), ["silva"]);
    assert.deepEqual(valuesAt("datasets.*"), ["creek", "lake"]);
    assert.deepEqual(valuesAt("members.*.params.dataset_path"), ["a"]);
  });

  test("what is not there, or is no list, is nowhere", () => {
    assert.deepEqual(valuesAt("dataset_path"), []);
    assert.deepEqual(valuesAt("reference.*"), []);
    assert.deepEqual(valuesAt("reference.path"), []);
    assert.deepEqual(placesAt(undefined, "members.*"), []);
  });

  test("a value can be put in the place of another", () => {
    const params = structuredClone(PARAMS);
    for (const { holder, name, value } of placesAt(params, "datasets.*")) holder[name] = `ds_${value as string}`;
    assert.deepEqual(params.datasets, ["ds_creek", "ds_lake"]);
  });
});

function valuesAt(dotted: string): unknown[] {
  return placesAt(PARAMS, dotted).map(({ value }) => value);
}
