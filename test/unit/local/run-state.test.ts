import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { startOf } from "../../../local/lock.mjs";
import { RunState } from "../../../local/run-state.js";

const home = mkdtempSync(join(tmpdir(), "run-state-"));
after(() => rmSync(home, { recursive: true }));

test("a server gets the port that it had before", async () => {
  const port = await new RunState(home).port("postgres");
  assert.equal(await new RunState(home).port("postgres"), port);
});

test("what an earlier run left is ended, and no one who got its process id since", async () => {
  const left = spawn("sleep", ["1000"], { detached: true, stdio: "ignore" });
  const stranger = spawn("sleep", ["1000"], { detached: true, stdio: "ignore" });
  try {
    const state = new RunState(home);
    state.remember("worker", { pid: left.pid!, started: startOf(left.pid!) });
    state.remember("API", { pid: stranger.pid!, started: "1" });
    const ended = once(left, "exit");
    assert.deepEqual(await new RunState(home).endLeftovers(), ["worker"]);
    assert.deepEqual(await ended, [null, "SIGKILL"]);
    assert.equal(stranger.exitCode ?? stranger.signalCode, null);
    assert.deepEqual(await new RunState(home).endLeftovers(), []);
  } finally {
    stranger.kill("SIGKILL");
  }
});
