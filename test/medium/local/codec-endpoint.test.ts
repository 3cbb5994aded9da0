import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { once } from "node:events";
import { request } from "node:http";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { childEnvironment } from "../../../config/child-environment.js";
import { loadConfig } from "../../../config/config.js";
import { type CodecEndpoint, startCodecEndpoint } from "../../../local/codec-endpoint.js";
import { freePort } from "../../../local/ports.js";
import { temporalProgram } from "../../../local/temporal-program.js";
import { historyPayloads } from "../history-payloads.js";
import { World } from "../world.js";

const WEB_UI = "http://127.0.0.1:8233";
const TEXT = "a tap left running, ".repeat(3000);

const AVALANCHE = resolve("dist/cli/main.js");
const start = (...flags: string[]) =>
  spawn(process.execPath, [AVALANCHE, "codec", ...flags], { env: childEnvironment(), stdio: ["ignore", "pipe", "pipe"] });

const base64 = (text: string | Buffer) => Buffer.from(text).toString("base64");
const gzipped = (data: Buffer) => ({ metadata: { encoding: base64("binary/gzip"), "gzip-of": base64("json/plain") }, data: base64(data) });

describe("the codec endpoint", () => {
  let endpoint: CodecEndpoint;

  before(async () => {
    endpoint = await startCodecEndpoint({ port: 0, webUis: [WEB_UI] });
  });
  after(() => endpoint.stop());

  const ask = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${endpoint.url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });

  test("P7: what a history holds is read with it, by its protocol and by the temporal command line", async () => {
    const world = await World.start();
    try {
      world.worker("codec@test");
      const { id } = await world.begin({ text: TEXT });
      await world.untilFinal(id);
      const packed = (await historyPayloads(world.temporal, id)).filter(({ encoding }) => encoding === "binary/gzip");
      assert.ok(packed.length >= 3);
      const answer = await ask("/decode", { payloads: packed.map(({ data }) => gzipped(data)) });
      const { payloads } = (await answer.json()) as { payloads: { data: string }[] };
      for (const { data } of payloads) assert.ok(Buffer.from(data, "base64").toString().includes(TEXT));
      const show = async (...flags: string[]) => {
        const { searchPath, cacheFolder } = loadConfig();
        const args = ["workflow", "show", "--workflow-id", id, "--address", world.servers.temporalAddress, "--output", "json", ...flags];
        const options = { env: childEnvironment({ HOME: world.servers.home }), maxBuffer: 100_000_000 };
        return (await promisify(execFile)(temporalProgram(searchPath, cacheFolder), args, options)).stdout;
      };
      const inClear = (shown: string) => shown.includes(TEXT) || shown.includes(base64(JSON.stringify(TEXT)).slice(40, 4000));
      assert.ok(!inClear(await show()));
      assert.ok(inClear(await show("--codec-endpoint", endpoint.url)));
    } finally {
      await world.stop();
    }
  });

  test("runs alone by a command, until it is told to stop; flags that are wrong are named", async () => {
    const port = await freePort();
    const codec = start("--port", String(port), "--web-ui", "https://temporal.example.org/namespaces");
    const [said] = (await once(codec.stdout, "data")) as [Buffer];
    assert.match(String(said), new RegExp(`http://127\\.0\\.0\\.1:${port}`));
    const headers = { origin: "https://temporal.example.org" };
    assert.equal((await fetch(`http://127.0.0.1:${port}/decode`, { method: "OPTIONS", headers })).status, 204);
    const second = start("--port", String(port));
    assert.match(String((await once(second.stderr, "data"))[0]), /--port: cannot listen at 127\.0\.0\.1/);
    codec.kill("SIGTERM");
    assert.deepEqual(await once(codec, "exit"), [0, null]);
    for (const wrong of [
      ["--port", "x"],
      ["--web-ui", "temporal"],
      ["--colour", "red"],
    ]) {
      assert.deepEqual(await once(start(...wrong), "exit"), [2, null], wrong.join(" "));
    }
  });

  test("encodes as the workers do, and leaves alone what is small, what is no gzip and what is a reference", async () => {
    const plain = { metadata: { encoding: base64("json/plain") }, data: base64(JSON.stringify(TEXT)) };
    const small = { metadata: { encoding: base64("json/plain") }, data: base64("1") };
    const reference = {
      metadata: { encoding: base64("json/protobuf"), messageType: base64("temporal.api.sdk.v1.ExternalStorageReference") },
      data: base64('{"driverName":"artifacts"}'),
      externalPayloads: [{ sizeBytes: "70000" }],
    };
    const given = { payloads: [plain, small, reference] };
    const encoded = (await (await ask("/encode", given)).json()) as { payloads: { data: string }[] };
    assert.ok((encoded.payloads[0]?.data.length ?? Infinity) < plain.data.length / 5);
    assert.deepEqual(encoded.payloads.slice(1), [small, reference]);
    assert.deepEqual(await (await ask("/decode", encoded)).json(), given);
  });

  test("only pages of the Web UI may ask from a browser", async () => {
    const preflight = (origin: string) => fetch(`${endpoint.url}/decode`, { method: "OPTIONS", headers: { origin } });
    const allowed = await preflight(WEB_UI);
    assert.equal(allowed.status, 204);
    assert.equal(allowed.headers.get("access-control-allow-origin"), WEB_UI);
    assert.match(allowed.headers.get("access-control-allow-headers") ?? "", /x-namespace/i);
    const answered = await ask("/decode", { payloads: [] }, { origin: WEB_UI, "x-namespace": "default" });
    assert.deepEqual([answered.status, answered.headers.get("access-control-allow-origin")], [200, WEB_UI]);
    for (const refused of [await preflight("https://elsewhere.example"), await ask("/decode", { payloads: [] }, { origin: "null" })]) {
      assert.deepEqual([refused.status, refused.headers.get("access-control-allow-origin")], [403, null]);
    }
  });

  test("a page whose name was made to point here is refused", async () => {
    const status = await new Promise((resolve, reject) => {
      const sent = request(`${endpoint.url}/decode`, { method: "POST", headers: { host: "evil.example" } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on("error", reject).end("{}");
    });
    assert.equal(status, 421);
  });

  test("what is no request of its protocol is refused with a reason", async () => {
    const status = async (answer: Promise<Response>) => (await answer).status;
    assert.equal(await status(fetch(`${endpoint.url}/decode`)), 405);
    assert.equal(await status(ask("/elsewhere", {})), 404);
    assert.equal(await status(ask("/decode", "{", { "content-type": "text/plain" })), 415);
    for (const body of ["{", "[]", { payloads: [{ data: "%" }] }, { payloads: [gzipped(Buffer.from("no gzip"))] }])
      assert.equal(await status(ask("/decode", body)), 400);
    assert.equal(await status(ask("/decode", { payloads: [{ data: base64(randomBytes(9_000_000)) }] })), 413);
  });

  test("a small body that would unpack to gigabytes is refused", async () => {
    const bomb = gzipped(gzipSync(Buffer.alloc(40 * 1024 * 1024)));
    assert.equal((await ask("/decode", { payloads: Array.from({ length: 50 }, () => bomb) })).status, 400);
  });
});
