import http from "node:http";
import https from "node:https";
import type { LookupFunction } from "node:net";

/** What is read of an answer before the connection is closed: nothing of it is used. */
const ANSWER_BYTES = 64 * 1024;

export interface Post {
  url: URL;
  headers: Record<string, string>;
  body: string;
  lookup: LookupFunction;
  /** Ends the call, wherever it is. */
  signal: AbortSignal;
}

export interface Answer {
  status: number;
  retryAfter: string | undefined;
}

/**
 * One POST on a connection of its own; a redirect is an answer like others.
 *
 * @throws where no answer begins before the signal
 */
export function post({ url, headers, body, lookup, signal }: Post): Promise<Answer> {
  const { request } = url.protocol === "https:" ? https : http;
  const length = String(Buffer.byteLength(body));
  return new Promise((resolve, reject) => {
    const call = request(url, { method: "POST", agent: false, lookup, signal, headers: { ...headers, "content-length": length } });
    call.on("error", reject);
    call.on("response", (response) => {
      const done = () => resolve({ status: response.statusCode ?? 0, retryAfter: response.headers["retry-after"] });
      let seen = 0;
      response.on("data", (chunk: Buffer) => {
        seen += chunk.length;
        if (seen > ANSWER_BYTES) response.destroy();
      });
      // Its status is what counts, also where the rest of it never comes.
      response.on("error", done);
      response.on("close", done);
    });
    call.end(body);
  });
}
