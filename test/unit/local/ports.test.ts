import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
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
