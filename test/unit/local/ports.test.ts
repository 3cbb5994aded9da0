import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { resolve } from "node:path";
import { test } from "node:test";
import { freePort, isFree } from "../../../local/ports.js";

test("a port that is free is taken as wanted, one that is not is replaced", async () => {
  const port = await freePort();
  assert.equal(await freePort(port), port);
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  try {
    assert.equal(await isFree(port), false);
    assert.notEqual(await freePort(port), port);
  } finally {
    server.close();
  }
});

test("a host that is no address of this machine is said to be so, and not searched for a free port", async () => {
  await assert.rejects(freePort(undefined, "192.0.2.1"), { code: "EADDRNOTAVAIL" });
});

test("a port is given to one living process only, whether it listens there yet or not", {
  skip: process.platform !== "linux" && "Linux only",
}, async () => {
  const given = await freePort();
  const other = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", takes(given)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(other, "exit");
  const [answer] = (await once(other.stdout, "data")) as [Buffer];
  const theirs = Number(answer);
  assert.notEqual(theirs, given);
  assert.equal(await isFree(theirs), true);
  assert.notEqual(await freePort(theirs), theirs);
  other.kill("SIGKILL");
  await ended;
  assert.equal(await freePort(theirs), theirs);
});

/** A program that says which port it got, and lives on. */
function takes(port: number): string {
  return `
    const { freePort } = await import(${JSON.stringify(resolve("local/ports.ts"))});
    console.log(await freePort(${port}));
    process.stdin.resume();
  `;
}
