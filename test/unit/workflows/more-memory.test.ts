import assert from "node:assert/strict";
import { test } from "node:test";
import { moreMemory } from "../../../workflows/more-memory.js";

const GIB = 1024 ** 3;
const error = { type: "OutOfMemory", message: "vsearch ran out of memory" } as const;

test("a try after one that ran out of memory gets twice as much, and says so", () => {
  const next = moreMemory(error, { limitBytes: GIB, mostBytes: 16 * GIB }, 1);
  assert.equal(next.scale, 2);
  assert.equal(next.error.message, "vsearch ran out of memory; the next try gets twice the memory, 2048 MiB");
  assert.equal(moreMemory(error, { limitBytes: 4 * GIB, mostBytes: 16 * GIB }, 4).scale, 8);
});

test("the last step is all that the machine has for tools", () => {
  const { error: told } = moreMemory(error, { limitBytes: 2 * GIB, mostBytes: 3 * GIB }, 2);
  assert.match(told.message, /all the memory for tools, 3072 MiB$/);
});

test("a try that failed for another reason leaves the memory as it is", () => {
  const other = { type: "ToolFailed", message: "no" } as const;
  assert.deepEqual(moreMemory(other, undefined, 4), { scale: 4, error: other });
});
