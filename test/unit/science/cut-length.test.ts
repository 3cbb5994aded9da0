import assert from "node:assert/strict";
import { test } from "node:test";
import { commonLength, cutLength } from "../../../science/cut-length.js";

test("of a pair's reads is kept what the longest insert and the overlap need", () => {
  assert.equal(cutLength(300, 20, [230, 230]), 160);
  assert.equal(cutLength(301, 20, [230, 230]), 161);
});

test("where one read is short, the other reaches further", () => {
  assert.equal(cutLength(300, 20, [230, 120]), 200);
  assert.equal(cutLength(300, 20, [120, 230]), 200);
});

test("nothing is cut off where the reads are no longer, or where nobody knows the insert", () => {
  assert.equal(cutLength(300, 20, [160, 160]), null);
  assert.equal(cutLength(300, 20, [150, 100]), null);
  assert.equal(cutLength(null, 20, [230, 230]), null);
});

test("the common length is that of most reads", () => {
  assert.equal(commonLength([181, 181, 250, 180]), 181);
  assert.equal(commonLength([180, 181]), 181);
  assert.equal(commonLength([]), 0);
});
