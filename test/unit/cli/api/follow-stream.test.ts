import assert from "node:assert/strict";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { Api } from "../../../../cli/api/api.js";
import { followStream } from "../../../../cli/api/follow-stream.js";

/** So long nothing may be heard: a busy machine stops a process for a while. */
const SILENCE_MS = 2000;

const entry = (seq: number) => `id: ${seq}\nevent: log\ndata: {"seq":${seq}}\n\n`;

/** A service whose job is done when the last stream was opened; each stream is played by one of `streams`. */
async function follow(streams: ((response: ServerResponse) => void)[]): Promise<{ seen: number[]; resumed: (string | undefined)[] }> {
  const resumed: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    if (!request.url!.endsWith("/logs")) {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ ready: resumed.length >= streams.length - 1 }));
      return;
    }
    resumed.push(request.headers["last-event-id"] as string | undefined);
    response.setHeader("content-type", "text/event-stream");
    streams[resumed.length - 1]!(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const api = new Api({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: undefined, from: "default" });
  const seen: number[] = [];
  try {
    for await (const { seq } of followStream(api, "job_1", "logs", SILENCE_MS)) seen.push(seq);
  } finally {
    server.closeAllConnections();
    server.close();
  }
  return { seen, resumed };
}

test("a stream that breaks, and one that falls silent, go on after the last entry", async () => {
  const { seen, resumed } = await follow([
    (response) => {
      response.write(entry(1));
      setTimeout(() => response.destroy(), 50);
    },
    (response) => response.write(entry(2)),
    (response) => response.end(entry(2) + entry(3)),
  ]);
  assert.deepEqual(seen, [1, 2, 3]);
  assert.deepEqual(resumed, [undefined, "1", "2"]);
});

test("a stream in which nothing happens but signs of life stays open", async () => {
  const { seen, resumed } = await follow([
    (response) => {
      const alive = setInterval(() => response.write(": still here\n\n"), 100);
      setTimeout(() => {
        clearInterval(alive);
        response.end(entry(1));
      }, 2 * SILENCE_MS);
    },
  ]);
  assert.deepEqual([seen, resumed], [[1], [undefined]]);
});
