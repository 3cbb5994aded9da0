import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import http from "node:http";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { endJob } from "../../../store/endings.js";
import { Jobs } from "../../../store/jobs.js";
import { newJob } from "../new-job.js";
import { type RunningApi, runApi, TOKEN } from "./running-api.js";

const FILE = "otu\tcount\n".repeat(5000);

let api: RunningApi;
let id: string;

before(async () => {
  api = await runApi();
  const row = newJob();
  id = row.input.id;
  await new Jobs(api.parts.db).submit(row);
  const { sha256, sizeBytes } = await api.parts.artifacts.create((path) => writeFile(path, FILE));
  const artifacts = [{ name: "counts.tsv", sha256, size_bytes: sizeBytes, media_type: "text/tab-separated-values" }];
  await endJob(api.parts.db, id, { state: "SUCCESS", result: { text: "much the same ".repeat(5000) }, artifacts });
});
after(() => api.stop());

const get = (path: string, headers: Record<string, string>) =>
  new Promise<{ headers: http.IncomingHttpHeaders; status: number; body: Buffer }>((resolve, reject) => {
    const sent = http.get(`${api.url}${path}`, { headers: { authorization: `Bearer ${TOKEN}`, ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve({ headers: response.headers, status: response.statusCode ?? 0, body: Buffer.concat(chunks) }));
    });
    sent.on("error", reject);
  });

test("P8: a result is packed for a client that asks for it, as `curl --compressed` does, and is the same", async () => {
  const path = `/api/v1/jobs/${id}/result`;
  const plain = await get(path, {});
  const packed = await get(path, { "accept-encoding": "gzip" });
  assert.equal(plain.headers["content-encoding"], undefined);
  assert.equal(packed.headers["content-encoding"], "gzip");
  assert.match(packed.headers.vary ?? "", /accept-encoding/i);
  assert.ok(packed.body.length < plain.body.length / 5);
  assert.deepEqual(gunzipSync(packed.body), plain.body);
  const curl = async (...flags: string[]) => {
    const args = ["-s", "-o", "/dev/null", "-w", "%{size_download}", "-H", `Authorization: Bearer ${TOKEN}`, ...flags, `${api.url}${path}`];
    return Number((await promisify(execFile)("curl", args)).stdout);
  };
  assert.ok((await curl("--compressed")) < (await curl()) / 5);
});

test("a file, and a part of it, come as they are stored, whatever the client takes", async () => {
  const path = `/api/v1/jobs/${id}/artifacts/counts.tsv`;
  const asked = { "accept-encoding": "gzip, br" };
  const whole = await get(path, asked);
  assert.deepEqual([whole.headers["content-encoding"], whole.headers["content-length"]], [undefined, String(FILE.length)]);
  assert.equal(whole.body.toString(), FILE);
  const part = await get(path, { ...asked, range: "bytes=10-13" });
  assert.deepEqual([part.status, part.headers["content-encoding"], part.body.toString()], [206, undefined, "otu\t"]);
});

test("a stream of events is not packed, so that no event waits for the next", async () => {
  const { headers, body } = await get(`/api/v1/jobs/${id}/events`, { "accept-encoding": "gzip", accept: "text/event-stream" });
  assert.equal(headers["content-encoding"], undefined);
  assert.match(headers["cache-control"] ?? "", /no-transform/);
  assert.match(body.toString(), /"SUCCESS"/);
});
