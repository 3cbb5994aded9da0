import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { childEnvironment } from "../../../config/child-environment.js";
import { loadConfig } from "../../../config/config.js";
import { type Child, startChild } from "../../../local/child.js";
import { detectConfinement } from "../../../local/confinement.js";
import { isSame } from "../../../local/lock.mjs";
import { until } from "../../until.js";

const folder = mkdtempSync(join(tmpdir(), "child-"));
after(() => rmSync(folder, { recursive: true }));
const logFile = join(folder, "log");
const confinement = await detectConfinement(loadConfig().searchPath, folder);
const passwd = join(folder, "passwd");
writeFileSync(passwd, "someone:x:1000:1000::/:/bin/false\n");

function start(script: string, asUser = false): Promise<Child> {
  const runAs = asUser && confinement.mayChangeUser ? { runAs: { uid: 1000, gid: 1000, passwd } } : {};
  return startChild({ command: "/bin/sh", args: ["-c", script], env: childEnvironment(), logFile, confinement, ...runAs });
}

describe("a program of a local run", () => {
  test("starts each time, also where its user has to be set up first", async () => {
    for (let turn = 0; turn < 30; turn++) {
      const child = await start("echo up; exit 3", turn % 2 === 1);
      assert.equal(await child.ended, "exit status 3");
    }
    assert.equal(readFileSync(logFile, "utf8"), "up\n".repeat(30));
  });

  test("is told to end by its signal, and ended after the grace", async () => {
    const polite = await start("trap 'exit 0' TERM; echo polite; while :; do sleep 0.05; done");
    const stubborn = await start("trap '' TERM; echo stubborn; while :; do sleep 0.05; done");
    // As the first process of its name space it hears no signal before its trap is set.
    await until("both traps to be set", () => ["polite", "stubborn"].every((name) => readFileSync(logFile, "utf8").includes(name)));
    await polite.end("SIGTERM", 60_000);
    await stubborn.end("SIGTERM", 100);
    assert.equal(await stubborn.ended, "SIGKILL");
    for (const { pid, started } of [polite, stubborn]) assert.equal(isSame(pid, started), false);
  });

  test("that was killed from outside says so", async () => {
    const child = await start("sleep 600");
    process.kill(child.pid, "SIGKILL");
    assert.equal(await child.ended, "SIGKILL");
  });
});
