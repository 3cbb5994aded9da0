import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { childEnvironment } from "../../../config/child-environment.js";
import { freePort } from "../../../local/ports.js";
import { type Servers, startServers } from "../../servers.js";

let servers: Servers;

before(async () => {
  servers = await startServers({ temporal: false });
});

after(() => servers.stop());

function start(env: Record<string, string>, args: string[] = []): ChildProcess {
  return spawn(process.execPath, ["dist/api/main.js", ...args], {
    env: { ...childEnvironment({ DATABASE_URL: "", TEMPORAL_ADDRESS: "", AVALANCHE_TOKEN: "", AVALANCHE_HTTP_HOST: "" }), ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
}

async function startListening(args: string[] = []): Promise<{ child: ChildProcess; url: string }> {
  const port = String(await freePort());
  const child = start(
    { AVALANCHE_HOME: servers.home, DATABASE_URL: servers.databaseUrl, TEMPORAL_ADDRESS: "127.0.0.1:1", AVALANCHE_HTTP_PORT: port },
    args,
  );
  for await (const line of createInterface({ input: child.stdout! })) {
    const { url } = JSON.parse(line) as { url?: string };
    if (url) {
      child.stdout!.resume();
      return { child, url };
    }
  }
  throw new Error("the API ended before it listened");
}

test("the first start makes a token that only its owner can read, and the next one keeps it", async () => {
  const tokens: string[] = [];
  for (let turn = 0; turn < 2; turn++) {
    const { child, url } = await startListening();
    const token = (await readFile(join(servers.home, "token"), "utf8")).trim();
    tokens.push(token);
    assert.equal((await stat(join(servers.home, "token"))).mode & 0o777, 0o600);
    assert.equal((await fetch(`${url}/api/v1/jobs`, { headers: { authorization: `Bearer ${token}` } })).status, 200);
    assert.equal((await fetch(`${url}/api/v1/jobs`)).status, 401);
    child.kill("SIGTERM");
    assert.deepEqual(await once(child, "exit"), [0, null]);
  }
  assert.equal(tokens[0], tokens[1]);
  assert.ok(tokens[0]!.length >= 40);
});

test("SIGTERM answers those who wait and ends without waiting for what they wait for", async () => {
  const { child, url } = await startListening();
  const headers = {
    authorization: `Bearer ${(await readFile(join(servers.home, "token"), "utf8")).trim()}`,
    "content-type": "application/json",
  };
  const { id } = (await (await fetch(`${url}/api/v1/jobs`, { method: "POST", headers, body: '{"task":"noop"}' })).json()) as { id: string };
  const stream = await fetch(`${url}/api/v1/jobs/${id}/events`, { headers: { ...headers, accept: "text/event-stream" } });
  const reader = stream.body!.getReader();
  await reader.read();
  const waiting = fetch(`${url}/api/v1/jobs/${id}/wait?timeout=60`, { headers });
  // Sent before the signal: an answer to a later request on another connection shows that it has arrived.
  await fetch(`${url}/api/v1/jobs/${id}`, { headers });
  const [began, exited] = [performance.now(), once(child, "exit")];
  child.kill("SIGTERM");
  assert.equal((await waiting).status, 202);
  while (!(await reader.read()).done);
  assert.deepEqual(await exited, [0, null]);
  // The one that waits asked for 60 s.
  assert.ok(performance.now() - began < 30_000);
});

test("with --with-parent the API ends when its parent is gone", async () => {
  const { child } = await startListening(["--with-parent"]);
  child.stdin!.end();
  assert.deepEqual(await once(child, "exit"), [0, null]);
});

test("a bad or missing variable is named, with exit status 2", async () => {
  for (const [env, name] of [
    [{}, "DATABASE_URL"],
    [{ DATABASE_URL: "mysql://x" }, "DATABASE_URL"],
    [{ DATABASE_URL: "postgres://x/y", AVALANCHE_HTTP_PORT: "70000" }, "AVALANCHE_HTTP_PORT"],
  ] as const) {
    const child = start({ AVALANCHE_HOME: servers.home, ...env });
    let text = "";
    child.stderr!.on("data", (chunk: Buffer) => (text += chunk.toString()));
    assert.deepEqual((await once(child, "close"))[0], 2);
    assert.match(text, new RegExp(name));
  }
});
