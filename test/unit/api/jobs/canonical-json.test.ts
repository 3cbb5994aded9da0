import assert from "node:assert/strict";
import { test } from "node:test";
import { canonicalJson } from "../../../../api/jobs/canonical-json.js";

test("the order of keys makes no difference, the order of a list does", () => {
  assert.equal(canonicalJson({ b: { d: 1, c: 2 }, a: [1, 2] }), canonicalJson({ a: [1, 2], b: { c: 2, d: 1 } }));
  assert.notEqual(canonicalJson([1, 2]), canonicalJson([2, 1]));
  assert.notEqual(canonicalJson({ a: "1" }), canonicalJson({ a: 1 }));
});
