import type { z } from "zod";
import type * as api from "../contracts/api.js";
import type { State } from "../contracts/states.js";
import type { Database, Query } from "./database.js";
import { storedText } from "./stored-text.js";

export type JobEvent = z.output<typeof api.jobEvent>;
export type LogChunk = z.output<typeof api.logChunk>;

export interface NewEvent {
  type: "state" | "cancel_requested" | "pause_requested" | "resume_requested" | "stage" | "callback";
  state?: State;
  message: string;
  stage?: string;
  nextRetryAt?: Date;
}

/** Adds a line to a job's history, in the transaction that makes it true. */
export async function addEvent(query: Query, jobId: string, event: NewEvent): Promise<void> {
  await query("insert into job_events (job_id, type, state, message, stage, next_retry_at) values ($1, $2, $3, $4, $5, $6)", [
    jobId,
    event.type,
    event.state ?? null,
    storedText(event.message),
    event.stage ?? null,
    event.nextRetryAt ?? null,
  ]);
}

/** A job's history in order, from after `afterSeq`. */
export async function eventsOf(db: Database, jobId: string, afterSeq = 0, limit = 1000): Promise<JobEvent[]> {
  const rows = await db.query<Omit<JobEvent, "at" | "next_retry_at"> & { at: Date; next_retry_at: Date | null }>(
    "select seq, at, state, type, message, stage, next_retry_at from job_events where job_id = $1 and seq > $2 order by seq limit $3",
    [jobId, afterSeq, limit],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString(), next_retry_at: row.next_retry_at?.toISOString() ?? null }));
}

/** What a job's tools wrote, in order, from after `afterSeq`. */
export async function logsOf(db: Database, jobId: string, afterSeq = 0, limit = 1000): Promise<LogChunk[]> {
  const rows = await db.query<Omit<LogChunk, "at"> & { at: Date }>(
    "select seq, at, stage, subject, text from job_logs where job_id = $1 and seq > $2 order by seq limit $3",
    [jobId, afterSeq, limit],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
