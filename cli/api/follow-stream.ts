import { setTimeout as delay } from "node:timers/promises";
import { EventSourceParserStream } from "eventsource-parser/stream";
import type { Api } from "./api.js";

/**
 * The entries of a server-sent stream as they come, until the job is final. A connection that breaks is opened again
 * after the last entry that was seen.
 *
 * @param path `jobs/{id}/events` or `jobs/{id}/logs`
 * @throws {ApiProblem | Unreachable}
 */
export async function* followStream<T extends { seq: number }>(api: Api, id: string, part: "events" | "logs"): AsyncGenerator<T> {
  let last = -1;
  for (;;) {
    // Asked before the stream is opened: a stream that ends after the job did holds all of it.
    const { ready } = await api.job(id);
    try {
      for await (const entry of openStream<T>(api, `jobs/${encodeURIComponent(id)}/${part}`, last)) {
        if (entry.seq <= last) continue;
        last = entry.seq;
        yield entry;
      }
      if (ready) return;
    } catch (error) {
      if (!isBroken(error)) throw error;
    }
    await delay(200);
  }
}

async function* openStream<T>(api: Api, path: string, last: number): AsyncGenerator<T> {
  const headers: Record<string, string> = { accept: "text/event-stream" };
  if (last >= 0) headers["last-event-id"] = String(last);
  const response = await api.open(path, headers);
  if (!response.body) return;
  const messages = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  for await (const message of messages) {
    const value = JSON.parse(message.data) as Partial<{ seq: unknown }>;
    if (typeof value.seq === "number") yield value as T;
  }
}

/** The connection ended in the middle of a body: undici's `terminated`. */
function isBroken(error: unknown): boolean {
  return error instanceof TypeError;
}
