import assert from "node:assert/strict";
import http from "node:http";
import { after, before, test } from "node:test";
import { createOpenApiDocument } from "../../../api/openapi-document.js";
import { type RunningApi, runApi, TOKEN } from "./running-api.js";

let api: RunningApi;

before(async () => {
  api = await runApi();
});

after(() => api.stop());

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

test("every call of the document needs the token, but for /health", async () => {
  const { paths } = await createOpenApiDocument();
  for (const [path, calls] of Object.entries(paths)) {
    for (const method of Object.keys(calls)) {
      const { status } = await api.send(path.replace(/\{\w+\}/g, "x"), { method: method.toUpperCase(), bare: true });
      assert.equal(status, path === "/api/v1/health" ? 200 : 401, `${method} ${path}`);
    }
  }
});

test("row 32: only the one right token in one header is taken", async () => {
  const none = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJvcGVyYXRvciJ9.";
  for (const value of [
    "",
    "Bearer",
    "Bearer ",
    `Bearer ${none}`,
    `Bearer ${TOKEN}x`,
    `Bearer ${TOKEN.slice(1)}`,
    `Basic ${btoa(`x:${TOKEN}`)}`,
    TOKEN,
  ]) {
    const { status, headers, json } = await api.send("/api/v1/jobs", { bare: true, headers: { authorization: value } });
    assert.equal(status, 401, value);
    assert.equal(json.type, "urn:avalanche:problem:unauthorized");
    assert.match(String(headers["www-authenticate"]), /^Bearer/);
  }
  const { host } = new URL(api.url);
  for (const second of [TOKEN, "other"]) {
    const twice = ["Host", host, "Authorization", `Bearer ${TOKEN}`, "Authorization", `Bearer ${second}`];
    assert.equal((await api.send("/api/v1/jobs", { headers: twice })).status, 401);
  }
  assert.equal((await api.send("/api/v1/jobs")).status, 200);
  assert.equal((await api.send(`/api/v1/jobs?token=${TOKEN}`, { bare: true })).status, 401);
});

test("row 32: a header of 20 kB gets 431", async () => {
  assert.equal((await api.send("/api/v1/jobs", { headers: { "x-long": "x".repeat(20_000) } })).status, 431);
});

test("row 34: a path in another spelling gives nobody more", async () => {
  const canonical = "/api/v1/jobs";
  for (const path of [
    "//api/v1/jobs",
    "/api//v1/jobs",
    "/api/v1/jobs/%2e%2e/admin",
    "/API/V1/JOBS",
    "/api/v1/jobs;x",
    "/api/v1/jobs/",
    "/api/v1/./jobs",
    "/api/v1/jobs%2f",
    "/api/v1/health/../jobs",
    "/",
    "/nothing",
  ]) {
    assert.equal((await api.send(path, { bare: true })).status, (await api.send(canonical, { bare: true })).status, path);
    assert.ok([200, 400, 404].includes((await api.send(path)).status), path);
  }
});

test("row 35: no method and no header goes round the token", async () => {
  for (const method of ["TRACE", "OPTIONS", "HEAD", "PUT", "PATCH", "DELETE", "PROPFIND"]) {
    assert.equal((await api.send("/api/v1/jobs", { method, bare: true })).status, 401, method);
  }
  const override = {
    "x-http-method-override": "GET",
    "x-original-url": "/api/v1/health",
    "x-rewrite-url": "/api/v1/health",
    "x-forwarded-for": "127.0.0.1",
  };
  assert.equal((await api.send("/api/v1/jobs", { method: "POST", bare: true, headers: override })).status, 401);
  assert.equal((await api.send("/api/v1/jobs", { method: "TRACE" })).status, 404);
});

test("a page of another site whose name points here is refused", async () => {
  const { port } = new URL(api.url);
  for (const host of ["evil.example", `evil.example:${port}`, "127.0.0.1.evil.example"]) {
    const { status, json } = await api.send("/api/v1/health", { headers: { host } });
    assert.deepEqual([status, json.type], [421, "urn:avalanche:problem:wrong-host"]);
  }
  for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`])
    assert.equal((await api.send("/api/v1/health", { headers: { host } })).status, 200);
});

test("answers carry the headers that browsers obey, and none that tell what runs here", async () => {
  for (const path of ["/api/v1/health", "/api/v1/jobs", "/nothing"]) {
    const { headers } = await api.send(path);
    assert.equal(headers["x-powered-by"], undefined);
    assert.equal(headers["access-control-allow-origin"], undefined);
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["cache-control"], "no-store");
    assert.match(String(headers["content-security-policy"]), /default-src 'none'/);
  }
});

test("the docs and the OpenAPI document need the token too; a browser asks for it as a password", async () => {
  for (const path of ["/docs", "/docs/start.js", "/docs/swagger-ui-bundle.js", "/docs/swagger-ui.css", "/api/openapi.json"]) {
    const { status, headers } = await api.send(path, { bare: true });
    assert.equal(status, 401);
    assert.match(String(headers["www-authenticate"]), /^Basic/);
    assert.equal((await api.send(path, { headers: bearer(TOKEN) })).status, 200);
    assert.equal((await api.send(path, { headers: { authorization: `Basic ${btoa(`any:${TOKEN}`)}` } })).status, 200);
    assert.equal((await api.send(path, { headers: { authorization: `Basic ${btoa("any:other")}` } })).status, 401);
  }
  const page = await api.send("/docs");
  assert.doesNotMatch(page.text, /https?:\/\//);
  assert.equal((await api.send("/docs/..%2fpackage.json")).status, 404);
  assert.equal((await api.send("/api/openapi.json")).json.openapi, "3.1.0");
});

test("without the token no body is read", async () => {
  const { hostname, port } = new URL(api.url);
  const status = await new Promise((resolve, reject) => {
    const request = http.request({
      hostname,
      port,
      path: "/api/v1/jobs",
      method: "POST",
      headers: { "content-type": "application/json", "content-length": 1_000_000 },
    });
    request.on("response", (response) => {
      resolve(response.statusCode);
      request.destroy();
    });
    request.on("error", reject);
    request.write("{");
  });
  assert.equal(status, 401);
});
