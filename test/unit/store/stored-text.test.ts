import assert from "node:assert/strict";
import { test } from "node:test";
import { storedJson, storedText } from "../../../store/stored-text.js";

test("what PostgreSQL refuses is replaced, in values and in keys; text that only looks like it is kept", () => {
  assert.equal(storedText("a\0b"), "a\uFFFDb");
  const value = { "k\0": ["a\0b", "half \ud83d of a fish", "\u{1F41F}", "C:\\u0000\\ud83d", "\\\0"] };
  assert.deepEqual(JSON.parse(storedJson(value)), {
    "k\uFFFD": ["a\uFFFDb", "half \uFFFD of a fish", "\u{1F41F}", "C:\\u0000\\ud83d", "\\\uFFFD"],
  });
});
