import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { memberRows } from "../../../science/swarms.js";

test("each member stands with the seed of its swarm", async () => {
  const rows: string[] = [];
  for await (const row of memberRows(Readable.from(["aa;size=9 cc;size=2", "bb;size=4;"]))) rows.push(row);
  assert.deepEqual(rows, ["aa\taa\n", "cc\taa\n", "bb\tbb\n"]);
});
