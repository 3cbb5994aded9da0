import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { memberRows } from "../../../science/swarms.js";

const ids = new Map([
  ["creek.1", "aa"],
  ["creek.2/1", "cc"],
  ["lake.1", "bb"],
]);

test("each member stands with the seed of its swarm, in one order however they were found", async () => {
  const rows = ["aa\taa\n", "bb\tbb\n", "cc\taa\n"];
  assert.deepEqual(await memberRows(Readable.from(["creek.1;size=9 creek.2/1;size=2", "lake.1;size=4;"]), ids), rows);
  assert.deepEqual(await memberRows(Readable.from(["lake.1;size=4", "creek.1;size=9 creek.2/1;size=2"]), ids), rows);
});

test("an answer for a sequence that was not asked for is no answer", async () => {
  await assert.rejects(memberRows(Readable.from(["x;size=9"]), ids), /unknown sequence: x;size=9/);
});
