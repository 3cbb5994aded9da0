import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { readEndpoints, removeEndpoints, writeEndpoints } from "../../../local/endpoints.js";
import { lockHome } from "../../../local/home-lock.js";

const home = mkdtempSync(join(tmpdir(), "endpoints-"));
after(() => rmSync(home, { recursive: true }));

const endpoints = {
  api: "http://127.0.0.1:8080",
  temporal: "127.0.0.1:7233",
  codec: "http://127.0.0.1:8081",
  database: "postgres://avalanche:secret@127.0.0.1:5432/avalanche",
};

test("the addresses of a run stand in a file that only its owner reads, until it stops", () => {
  writeEndpoints(home, endpoints);
  assert.deepEqual(readEndpoints(home), endpoints);
  assert.equal(statSync(join(home, "endpoints.json")).mode & 0o777, 0o600);
  removeEndpoints(home);
  assert.equal(readEndpoints(home), undefined);
});

test("a second run on the same home is told where the first one is", async () => {
  const unlock = await lockHome(home);
  writeEndpoints(home, endpoints);
  await assert.rejects(
    lockHome(home),
    new RegExp(`runs on ${home} already \\(process ${process.pid}\\); its API is at http://127.0.0.1:8080`),
  );
  unlock();
  (await lockHome(home))();
});
