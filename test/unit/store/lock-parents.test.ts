import assert from "node:assert/strict";
import { test } from "node:test";
import type { Query } from "../../../store/database.js";
import { lockParents } from "../../../store/lock-parents.js";

async function locked(ids: string[]): Promise<{ ancestors: string[]; themselves: string[]; sql: string } | null> {
  let asked: { ancestors: string[]; themselves: string[]; sql: string } | null = null;
  const query = ((sql: string, [ancestors, themselves]: [string[], string[]]) => {
    asked = { ancestors, themselves, sql };
    return Promise.resolve([]);
  }) as unknown as Query;
  await lockParents(query, ids);
  return asked;
}

test("a member's ancestors are all the ids that its own begins with", async () => {
  assert.deepEqual((await locked(["job_a.3.7", "job_a.4", "job_b"]))?.ancestors.sort(), ["job_a", "job_a.3"]);
  assert.deepEqual((await locked(["job_a.12.callback"]))?.ancestors.sort(), ["job_a", "job_a.12"]);
});

test("they are locked in one order, in which a parent comes before its members", async () => {
  const { sql, themselves } = (await locked(["job_a.3"]))!;
  assert.match(sql, /order by id collate "C" for update/);
  assert.deepEqual(themselves, ["job_a.3"]);
  assert.deepEqual(["job_a.3.7", "job_a", "job_a.3"].sort(), ["job_a", "job_a.3", "job_a.3.7"]);
});

test("without jobs nothing is asked", async () => {
  assert.equal(await locked([]), null);
});
