import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { isOwnHost } from "../api/access/own-host.js";
import { BadPayloads, transformPayloads } from "./codec-payloads.js";

export interface CodecEndpointOptions {
  /** 0: any free one. */
  port: number;
  /** Origins of the Web UIs whose pages may ask: `http://127.0.0.1:8233`. */
  webUis: readonly string[];
}

export interface CodecEndpoint {
  url: string;
  stop(): Promise<void>;
}

const HOST = "127.0.0.1";

/** More than Temporal ever hands out at once, in base64. */
const MAX_BODY_BYTES = 10_000_000;

/**
 * Temporal's protocol of remote codecs, for its Web UI and its command line: `POST /decode` and `/encode` of payloads as
 * JSON. On loopback only; it sees what it is sent and reads no file, so that references to files stay what they are.
 *
 * @throws where the port is taken
 */
export async function startCodecEndpoint({ port, webUis }: CodecEndpointOptions): Promise<CodecEndpoint> {
  const server = createServer((request, response) => {
    answer(request, response, webUis).catch((error: Error) => {
      const { status, message } = error instanceof Refusal ? error : { status: 500, message: "something unexpected happened" };
      if (!response.headersSent) send(response, status, { error: message });
    });
  });
  server.listen({ port, host: HOST });
  await once(server, "listening");
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, webUis: readonly string[]): Promise<void> {
  if (!isOwnHost(request.headers.host, HOST))
    throw new Refusal(421, "this endpoint answers to the name of this machine, such as 127.0.0.1");
  const { origin } = request.headers;
  if (origin !== undefined && !webUis.includes(origin)) throw new Refusal(403, "pages of this origin may not ask");
  if (origin !== undefined) allow(response, origin);
  if (request.method === "OPTIONS") return void response.writeHead(204).end();
  const way = /^\/(encode|decode)$/.exec(request.url ?? "")?.[1] as "encode" | "decode" | undefined;
  if (!way) throw new Refusal(404, "POST /encode or /decode");
  if (request.method !== "POST") throw new Refusal(405, "POST only");
  if (!/^application\/json\b/.test(request.headers["content-type"] ?? "")) throw new Refusal(415, "send application/json");
  const body = await read(request);
  const transformed = await transformPayloads(way, body).catch((error: Error) => {
    throw error instanceof BadPayloads ? new Refusal(400, error.message) : error;
  });
  send(response, 200, transformed);
}

function allow(response: ServerResponse, origin: string): void {
  response.setHeader("Access-Control-Allow-Origin", origin);
  response.setHeader("Vary", "Origin");
  response.setHeader("Access-Control-Allow-Methods", "POST, OPTIONS");
  response.setHeader("Access-Control-Allow-Headers", "Content-Type, X-Namespace, Authorization");
  response.setHeader("Access-Control-Max-Age", "600");
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Refusal(413, "a body has at most 10 MB");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, status: number, body: unknown): void {
  // What was refused may not have been read to its end.
  if (status !== 200) response.setHeader("Connection", "close");
  response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" });
  response.end(JSON.stringify(body));
}

class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
