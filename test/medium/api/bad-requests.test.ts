import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Answer, type RunningApi, runApi } from "./running-api.js";

let api: RunningApi;

before(async () => {
  api = await runApi();
  await mkdir(join(api.dataRoot, "raw"));
  await writeFile(join(api.dataRoot, "raw/a.fasta"), ">a\nACGT\n");
  await writeFile(join(api.dataRoot, "ref.fasta"), ">r;tax=d:Bacteria\nACGT\n");
});

after(() => api.stop());

const analysis = (params: Record<string, unknown> = {}) => ({
  task: "run_analysis",
  params: { dataset_path: "raw/a.fasta", reference: "ref.fasta", ...params },
});

async function jobs(): Promise<number> {
  const [row] = await api.parts.db.query<{ count: number }>("select count(*) from jobs");
  return row!.count;
}

/** The problem's form, and that nothing has begun. */
async function refused(answer: Answer, status: number, type: string): Promise<Answer> {
  assert.equal(answer.status, status, answer.text);
  assert.match(String(answer.headers["content-type"]), /^application\/problem\+json/);
  assert.equal(answer.json.type, `urn:avalanche:problem:${type}`);
  assert.equal(answer.json.status, status);
  assert.match(answer.json.correlation_id, /^[0-9a-f-]{36}$/);
  assert.doesNotMatch(answer.text, /node_modules|\.ts:|at [A-Z]\w+\.|\/tmp\//);
  assert.equal(await jobs(), 0);
  return answer;
}

const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
  api.send("/api/v1/jobs", { method: "POST", body, headers: { "content-type": "application/json", ...headers } });

const pathsOf = (answer: Answer) => (answer.json.issues as { path: string }[]).map((issue) => issue.path);

test("row 1: an empty body, null, a list and a text are refused", async () => {
  await refused(await post(""), 400, "invalid-json");
  for (const body of ["null", "[]", '"x"', "1"]) await refused(await post(body), 400, "invalid-request");
});

test("row 2: what is not JSON is refused, and so is a key given twice", async () => {
  for (const body of [
    "{",
    '{"task":"noop",}',
    '{"task":"noop","task":"noop"}',
    '{"task":"noop","params":{"seconds":1,"seconds":2}}',
    "{'task':1}",
    "// a\n{}",
  ]) {
    await refused(await post(body), 400, "invalid-json");
  }
  await refused(await post(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])), 400, "invalid-json");
  for (const text of ["\\u0000", "\\ud800"])
    await refused(await post(`{"task":"noop","options":{"tags":["${text}"]}}`), 400, "invalid-json");
});

test("row 3: a body of 11 MB is refused, also where its length is not told", async () => {
  const body = Buffer.alloc(11_000_000, " ");
  await refused(await post(body), 413, "too-large");
  await refused(await post(body, { "transfer-encoding": "chunked" }), 413, "too-large");
});

test("row 4: JSON nested 100,000 deep is refused, and the process goes on", async () => {
  await refused(await post(`${"[".repeat(100_000)}${"]".repeat(100_000)}`), 400, "invalid-json");
  await refused(await post(`{"task":"noop","params":${'{"a":'.repeat(100)}1${"}".repeat(100)}}`), 400, "invalid-json");
});

test("row 5: keys that reach into objects of the language are refused", async () => {
  for (const body of [
    '{"__proto__":{"isAdmin":true}}',
    '{"task":"noop","params":{"constructor":{"prototype":{"isAdmin":true}}}}',
    '{"\\u005f_proto__":1}',
  ]) {
    await refused(await post(body), 400, "invalid-json");
  }
  assert.equal(({} as { isAdmin?: boolean }).isAdmin, undefined);
});

test("row 6: an unknown task is refused with the list of tasks", async () => {
  for (const task of ["os.system", "run_analysis ", "RUN_ANALYSIS", "toString", ""]) {
    const answer = await refused(await api.submit({ task, params: {} }), 400, "invalid-request");
    assert.deepEqual(pathsOf(answer), ["task"]);
    if (task !== "") assert.match(answer.text, /noop, run_analysis/);
  }
  const long = await refused(await api.submit({ task: "x".repeat(10_000) }), 400, "invalid-request");
  assert.ok(long.text.length < 1000);
});

test("row 7: every unknown field is named, and so is every other issue", async () => {
  assert.deepEqual(pathsOf(await refused(await api.submit({ ...analysis(), paramaters: {} }), 400, "invalid-request")), ["paramaters"]);
  const deep = await refused(
    await api.submit(analysis({ paramaters: {}, parameters: { min_confidnce: 1, min_size: 0 } })),
    400,
    "invalid-request",
  );
  assert.deepEqual(pathsOf(deep).sort(), ["params.paramaters", "params.parameters.min_confidnce", "params.parameters.min_size"]);
  const owned = await refused(await api.submit({ ...analysis(), owner: "x", state: "SUCCESS" }), 400, "invalid-request");
  assert.deepEqual(pathsOf(owned), ["owner", "state"]);
});

