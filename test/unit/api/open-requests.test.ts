import assert from "node:assert/strict";
import { once } from "node:events";
import http, { type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import type { Response } from "express";
import { OpenRequests } from "../../../api/open-requests.js";

/** The answer to a client that left before anything was said to it. */
async function abandoned(): Promise<Response> {
  const server = http.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = http.get({ port: (server.address() as AddressInfo).port });
  client.on("error", () => undefined);
  const [, response] = (await once(server, "request")) as [unknown, ServerResponse];
  client.destroy();
  await once(response, "close");
  server.close();
  return response as Response;
}

test("a client that left before its request was begun takes no place", async () => {
  const open = new OpenRequests();
  const response = await abandoned();
  for (let count = 0; count < 300; count++) await open.during("operator", response, () => assert.fail("nobody waits for this"));
});
