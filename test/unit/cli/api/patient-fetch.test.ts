import assert from "node:assert/strict";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, test } from "node:test";
import { createPatientFetch } from "../../../../cli/api/patient-fetch.js";

const PATIENCE = { refusedMs: 150, lostMs: 30_000, knownMs: 30_000, attemptMs: 30_000 };

describe("a call to the service", () => {
  let server: Server | undefined;
  afterEach(async () => {
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    server = undefined;
  });

  const listen = async (listener: RequestListener): Promise<string> => {
    server = createServer(listener);
    await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const call = (url: string, init?: RequestInit) =>
    createPatientFetch({ url, token: undefined, from: "default" }, PATIENCE)(new Request(url, init));

  test("a connection that breaks, then an answer that it is not ready: asked again with the same body and key", async () => {
    const seen: string[] = [];
    const url = await listen(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      seen.push(`${String(request.headers["idempotency-key"])} ${Buffer.concat(chunks).toString()}`);
      if (seen.length === 1) request.socket.destroy();
      else response.writeHead(seen.length === 2 ? 503 : 202).end("{}");
    });

    const response = await call(url, { method: "POST", body: '{"task":"noop"}', headers: { "idempotency-key": "k1" } });

    assert.equal(response.status, 202);
    assert.deepEqual(seen, Array(3).fill('k1 {"task":"noop"}'));
  });

  test("a refusal is an answer, and not asked again", async () => {
    let asked = 0;
    const url = await listen((_request, response) => {
      asked++;
      response.writeHead(400).end();
    });
    assert.equal((await call(url)).status, 400);
    assert.equal(asked, 1);
  });

  test("a service that stays unready is said to be so in its own words", async () => {
    const url = await listen((_request, response) => response.writeHead(429, { "retry-after": "60" }).end());
    assert.equal((await call(url)).status, 429);
  });

  test("an answer that has begun takes as long as it takes", async () => {
    const url = await listen((_request, response) => {
      response.write("slow ");
      setTimeout(() => response.end("download"), 300);
    });
    const impatient = createPatientFetch({ url, token: undefined, from: "default" }, { ...PATIENCE, attemptMs: 100 });
    assert.equal(await (await impatient(new Request(url))).text(), "slow download");
  });

  test("one that does not begin in time is asked for again", async () => {
    let asked = 0;
    const url = await listen((_request, response) => {
      if (++asked > 1) response.end("here");
    });
    const impatient = createPatientFetch({ url, token: undefined, from: "default" }, { ...PATIENCE, attemptMs: 100 });
    assert.equal(await (await impatient(new Request(url))).text(), "here");
  });

  test("where nothing listens, the message names the address and what to do", async () => {
    const url = await listen(() => {});
    await new Promise<void>((resolve) => server!.close(() => resolve()));
    await assert.rejects(call(url), {
      name: "Unreachable",
      status: 3,
      message: /no answer from http.*nothing listens there\n.*avalanche dev/,
    });
  });
});
