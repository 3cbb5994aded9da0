import assert from "node:assert/strict";
import { test } from "node:test";
import { placeOf, readBlastHits } from "../../../science/blast-hits.js";
import { pieces } from "./collector.js";

const WHOLE =
  "# BLASTN 2.12.0+\n# Query: #1\n# Fields: a, b\n# 2 hits found\n#1\ts0\n#1\ts7\n# BLASTN 2.12.0+\n# Query: b\n# 0 hits found\n# BLAST processed 2 queries\n";

test("rows are told from comments, also where a query is called like one", async () => {
  const rows: string[] = [];
  assert.deepEqual(await readBlastHits(pieces(WHOLE, 9), (row) => rows.push(row)), { queries: 2, queriesWithHits: 1, hits: 2 });
  assert.deepEqual(rows, ["#1\ts0", "#1\ts7"]);
  assert.equal(placeOf("s7"), 7);
});

test("output that is cut anywhere between its lines is refused", async () => {
  const lines = WHOLE.split("\n");
  for (let end = 0; end < lines.length - 1; end++)
    await assert.rejects(
      readBlastHits(pieces(`${lines.slice(0, end).join("\n")}\n`, 9), () => undefined),
      /cut short/,
      String(end),
    );
});
