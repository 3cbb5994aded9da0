import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { childEnvironment } from "../../../config/child-environment.js";
import { type Endpoints, readEndpoints } from "../../../local/endpoints.js";
import { until } from "../../until.js";

/** The command line as users start it, built. */
const AVALANCHE = resolve("dist/cli/main.js");

describe("avalanche dev", { skip: existsSync(AVALANCHE) ? false : "dist/ is not built: npm run build" }, () => {
  let home: string;
  let dev: ChildProcess;
  let printed = "";

  const start = async (): Promise<Endpoints> => {
    printed = "";
    const env = childEnvironment({ AVALANCHE_HOME: home, AVALANCHE_DATA_ROOT: join(home, "data"), DATABASE_URL: "", TEMPORAL_ADDRESS: "" });
    dev = spawn(process.execPath, [AVALANCHE, "dev"], { env, stdio: ["ignore", "pipe", "pipe", "ipc"] });
    for (const stream of [dev.stdout, dev.stderr]) stream?.on("data", (chunk) => (printed += String(chunk)));
    await until("all of it to be up", () => printed.includes("Ctrl-C stops it") || dev.exitCode !== null);
    return readEndpoints(home) ?? assert.fail(printed);
  };
  const health = async () =>
    (await fetch(`${readEndpoints(home)?.api}/api/v1/health`)).json() as Promise<{ status: string; workers: unknown[] }>;

  before(async () => {
    home = await mkdtemp(join(tmpdir(), "avalanche-dev-"));
  });
  after(async () => {
    dev.kill("SIGTERM");
    if (dev.exitCode === null && dev.signalCode === null) await once(dev, "exit");
    await rm(home, { recursive: true });
  });

  test("starts everything, says where it is, and makes a token that only its owner reads", async () => {
    const { api, temporalUi, codec } = await start();
    assert.ok(printed.includes(api) && printed.includes(temporalUi ?? "?"), printed);
    assert.equal((await health()).status, "ok");
    assert.equal((await fetch(`${api}/api/v1/jobs`)).status, 401);
    const authorization = `Bearer ${readFileSync(join(home, "token"), "utf8").trim()}`;
    assert.equal((await fetch(`${api}/api/v1/jobs`, { headers: { authorization } })).status, 200);
    assert.equal(statSync(join(home, "token")).mode & 0o777, 0o600);
    assert.equal((await fetch(temporalUi ?? "")).status, 200);
    // Its pages show compressed values with the codec endpoint.
    const settings = (await (await fetch(`${temporalUi}/api/v1/settings`)).json()) as { Codec: { Endpoint: string } };
    assert.equal(settings.Codec.Endpoint, codec);
    const origin = temporalUi ?? "";
    const decoded = await fetch(`${codec}/decode`, {
      method: "POST",
      headers: { origin, "content-type": "application/json" },
      body: '{"payloads":[]}',
    });
    assert.deepEqual([decoded.headers.get("access-control-allow-origin"), await decoded.json()], [origin, { payloads: [] }]);
  });

  test("a second one on the same home says where the first one is", async () => {
    const second = spawn(process.execPath, [AVALANCHE, "dev"], {
      env: childEnvironment({ AVALANCHE_HOME: home }),
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    second.stderr.on("data", (chunk) => (said += String(chunk)));
    assert.deepEqual(await once(second, "close"), [1, null]);
    assert.ok(said.includes(`already`) && said.includes(readEndpoints(home)?.api ?? "?"), said);
  });

  for (const part of ["worker", "API", "Temporal", "PostgreSQL"]) {
    test(`${part} is back after kill -9, at the same address`, async () => {
      const before = readEndpoints(home);
      const pid = pidsOf(home)[part] ?? assert.fail();
      process.kill(pid, "SIGKILL");
      await until(`${part} to be back`, () => printed.includes(`${part} is back`));
      assert.notEqual(pidsOf(home)[part], pid);
      assert.deepEqual(readEndpoints(home), before);
      await until("all of it to be well", async () => (await health()).status === "ok");
    });
  }

  test("Ctrl-C stops all of it, with status 0", async () => {
    const pids = Object.values(pidsOf(home));
    dev.kill("SIGINT");
    assert.deepEqual(await once(dev, "exit"), [0, null]);
    assert.deepEqual(pids.filter(isAlive), []);
    assert.equal(readEndpoints(home), undefined);
  });

  test("kill -9 of itself leaves no process, and the next start works", async () => {
    await start();
    const pids = Object.values(pidsOf(home));
    dev.kill("SIGKILL");
    await once(dev, "exit");
    await until("every process to be gone", () => !pids.some(isAlive));
    await start();
    assert.equal((await health()).status, "ok");
  });
});

function pidsOf(home: string): Record<string, number> {
  const { processes } = JSON.parse(readFileSync(join(home, "state.json"), "utf8")) as { processes: Record<string, { pid: number }> };
  return Object.fromEntries(Object.entries(processes).map(([part, { pid }]) => [part, pid]));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
