import { setTimeout as delay } from "node:timers/promises";
import { EventSourceParserStream } from "eventsource-parser/stream";
import type { Api } from "./api.js";

/** The service says every 15 s that the connection lives; one that is silent for longer is gone. */
const SILENCE_MS = 60_000;

/**
 * The entries of a server-sent stream as they come, until the job is final. A connection that breaks, or falls silent,
 * is opened again after the last entry that was seen.
 *
 * @throws {ApiProblem | Unreachable}
 */
export async function* followStream<T extends { seq: number }>(
  api: Api,
  id: string,
  part: "events" | "logs",
  silenceMs = SILENCE_MS,
): AsyncGenerator<T> {
  let last = -1;
  for (;;) {
    // Asked before the stream is opened: a stream that ends after the job did holds all of it.
    const { ready } = await api.job(id);
    try {
      for await (const entry of openStream<T>(api, `jobs/${encodeURIComponent(id)}/${part}`, last, silenceMs)) {
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

async function* openStream<T>(api: Api, path: string, last: number, silenceMs: number): AsyncGenerator<T> {
  const headers: Record<string, string> = { accept: "text/event-stream" };
  if (last >= 0) headers["last-event-id"] = String(last);
  const silent = new AbortController();
  const response = await api.open(path, headers, silent.signal);
  if (!response.body) return;
  const timer = setTimeout(() => silent.abort(), silenceMs);
  const parser = new EventSourceParserStream({ onComment: () => timer.refresh() });
  try {
    for await (const message of response.body.pipeThrough(new TextDecoderStream()).pipeThrough(parser)) {
      timer.refresh();
      const value = JSON.parse(message.data) as Partial<{ seq: unknown }>;
      if (typeof value.seq === "number") yield value as T;
    }
  } finally {
    clearTimeout(timer);
  }
}

/** The connection ended in the middle of a body, undici's `terminated`, or was ended for its silence. */
function isBroken(error: unknown): boolean {
  return error instanceof TypeError || (error as Error).name === "AbortError";
}
