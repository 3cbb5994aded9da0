import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdir, writeFile } from "node:fs/promises";
import http from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { addArtifact } from "../../../store/job-artifacts.js";
import { until } from "../../until.js";
import { type RunningApi, runApi, TOKEN } from "./running-api.js";

let api: RunningApi;

before(async () => {
  api = await runApi();
});

after(() => api.stop());

const sha256 = (bytes: string | Buffer) => createHash("sha256").update(bytes).digest("hex");

interface Part {
  name: string;
  bytes: string | Buffer;
}

function upload(parts: Part[], field = "file") {
  const boundary = "b0undary";
  const body = Buffer.concat([
    ...parts.flatMap(({ name, bytes }) => [
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`,
      ),
      Buffer.from(bytes),
      Buffer.from("\r\n"),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
  return api.send("/api/v1/datasets", { method: "POST", body, headers: { "content-type": `multipart/form-data; boundary=${boundary}` } });
}

const incoming = () => join(api.servers.home, "artifacts", "incoming");

const FASTQ = "@r1\nACGT\n+\nII#I\n@r2\nAC\n+\nI#\n";

test("an upload says what each file is, and a bad one is kept with its fault and line", async () => {
  const files = [
    { name: "reads.fastq", bytes: FASTQ },
    { name: "packed.txt", bytes: gzipSync(FASTQ) },
    { name: "ref.fa", bytes: ">a\nAC\nGT\n>b\nA\n" },
    { name: "sheet.csv", bytes: "sample,fastq_1\ncreek,reads.fastq\n" },
    { name: "bad.fastq", bytes: "@r1\nACGT\n+\nIII\n" },
    { name: "cut.gz", bytes: gzipSync(FASTQ.repeat(50)).subarray(0, 40) },
    { name: "noise.bin", bytes: Buffer.from([1, 2, 3]) },
    { name: "empty.fa", bytes: "" },
  ];
  const answer = await upload(files);
  assert.equal(answer.status, 201, answer.text);
  const found = answer.json.files as {
    name: string;
    sha256: string;
    size_bytes: number;
    format: string;
    compressed: boolean;
    records: number | null;
    problem: string | null;
  }[];
  assert.deepEqual(
    found.map((file) => [file.name, file.format, file.compressed, file.records]),
    [
      ["reads.fastq", "fastq", false, 2],
      ["packed.txt", "fastq", true, 2],
      ["ref.fa", "fasta", false, 2],
      ["sheet.csv", "csv", false, 1],
      ["bad.fastq", "fastq", false, null],
      ["cut.gz", "fastq", true, null],
      ["noise.bin", "unknown", false, null],
      ["empty.fa", "unknown", false, null],
    ],
  );
  assert.deepEqual(
    found.map((file) => [file.sha256, file.size_bytes]),
    files.map(({ bytes }) => [sha256(bytes), Buffer.byteLength(bytes)]),
  );
  assert.match(String(found[4]!.problem), /^line \d+: /);
  assert.match(String(found[5]!.problem), /cut short/);
  assert.deepEqual(
    found.slice(0, 4).map((file) => file.problem),
    [null, null, null, null],
  );
  assert.deepEqual((await api.send(`/api/v1/datasets/${answer.json.dataset_id}`)).json, answer.json);
  assert.equal(answer.headers.location, `/api/v1/datasets/${answer.json.dataset_id}`);
  await writeFile(join(api.dataRoot, "ref.fasta"), ">r\nA\n");
  for (const reference of ["ref.fasta", answer.json.dataset_id]) {
    assert.equal((await api.submit({ task: "run_analysis", params: { dataset_id: answer.json.dataset_id, reference } })).status, 202);
  }
});

test("rows 16 and 39: names with a path, control characters or a twin are refused, odd ones are kept", async () => {
  for (const name of ["../../x", "/etc/passwd", "a/b", "a\\\\b", "..", ".", "", "a\tb", "a%0Ab", "n".repeat(256)]) {
    const answer = await upload([{ name, bytes: "x" }]);
    assert.deepEqual([answer.status, answer.json.type], [400, "urn:avalanche:problem:invalid-upload"], name);
  }
  assert.equal(
    (
      await upload([
        { name: "a", bytes: "1" },
        { name: "a", bytes: "2" },
      ])
    ).status,
    400,
  );
  assert.equal((await upload([])).status, 400);
  const odd = ["-x.fa", "a b;c.fa", "%22.fa", "🐟.fa", "\u00e9.fa", "e\u0301.fa", "n".repeat(255)];
  const answer = await upload(odd.map((name) => ({ name, bytes: ">a\nA\n" })));
  assert.deepEqual(
    answer.json.files.map((file: { name: string }) => file.name),
    odd.map((name) => name.replace("%22", '"')),
  );
});

test("row 39: more than 1,000 files are refused", async () => {
  const many = (count: number) => upload(Array.from({ length: count }, (_, index) => ({ name: `f${index}`, bytes: "x" })));
  assert.equal((await many(1001)).status, 400);
  assert.equal((await many(10_000)).status, 400);
  // Nothing is worked on behind the answer.
  assert.deepEqual(await readdir(incoming()), []);
});

test("fields that are no files, and uploads that break off, are refused and leave nothing behind", async () => {
  const body = '--b\r\nContent-Disposition: form-data; name="owner"\r\n\r\nx\r\n--b--\r\n';
  assert.equal(
    (await api.send("/api/v1/datasets", { method: "POST", body, headers: { "content-type": "multipart/form-data; boundary=b" } })).status,
    400,
  );
  const cut = '--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\nhalf';
  assert.equal(
    (await api.send("/api/v1/datasets", { method: "POST", body: cut, headers: { "content-type": "multipart/form-data; boundary=b" } }))
      .status,
    400,
  );
  const { hostname, port } = new URL(api.url);
  const before = await api.parts.db.query("select id from datasets");
  const request = http.request({
    hostname,
    port,
    path: "/api/v1/datasets",
    method: "POST",
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "multipart/form-data; boundary=b", "content-length": 10_000_000 },
  });
  request.on("error", () => undefined);
  request.write(`${cut}${"x".repeat(100_000)}`);
  await until("the upload to begin", async () => (await readdir(incoming())).length > 0);
  request.destroy();
  await until("what came of it to be gone", async () => (await readdir(incoming())).length === 0);
  assert.deepEqual(await api.parts.db.query("select id from datasets"), before);
});

test("a job's file is streamed with its length and checksum, and never shown as a page", async () => {
  const id = (await api.submit({ task: "noop" })).json.id as string;
  const bytes = `<script>alert(1)</script>${"x".repeat(100_000)}`;
  const stored = await api.parts.artifacts.create((path) => writeFile(path, bytes));
  const names = ["report.html", 'odd "name";\r\nx: y.txt', "🐟.tsv"];
  for (const name of names)
    await addArtifact(api.parts.db, id, { name, sha256: stored.sha256, size_bytes: stored.sizeBytes, media_type: "text/html" });
  assert.equal((await api.send(`/api/v1/jobs/${id}/artifacts`)).json.artifacts.length, 3);
  for (const name of names) {
    const path = `/api/v1/jobs/${id}/artifacts/${encodeURIComponent(name)}`;
    const answer = await api.send(path);
    assert.equal(answer.text, bytes);
    assert.equal(answer.headers["content-length"], String(bytes.length));
    assert.equal(answer.headers.etag, `"${sha256(bytes)}"`);
    assert.match(String(answer.headers["content-disposition"]), /^attachment; filename=/);
    assert.deepEqual([answer.headers["x-content-type-options"], answer.headers.x], ["nosniff", undefined]);
    assert.equal((await api.send(path, { headers: { "if-none-match": `"${sha256(bytes)}"` } })).status, 304);
    const part = await api.send(path, { headers: { range: "bytes=8-12" } });
    assert.deepEqual([part.status, part.text], [206, bytes.slice(8, 13)]);
    const head = await api.send(path, { method: "HEAD" });
    assert.deepEqual([head.status, head.text, head.headers["content-length"]], [200, "", String(bytes.length)]);
  }
  for (const name of ["nothing", "..%2f..%2ftoken", "%2e%2e", "%00", "report.html%00"])
    assert.equal((await api.send(`/api/v1/jobs/${id}/artifacts/${name}`)).status, 404, name);
});
