import assert from "node:assert/strict";
import { test } from "node:test";
import { groupTable } from "../../../../science/diversity/group-tests.js";
import { measureDiversity } from "../../../../science/diversity/measure.js";
import { brayCurtis } from "../../../../science/diversity/beta.js";
import { tableOf } from "./golden.js";

const table = tableOf(
  ["deep", "other", "shallow", "none"],
  [
    [50, 30, 0],
    [10, 0, 60],
    [1, 1, 1],
    [0, 0, 0],
  ],
);
const options = { rarefactionDepth: null, isUnfiltered: false, grouping: null, seed: 1 };
const measure = (more: Partial<Parameters<typeof measureDiversity>[2]> = {}) =>
  measureDiversity(table, null, { ...options, ...more }, () => undefined);

test("a sample without reads has a row of its own and is compared with no other", () => {
  const { files, warnings } = measure();
  assert.match(files["alpha_diversity.tsv"] ?? "", /^none\t0\t0\t\t$/m);
  assert.equal(files["beta_bray_curtis.tsv"]?.split("\n")[0], "sample\tdeep\tother\tshallow");
  assert.deepEqual(warnings, ["1 of 4 samples have no reads, and are not compared with others: none"]);
});

test("at a rarefaction depth shallower samples are left out, and said", () => {
  const { files, warnings } = measure({ rarefactionDepth: 20 });
  assert.equal(files["beta_jaccard.tsv"]?.split("\n")[0], "sample\tdeep\tother");
  assert.match(files["alpha_diversity.tsv"] ?? "", /^shallow\t3\t3\t1.09861\t0.666667\t$/m);
  assert.match(warnings.join(), /2 of 4 samples have fewer than 20 reads, the rarefaction_depth.*: shallow, none/);
  assert.deepEqual(measure({ rarefactionDepth: 20 }), { files, warnings });
});

test("Chao1 and Good's coverage are there for unfiltered counts only, and say so", () => {
  assert.doesNotMatch(measure().files["alpha_diversity.tsv"] ?? "", /chao1/);
  assert.match(measure({ isUnfiltered: true }).files["alpha_diversity.tsv"] ?? "", /^.*chao1_of_unfiltered_counts\tgoods_coverage_of/);
});

test("groups that cannot be tested are said with the reason, and the table stands empty", () => {
  const compared = tableOf(
    ["a", "b", "c"],
    [
      [5, 1],
      [4, 2],
      [1, 7],
    ],
  );
  const measures = new Map([["bray_curtis", brayCurtis(compared)]]);
  const tell = (groups: Record<string, string>) => groupTable(measures, { column: "site", groups }, 1);
  assert.match(tell({ a: "x", b: "x", c: "x" }).warnings[0] ?? "", /3 samples .* in 1 group; at least two/);
  assert.match(tell({ a: "x", b: "y", c: "z" }).warnings[0] ?? "", /each of 3 samples is a group by itself/);
  assert.deepEqual(tell({}).rows, []);
  assert.equal(tell({ a: "x", b: "x", c: "y" }).rows.length, 2);
});

test("groups of two have no spread that chance could be held against: PERMDISP tells no p, and says why", () => {
  const pairs = tableOf(
    ["a", "b", "c", "d"],
    [
      [5, 1, 0],
      [4, 2, 1],
      [1, 7, 2],
      [0, 9, 9],
    ],
  );
  const measures = new Map([["bray_curtis", brayCurtis(pairs)]]);
  const { rows, warnings } = groupTable(measures, { column: "site", groups: { a: "x", b: "x", c: "y", d: "y" } }, 1);
  assert.deepEqual(rows[1]?.slice(5, 8), ["", "", ""]);
  assert.match(warnings.join(), /PERMDISP of site says nothing: .* as in groups of one or two/);
  assert.ok(Number(rows[0]?.[7]) > 0.3, String(rows[0]));
});
