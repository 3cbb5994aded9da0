import assert from "node:assert/strict";
import { test } from "node:test";
import { groupingOf, isUnfiltered } from "../../../activities/diversity-activities.js";

test("groups leave out controls and samples without a value, unless controls are what is compared", () => {
  const samples = [
    { name: "a", metadata: { site: "x", control: "" } },
    { name: "b", metadata: { site: "", control: "" } },
    { name: "c", metadata: { site: "y", control: "negative_pcr" } },
  ];
  const parameters = (group_by: string) => ({ group_by, seed: 1, denoiser: "unoise3" as const, min_size: 4 });
  assert.deepEqual(groupingOf({ samples, parameters: parameters("site") }), { column: "site", groups: { a: "x" } });
  assert.deepEqual(groupingOf({ samples, parameters: parameters("control") })?.groups, { c: "negative_pcr" });
  assert.equal(isUnfiltered(parameters("site")), false);
});
