import assert from "node:assert/strict";
import { test } from "node:test";
import { forEach } from "../../../../api/reconciler/servers.js";

const twenty = Array.from({ length: 20 }, (_, index) => index);

test("one job that fails each time does not hold up the others", async () => {
  const done: number[] = [];
  const work = async (item: number) => {
    if (item === 0) throw new Error("always");
    done.push(item);
  };
  await assert.rejects(forEach(twenty, work), /always/);
  assert.deepEqual(done, twenty.slice(1));
});

test("a server that is away is not asked for every job", async () => {
  let asked = 0;
  const work = async () => {
    asked++;
    throw new Error("away", { cause: Object.assign(new Error("no connection"), { code: 14 }) });
  };
  await assert.rejects(forEach(twenty, work), /away/);
  assert.ok(asked < twenty.length);
});

test("jobs that fail each by itself hold up no others, however many stand together", async () => {
  const done: number[] = [];
  const work = async (item: number) => {
    if (item < 16) throw new Error("always");
    done.push(item);
  };
  await assert.rejects(forEach(twenty, work), /always/);
  assert.deepEqual(done, twenty.slice(16));
});
