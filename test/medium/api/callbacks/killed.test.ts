import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { Webhook } from "standardwebhooks";
import { childEnvironment } from "../../../../config/child-environment.js";
import { freePort } from "../../../../local/ports.js";
import { Database } from "../../../../store/database.js";
import { endJob } from "../../../../store/endings.js";
import { type Servers, startServers } from "../../../servers.js";
import { until } from "../../../until.js";
import { Sink } from "../../sink.js";

let servers: Servers;
let sink: Sink;
let db: Database;
const children: ChildProcess[] = [];

before(async () => {
  servers = await startServers({ temporal: false });
  sink = await Sink.open();
  db = new Database(servers.databaseUrl);
});

after(async () => {
  for (const child of children) child.kill("SIGKILL");
  await db.close();
  await sink.close();
  await servers.stop();
});

async function startApi(): Promise<{ child: ChildProcess; url: string }> {
  const env = childEnvironment({
    AVALANCHE_HOME: servers.home,
    DATABASE_URL: servers.databaseUrl,
    TEMPORAL_ADDRESS: servers.temporalAddress,
    AVALANCHE_HTTP_PORT: String(await freePort()),
    AVALANCHE_TOKEN: "a-token-for-tests-only",
    AVALANCHE_WEBHOOK_HOSTS: `127.0.0.1:${sink.port}`,
  });
  const child = spawn(process.execPath, ["dist/api/main.js", "--with-parent"], { env, stdio: ["pipe", "pipe", "inherit"] });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout! })) {
    const { url } = JSON.parse(line) as { url?: string };
    if (url === undefined) continue;
    child.stdout!.resume();
    return { child, url };
  }
  throw new Error("the API ended before it listened");
}

test("after kill -9 of the API in the middle of a call the next start calls again, with the same id and secret", async () => {
  sink.answer = (response, nth) => void (nth > 1 && response.end());
  const { child, url } = await startApi();
  const headers = { authorization: "Bearer a-token-for-tests-only", "content-type": "application/json" };
  const body = JSON.stringify({ task: "noop", options: { on_failure: { webhook: sink.url } } });
  const { id } = (await (await fetch(`${url}/api/v1/jobs`, { method: "POST", headers, body })).json()) as { id: string };
  await endJob(db, id, { state: "FAILURE", error: { type: "InvalidInput", message: "no base" } });
  await until("the first call", () => sink.calls.length === 1);
  child.kill("SIGKILL");
  await once(child, "exit");
  const file = join(servers.home, "webhook-secret");
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  const again = await startApi();
  const isDone = async () => (await db.query("select from callbacks where job_id = $1 and state = 'done'", [id])).length === 1;
  await until("the second call", isDone);
  assert.equal(sink.calls.length, 2);
  assert.equal(sink.calls[0]!.headers["webhook-id"], sink.calls[1]!.headers["webhook-id"]);
  const receiver = new Webhook((await readFile(file, "utf8")).trim());
  for (const call of sink.calls) receiver.verify(call.body, call.headers);
  again.child.kill("SIGTERM");
  assert.deepEqual(await once(again.child, "exit"), [0, null]);
});
