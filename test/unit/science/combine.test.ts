import assert from "node:assert/strict";
import { test } from "node:test";
import { CombinedTable, combinedNames } from "../../../science/combine.js";
import { tableOf } from "./diversity/golden.js";

test("sample names of several tables, also in other letters, get their table's place in front", () => {
  const part = (...names: string[]) => ({ samples: names.map((name) => ({ name, metadata: {} })) });
  assert.deepEqual(combinedNames([part("creek", "lake"), part("Creek", "sea")]), {
    names: [
      ["1.creek", "lake"],
      ["2.Creek", "sea"],
    ],
    twice: ["creek", "Creek"],
  });
});

test("names that would be too alike in one table get their place too", () => {
  const part = (...names: string[]) => ({ samples: names.map((name) => ({ name, metadata: {} })) });
  assert.deepEqual(combinedNames([part("site a"), part("site_a", "b")]).names, [["1.site a"], ["2.site_a", "b"]]);
});

test("equal features add up, in the canonical order, whichever table comes first", () => {
  const [one, other] = [
    tableOf(
      ["a", "b"],
      [
        [5, 0],
        [1, 2],
      ],
      ["x", "y"],
    ),
    tableOf(["a"], [[4, 9]], ["y", "z"]),
  ];
  const of = (ids: string[]) => ids.map((id) => ({ id, sequence: id.toUpperCase() }));
  const combined = new CombinedTable(["1.a", "b", "2.a"]);
  combined.add(one, ["1.a", "b"], of(["x", "y"]));
  combined.add(other, ["2.a"], of(["y", "z"]));
  assert.deepEqual(
    combined.features.map(({ id, size }) => [id, size]),
    [
      ["z", 9],
      ["x", 6],
      ["y", 6],
    ],
  );
  assert.deepEqual(combined.table.depths, { "1.a": 5, b: 3, "2.a": 13 });
  assert.equal(combined.table.count("y", "2.a"), 4);
});
