import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { askPs, statOf } from "../../../tools/process-list.js";

let child: ChildProcess;

before(async () => {
  child = spawn("sleep", ["1000"], { detached: true });
  await once(child, "spawn");
});
after(() => child.kill("SIGKILL"));

/** Debian's smallest root has none; there /proc is read. */
const skip = spawnSync("ps").error ? "ps is not installed here" : false;

test("ps, where there is no /proc, tells what /proc does", { skip }, () => {
  const pid = child.pid!;
  const [asked] = askPs("-p", String(pid));
  const told = statOf(pid);
  assert.deepEqual([asked?.parent, asked?.group], [process.pid, pid]);
  assert.deepEqual([told?.parent, told?.group], [process.pid, pid]);
  assert.ok(Number.isFinite(asked?.startTime));
  assert.deepEqual(
    askPs("-ax").find((one) => one.pid === pid),
    asked,
  );
});

test("a process that is gone is none", async () => {
  const gone = spawn("true");
  await once(gone, "exit");
  assert.deepEqual([askPs("-p", String(gone.pid)), statOf(gone.pid!)], [[], null]);
});
