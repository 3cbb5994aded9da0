import { setTimeout as sleep } from "node:timers/promises";
import { type AttemptRow, writeAttempts } from "./attempts.js";
import type { Database, Query } from "./database.js";
import { lockParents } from "./lock-parents.js";
import { moveJobs } from "./move-jobs.js";
import { isOutage } from "./outage.js";
import { storedText } from "./stored-text.js";

/** What is known of one attempt at its begin. */
export type AttemptKey = Pick<AttemptRow, "job_id" | "stage" | "subject" | "try_number" | "attempt">;

export type AttemptEnd = Pick<AttemptRow, "state" | "why" | "cpu_seconds" | "peak_memory_bytes" | "error">;

interface Entry {
  row: AttemptRow;
  /** Not yet written as it is now. */
  dirty: boolean;
  log: string;
}

/** What is written of an entry now; it may change meanwhile. */
interface Taken {
  entry: Entry;
  row: AttemptRow;
  log: string;
}

/** Longest wait for the database before the workflow hears of a failure. */
const SETTLE_MS = 2000;

/** How often is looked for progress. */
const TICK_MS = 500;

/** Of an attempt that has no progress. */
const BEAT_MS = 1000;

/** Most of a tool's log that waits here, in characters; a long log becomes an artifact. */
const LOG_CAP = 256 * 1024;

/**
 * Tells PostgreSQL what this worker's attempts do: at once when one begins or ends, half a second after its progress at most, and
 * once a second that it goes on.
 * What cannot be written waits here, so that an outage of the database stops no tool.
 */
export class Recorder {
  readonly #db: Database;
  readonly #worker: string;
  readonly #onRefused: (row: AttemptRow, error: unknown) => void;
  readonly #entries = new Map<string, Entry>();
  readonly #timer: NodeJS.Timeout;
  #writing: Promise<void> = Promise.resolve();
  #queued = false;

  /** @param onRefused hears of a row that the database does not take, whatever is done */
  constructor(db: Database, worker: string, onRefused: (row: AttemptRow, error: unknown) => void = () => undefined) {
    this.#db = db;
    this.#worker = worker;
    this.#onRefused = onRefused;
    this.#timer = setInterval(() => this.#beat(), TICK_MS).unref();
  }

  begin(key: AttemptKey): void {
    const nowMs = performance.now();
    const row: AttemptRow = {
      ...key,
      worker: this.#worker,
      state: "running",
      fraction: 0,
      status: "",
      begunMs: nowMs,
      beatMs: nowMs,
      endedMs: null,
      why: null,
      cpu_seconds: null,
      peak_memory_bytes: null,
      error: null,
    };
    this.#entries.set(nameOf(key), { row, dirty: true, log: "" });
    this.#writeSoon();
  }

  /** @param fraction how much of the attempt's work is done, 0 to 1 */
  progress(key: AttemptKey, fraction: number, status: string): void {
    const entry = this.#entries.get(nameOf(key));
    if (!entry) return;
    entry.row.fraction = Math.min(1, Math.max(entry.row.fraction, fraction));
    entry.row.status = status;
    entry.dirty = true;
  }

  log(key: AttemptKey, text: string): void {
    const entry = this.#entries.get(nameOf(key));
    if (!entry) return;
    entry.log = (entry.log + text).slice(-LOG_CAP);
    entry.dirty = true;
  }

  end(key: AttemptKey, end: AttemptEnd): void {
    const entry = this.#entries.get(nameOf(key));
    if (!entry) return;
    const done = end.state === "ran" || end.state === "reused";
    Object.assign(entry.row, end, { endedMs: performance.now(), fraction: done ? 1 : entry.row.fraction });
    entry.dirty = true;
    this.#writeSoon();
  }

  /** Resolves when what is known now is written, or could not be: the workflow's own words about it come after. */
  async settled(): Promise<void> {
    await Promise.race([this.#write(), sleep(SETTLE_MS, undefined, { ref: false })]);
  }

  /** Writes what is left, for a worker that stops; gives up where the database is away. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#write();
  }

  #beat(): void {
    const nowMs = performance.now();
    for (const entry of this.#entries.values()) {
      if (entry.row.endedMs !== null || !(entry.dirty || nowMs - entry.row.beatMs > BEAT_MS - TICK_MS / 2)) continue;
      entry.row.beatMs = nowMs;
      entry.dirty = true;
    }
    this.#writeSoon();
  }

  /** At once: a job that is seen to have ended has no attempt that seems to run. While one write is under way the next one gathers. */
  #writeSoon(): void {
    if (this.#queued) return;
    this.#queued = true;
    setImmediate(() => void this.#write());
  }

  #write(): Promise<void> {
    this.#queued = false;
    this.#writing = this.#writing.then(() => this.#writeDirty()).catch(() => undefined);
    return this.#writing;
  }

  async #writeDirty(): Promise<void> {
    const dirty = [...this.#entries.values()].filter((entry) => entry.dirty);
    if (dirty.length === 0) return;
    const taken = dirty.map((entry) => ({ entry, row: { ...entry.row }, log: entry.log }));
    for (const { entry } of taken) {
      entry.dirty = false;
      entry.log = "";
    }
    await this.#writeAll(taken);
  }

  /** Together, as that is quick; one by one where the database refuses one of them, so that the others are written. */
  async #writeAll(taken: Taken[]): Promise<void> {
    try {
      await this.#db.transaction((query) => write(query, taken));
    } catch (error) {
      if (isOutage(error)) {
        for (const { entry, log } of taken) {
          entry.dirty = true;
          entry.log = (log + entry.log).slice(-LOG_CAP);
        }
        throw error;
      }
      if (taken.length > 1) {
        for (const one of taken) await this.#writeAll([one]);
        return;
      }
      for (const { row } of taken) this.#onRefused(row, error);
    }
    for (const { row } of taken) if (row.endedMs !== null) this.#entries.delete(nameOf(row));
  }
}

async function write(query: Query, taken: Taken[]): Promise<void> {
  const rows = taken.map(({ row }) => row);
  await lockParents(
    query,
    rows.map(({ job_id }) => job_id),
  );
  await moveJobs(query, rows, await writeAttempts(query, rows));
  // In the order of the jobs, as other workers do: each takes the lock of the job's log.
  const logs = taken.filter(({ log }) => log !== "").sort((a, b) => (a.row.job_id < b.row.job_id ? -1 : 1));
  await writeLogs(query, logs);
}

async function writeLogs(query: Query, logs: { row: AttemptRow; log: string }[]): Promise<void> {
  for (const { row, log } of logs) {
    await query(
      `insert into job_logs (job_id, at, stage, subject, text) select $1, now(), $2, $3, $4
       where exists (select from jobs where id = $1)
         and (select coalesce(sum(length(text)), 0) from job_logs where job_id = $1) < 4000000`,
      [row.job_id, row.stage, row.subject, storedText(log)],
    );
  }
}

function nameOf(key: AttemptKey): string {
  return JSON.stringify([key.job_id, key.stage, key.subject, key.try_number, key.attempt]);
}
