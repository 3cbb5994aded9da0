import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, test } from "node:test";
import { pino } from "pino";
import { claimWorkFolder } from "../../../workers/work-folder.js";

let parent: string;

before(async () => {
  parent = await mkdtemp(join(tmpdir(), "avalanche-work-"));
});

after(() => rm(parent, { recursive: true }));

async function left(name: string, owner: unknown, daysAgo: number): Promise<void> {
  const file = join(parent, name, "owner.json");
  await mkdir(join(parent, name));
  await writeFile(file, JSON.stringify(owner));
  const at = new Date(Date.now() - daysAgo * 24 * 3_600_000);
  await utimes(file, at, at);
}

test("folders of processes that are gone are removed, those of living ones stay", async () => {
  const alive = { host: hostname(), pid: process.pid, startTime: null };
  await left("dead", { ...alive, startTime: 1 }, 0);
  await left("alive", alive, 30);
  await left("elsewhere", { host: "3f2a9c", pid: 7, startTime: 1 }, 2);
  await left("elsewhere-gone", { host: "3f2a9c", pid: 7, startTime: 1 }, 8);
  const own = await claimWorkFolder(parent, pino({ level: "silent" }));
  assert.deepEqual((await readdir(parent)).sort(), ["alive", "elsewhere", basename(own)].sort());
});
