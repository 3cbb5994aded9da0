import { z } from "zod";
import { when } from "./api.js";

/** What the audit log tells of. */
const AUDIT_ACTIONS = ["cancel", "pause", "resume", "retry", "purge", "queue_rate", "activate_reference", "remove_reference"] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export const auditQuery = z.strictObject({
  job: z.string().max(400).optional().describe("Only what was done to this job."),
  action: z.enum(AUDIT_ACTIONS).optional(),
  before: z.coerce.number().int().min(1).optional().describe("Only entries before this `seq`: `next_before` of the page before."),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const auditEntry = z.object({
  seq: z.int(),
  at: when,
  actor: z.string().describe("Who did it."),
  action: z.enum(AUDIT_ACTIONS),
  job_id: z.string().nullable().describe("null where it was done to several jobs, or to a queue."),
  detail: z.record(z.string(), z.unknown()),
});

export const auditList = z.object({ entries: z.array(auditEntry), next_before: z.int().nullable() });
