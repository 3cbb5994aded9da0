import assert from "node:assert/strict";
import { test } from "node:test";
import { groupingOf, isUnfiltered } from "../../../activities/diversity-activities.js";
import { checkGroupBy } from "../../../activities/import-files.js";
import { inThread } from "../../../activities/in-thread.js";

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

test("group_by that is no column is refused with those that there are", () => {
  checkGroupBy("site", [{ metadata: { site: "x" } }]);
  checkGroupBy(undefined, []);
  assert.throws(() => checkGroupBy("sites", [{ metadata: { site: "x", date: "" } }]), /"sites".*it has site, date/);
  assert.throws(() => checkGroupBy("site", [{ metadata: {} }]), /no columns but those of its files/);
});

test("what a thread throws is thrown here, and one that is told to stop ends with the reason", async () => {
  const work = { table: "/nowhere", tree: null, folder: "/nowhere", options: {} };
  const watch = { signal: new AbortController().signal, progress: () => undefined };
  await assert.rejects(inThread("diversity-thread", work, watch), /ENOENT/);
  const stop = new AbortController();
  const running = inThread("diversity-thread", { ...work, table: "/dev/zero" }, { ...watch, signal: stop.signal });
  stop.abort(new Error("cancelled"));
  await assert.rejects(running, /cancelled/);
});
