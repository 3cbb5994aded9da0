import assert from "node:assert/strict";
import { test } from "node:test";
import { referenceEntry } from "../../../contracts/reference-list.js";
import { References } from "../../../store/references.js";
import { openDatabase } from "./open-database.js";

const { db } = await openDatabase();

test("a reference that an older release installed, which counted less of it, is listed and given to jobs", async () => {
  const references = new References(db);
  await references.register({
    ...{ name: "own", version: "1", owner: "me", jobId: "job_1", activate: true, licence: null, citation: null },
    reference: {
      ...{ name: "own@1", sha256: "ab", sequences: "artifact:01", subjects: "artifact:02", count: 2, ranks: ["genus"] },
      index: { files: [] },
      misses: ["COI-Leray"],
    },
    found: { headerFormat: "sintax", unnamed: 0, conflicts: 0, ambiguous: 1, minLength: 240, maxLength: 260 },
  });
  assert.equal((await references.list())[0]?.ambiguous, 1);
  await db.query("update reference_versions set reference = reference - 'misses', detail = detail - 'ambiguous'");
  assert.equal(referenceEntry.parse((await references.list())[0]).ambiguous, null);
  assert.equal((await references.installed("own"))?.misses, undefined);
});
