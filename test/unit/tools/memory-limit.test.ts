import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryLimitOf } from "../../../tools/memory-limit.js";

const MIB = 1024 ** 2;
const limit = (call: Partial<Parameters<typeof memoryLimitOf>[0]>, mostMib = 100_000) =>
  memoryLimitOf({ threads: 0, memoryBytes: 0, ...call }, mostMib * MIB).limitBytes / MIB;

test("a tool may take twice its estimate, at least 1 GiB, and room for its threads", () => {
  assert.equal(limit({ memoryBytes: 300 * MIB }), 1024);
  assert.equal(limit({ memoryBytes: 3000 * MIB }), 6000);
  assert.equal(limit({ threads: 64, memoryBytes: 3000 * MIB }), 7024);
});

test("each try may take as many times of it as it is told, and no more than the machine has for tools", () => {
  assert.equal(limit({ memoryLimitBytes: 64 * MIB }), 64);
  assert.equal(limit({ memoryLimitBytes: 64 * MIB, memoryScale: 4 }), 256);
  assert.equal(limit({ memoryBytes: 3000 * MIB, memoryScale: 2 }), 12_000);
  assert.equal(limit({ memoryBytes: 3000 * MIB, memoryScale: 2 }, 9000), 9000);
});
