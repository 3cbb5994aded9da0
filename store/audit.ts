import type { z } from "zod";
import type * as api from "../contracts/audit.js";
import type { Database, Query } from "./database.js";
import { storedJson } from "./stored-text.js";

export type AuditEntry = z.output<typeof api.auditEntry>;
export type AuditQuery = z.output<typeof api.auditQuery>;

export interface NewAudit {
  /** Who did it: the owner behind the token. */
  actor: string;
  action: api.AuditAction;
  /** The job that it was done to; none where it was done to several, or to a queue. */
  jobId?: string;
  detail?: Record<string, unknown>;
}

/** Adds an entry to the audit log, in the transaction of what it tells of. */
export async function addAudit(query: Query, { actor, action, jobId, detail }: NewAudit): Promise<void> {
  await query("insert into audit_log (actor, action, job_id, detail) values ($1, $2, $3, $4)", [
    actor,
    action,
    jobId ?? null,
    storedJson(detail ?? {}),
  ]);
}

/** The newest entries first; `before` is the number of the last one that was seen. */
export async function auditOf(db: Database, { job, action, before, limit }: AuditQuery): Promise<AuditEntry[]> {
  const rows = await db.query<Omit<AuditEntry, "at"> & { at: Date }>(
    `select seq, at, actor, action, job_id, detail from audit_log
     where ($1::text is null or job_id = $1) and ($2::text is null or action = $2) and ($3::bigint is null or seq < $3)
     order by seq desc limit $4`,
    [job ?? null, action ?? null, before ?? null, limit],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
