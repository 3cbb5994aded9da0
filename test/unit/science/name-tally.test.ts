import assert from "node:assert/strict";
import { test } from "node:test";
import { NameTally } from "../../../science/name-tally.js";

function tallyOf(names: Iterable<string>, most?: number) {
  const tally = new NameTally(most);
  for (const name of names) tally.add(name);
  return { repeated: tally.repeated, isComplete: tally.isComplete };
}

function* numbered(count: number) {
  for (let index = 0; index < count; index++) yield `M00001:1:000000000-A:1:1101:${index}:${index % 7}`;
}

test("names that came before are counted, each as often as it comes again", () => {
  assert.deepEqual(tallyOf(["a", "b", "a", "A", "a", ""]), { repeated: 2, isComplete: true });
  assert.deepEqual(tallyOf([...numbered(300_000), ...numbered(1000)]), { repeated: 1000, isComplete: true });
});

test("of more names than are remembered, the count is the least that there can be, and says so", () => {
  assert.deepEqual(tallyOf([...numbered(1500), ...numbered(1500)], 1000), { repeated: 1000, isComplete: false });
  assert.deepEqual(tallyOf([...numbered(1000), ...numbered(1000)], 1000), { repeated: 1000, isComplete: true });
});

test("memory does not grow with the number of names", () => {
  const before = process.memoryUsage().arrayBuffers;
  const tally = new NameTally();
  for (const name of numbered(3_000_000)) tally.add(name);
  assert.equal(tally.isComplete, false);
  const grown = process.memoryUsage().arrayBuffers - before;
  // Tables that it outgrew may still be there.
  assert.ok(grown < 64 * 1024 * 1024, `${grown} bytes`);
});
