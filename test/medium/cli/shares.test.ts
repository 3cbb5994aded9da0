import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { avalanche } from "../../e2e/avalanche.js";
import { type RunningApi, runApi, TOKEN } from "../api/running-api.js";

let api: RunningApi;

before(async () => {
  api = await runApi({ temporal: true, reconciler: true });
});

after(() => api.stop());

const run = (...args: string[]) =>
  avalanche(args, { AVALANCHE_API_URL: api.url, AVALANCHE_TOKEN: TOKEN, AVALANCHE_HOME: api.servers.home });

test("queues shows each queue, and its rate as it is set and taken away", async () => {
  const set = await run("queues", "rate", "downloads", "2.5");
  assert.deepEqual([set.status, set.stderr], [0, ""]);
  assert.match(set.stdout, /^Queue +Queued .*\ndownloads +0 .*2\.5\/s/);
  const all = await run("queues");
  assert.equal(all.status, 0);
  assert.deepEqual(
    all.stdout
      .trim()
      .split("\n")
      .map((line) => line.split(/ /)[0]),
    ["Queue", "default", "analysis", "training", "downloads", "maintenance"],
  );
  assert.equal(JSON.parse((await run("queues", "rate", "downloads", "none", "--json")).stdout).per_second, null);
  const unknown = await run("queues", "rate", "download", "2");
  assert.equal(unknown.status, 2);
  assert.match(unknown.stderr, /there is no queue "download"; the queues are default/);
  const bad = await run("queues", "rate", "downloads", "fast");
  assert.equal(bad.status, 2);
  assert.match(bad.stderr, /must be a number, such as 2 or 0\.5, or none/);
});

test("a job is submitted for later on another queue, and listed as scheduled", async () => {
  const { stdout, status } = await run("submit", "noop", "--countdown", "600", "--queue", "downloads");
  assert.equal(status, 0);
  const id = stdout.trim();
  assert.match((await run("status", id)).stdout, /on queue downloads[^]*starts at 20[^]*Due: +20/);
  const list = await run("list", "--scheduled", "--columns", "id,due");
  assert.match(list.stdout, new RegExp(`^Job +Due \\(UTC\\)\n${id} +20`));
});

test("purge says which jobs it would cancel, and cancels them with --yes", async () => {
  const id = (await run("submit", "noop", "--tag", "old")).stdout.trim();
  await run("submit", "noop");
  const dryRun = await run("purge", "--state", "pending", "--tag", "old");
  assert.deepEqual([dryRun.status, dryRun.stdout], [0, `1 job would be cancelled:\n  ${id}\n`]);
  assert.match(dryRun.stderr, /Nothing was cancelled.*--yes/);
  assert.equal((await run("purge", "--tag", "old", "--yes")).stdout, `Cancelling 1 job:\n  ${id}\n`);
  assert.equal((await run("wait", id)).status, 1);
  assert.match((await run("status", id)).stdout, /REVOKED/);
  assert.equal((await run("purge", "--tag", "old", "--yes")).stdout, "No such jobs.\n");
  assert.equal((await run("purge", "--state", "success")).status, 2);
});
