import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { loadConfig } from "../../../config/config.js";
import { Stack } from "../../../local/stack.js";

let home: string;

before(async () => {
  home = await mkdtemp(join(tmpdir(), "avalanche-stack-"));
});

after(() => rm(home, { recursive: true }));

const stackOf = (env: Record<string, string>) =>
  new Stack(loadConfig({ AVALANCHE_HOME: home, TEMPORAL_ADDRESS: "127.0.0.1:1", ...env }), () => undefined);

test("an address that is not of this machine is a bad variable, named", async () => {
  for (const port of [{}, { AVALANCHE_HTTP_PORT: "20001" }]) {
    const stack = stackOf({ DATABASE_URL: "postgres://127.0.0.1:1/none", AVALANCHE_HTTP_HOST: "192.0.2.1", ...port });
    await assert.rejects(stack.start(), { name: "ConfigError", message: /AVALANCHE_HTTP_HOST.*192\.0\.2\.1/ });
  }
});

test("told to stop, a start ends, also where a server takes the connection and never answers", async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const stack = stackOf({ DATABASE_URL: `postgres://127.0.0.1:${(server.address() as AddressInfo).port}/none` });
  const starting = stack.start();
  await once(server, "connection");
  try {
    await Promise.all([assert.rejects(starting, /stopped while starting/), stack.stop()]);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
});
