import { once } from "node:events";
import { Inject, Injectable } from "@nestjs/common";
import type { Response } from "express";
import { isOutage } from "../../store/outage.js";
import { JobWatch } from "../jobs/job-watch.js";
import { OpenRequests } from "../open-requests.js";

const PACE_MS = 400;

/** A line without meaning, so that proxies and clients see that the connection lives. */
const KEEP_ALIVE_MS = 15_000;

/** Nothing on the way, and no compression, may hold events back. */
const HEADERS = {
  "Content-Type": "text/event-stream; charset=utf-8",
  "Cache-Control": "no-store, no-transform",
  "X-Accel-Buffering": "no",
};

const PAGE = 500;

export interface Source<T> {
  jobId: string;
  /** The `seq` of the last entry that the client has. */
  after: number;
  read: (after: number, limit: number) => Promise<T[]>;
  /** The event's name in the stream. */
  name: (entry: T) => string;
}

/** Entries of a job's history as server-sent events; the stream ends after the last one of a finished job. */
@Injectable()
export class EventStream {
  constructor(
    @Inject(JobWatch) private readonly watch: JobWatch,
    @Inject(OpenRequests) private readonly open: OpenRequests,
  ) {}

  async send<T extends { seq: number }>(owner: string, response: Response, source: Source<T>): Promise<void> {
    await this.open.during(owner, response, async (gone) => {
      response.status(200).set(HEADERS).flushHeaders();
      if (response.req.method !== "HEAD") await this.#follow(response, source, gone);
      response.end();
    });
  }

  async #follow<T extends { seq: number }>(response: Response, source: Source<T>, gone: AbortSignal): Promise<void> {
    const keepAlive = setInterval(() => response.write(": still here\n\n"), KEEP_ALIVE_MS);
    try {
      let { after } = source;
      for (let isFinal = false; !gone.aborted && !this.watch.isClosed; ) {
        const entries = await read(source, after);
        for (const entry of entries ?? []) await write(response, toText(source, entry), gone);
        after = entries?.at(-1)?.seq ?? after;
        if (entries?.length === PAGE) continue;
        if (isFinal && entries) return;
        // What was written before the end is read once more after it was seen.
        isFinal = await this.watch.untilFinal(source.jobId, PACE_MS, gone);
      }
    } finally {
      clearInterval(keepAlive);
    }
  }
}

function toText<T extends { seq: number }>(source: Source<T>, entry: T): string {
  return `id: ${entry.seq}\nevent: ${source.name(entry)}\ndata: ${JSON.stringify(entry)}\n\n`;
}

/** null while the database is away: the stream stays open. */
function read<T>(source: Source<T>, after: number): Promise<T[] | null> {
  return source.read(after, PAGE).catch((error: unknown) => {
    if (isOutage(error)) return null;
    throw error;
  });
}

/** No faster than the client reads. */
async function write(response: Response, text: string, gone: AbortSignal): Promise<void> {
  if (gone.aborted || response.write(text)) return;
  await once(response, "drain", { signal: gone }).catch(() => undefined);
}