test("row 8: an analysis type is written as it is", async () => {
  for (const type of ["Taxonomic", 1, ["taxonomic"], null, "taxonomic "]) {
    assert.deepEqual(pathsOf(await refused(await api.submit(analysis({ analysis_type: type })), 400, "invalid-request")), [
      "params.analysis_type",
    ]);
  }
  await refused(await api.submit(analysis({ analysis_type: "taxonomic\0" })), 400, "invalid-json");
});

test("row 9: a confidence is a number from 0 to 1", async () => {
  for (const value of ["-0.1", "1.0001", '"0.8"', "1e309", "null"]) {
    const body = `{"task":"run_analysis","params":{"dataset_path":"raw/a.fasta","reference":"ref.fasta","parameters":{"min_confidence":${value}}}}`;
    assert.deepEqual(pathsOf(await refused(await post(body), 400, "invalid-request")), ["params.parameters.min_confidence"], value);
  }
  await refused(await post('{"task":"run_analysis","params":{"parameters":{"min_confidence":NaN}}}'), 400, "invalid-json");
});

test("row 14: paths that leave the data root are refused", async () => {
  const paths = [
    "/etc/passwd",
    "../../x",
    "data/../../x",
    "file:///etc/passwd",
    "data\\..\\x",
    "%2e%2e%2f",
    "",
    ".",
    "x".repeat(5000),
    "a\nb",
    "raw//a.fasta",
  ];
  for (const path of paths) {
    const answer = await refused(await api.submit(analysis({ dataset_path: path })), 400, "invalid-request");
    assert.deepEqual(pathsOf(answer), ["params.dataset_path"], path);
  }
  await refused(await api.submit(analysis({ dataset_path: "data/raw/\0.fa" })), 400, "invalid-json");
});

test("row 16: a file that is not there is named as such, and odd names reach no other file", async () => {
  for (const path of ["raw/nothing.fasta", "-x.fa", "a b;c.fa", "'\".fa", "🐟.fa", "\u202eafsaf.fa", "n".repeat(255)]) {
    const answer = await refused(await api.submit(analysis({ dataset_path: path })), 400, "invalid-request");
    assert.match(answer.text, /no such file under the data root/);
  }
  const missing = await refused(
    await api.submit(analysis({ dataset_path: undefined, dataset_id: `ds_${"0".repeat(26)}` })),
    400,
    "invalid-request",
  );
  assert.deepEqual(pathsOf(missing), ["params.dataset_id"]);
});

test("row 33: other content types, compressed bodies and other characters are refused", async () => {
  for (const type of [
    "text/plain",
    "application/json;charset=utf-7",
    "APPLICATION/JSON ",
    "application/jsonx",
    "application/json, text/plain",
    "application/x-www-form-urlencoded",
  ]) {
    await refused(await post('{"task":"noop"}', { "content-type": type }), 415, "unsupported-media-type");
  }
  await refused(await post('{"task":"noop"}', { "content-encoding": "gzip" }), 415, "unsupported-media-type");
  const upload = (type: string) => api.send("/api/v1/datasets", { method: "POST", body: "x", headers: { "content-type": type } });
  await refused(await upload("multipart/form-data"), 400, "invalid-upload");
  await refused(await upload("application/json"), 415, "unsupported-media-type");
});

test("row 40: tags are a few short texts", async () => {
  for (const tags of [[{ a: 1 }], [1], ["x".repeat(65)], Array(21).fill("x"), "x"]) {
    await refused(await api.submit({ task: "noop", options: { tags } }), 400, "invalid-request");
  }
});

test("a soft limit above the hard one, and priorities outside 1 to 5, are refused", async () => {
  await refused(await api.submit({ task: "noop", options: { soft_time_limit: 8, time_limit: 5 } }), 400, "invalid-request");
  for (const priority of [0, 6, -1, "high", 1.5])
    await refused(await api.submit({ task: "noop", options: { priority } }), 400, "invalid-request");
});

test("an Idempotency-Key is short and visible", async () => {
  for (const key of ["", "a b", "x".repeat(256)])
    await refused(await api.submit({ task: "noop" }, { "idempotency-key": key }), 400, "invalid-request");
});

test("row 15: links and pipes are taken at submit, unopened: the job refuses them", async () => {
  await symlink("/etc/passwd", join(api.dataRoot, "raw/link.fasta"));
  execFileSync("mkfifo", [join(api.dataRoot, "raw/pipe")]);
  for (const path of ["raw/link.fasta", "data/raw/pipe"]) assert.equal((await api.submit(analysis({ dataset_path: path }))).status, 202);
  await api.parts.db.query("delete from jobs");
});

test("row 15: a path behind a folder that is a link is refused at submit, and named", async () => {
  await symlink("/etc", join(api.dataRoot, "raw/way"));
  const answer = await refused(await api.submit(analysis({ dataset_path: "raw/way/hosts" })), 400, "invalid-request");
  assert.match(answer.text, /raw\/way\/hosts lies behind a link/);
});
