import type { Issue } from "../contracts/issues.js";
import type { JobOptions } from "../contracts/options.js";

/** A soft limit above the hard one. */
export function limitIssues({ soft_time_limit: soft, time_limit: hard }: JobOptions): Issue[] {
  if (soft === undefined || hard === undefined || soft <= hard) return [];
  return [{ path: "options.soft_time_limit", message: `is above time_limit (${hard})` }];
}

const YEAR_MS = 31_536_000_000;

/** Two times, or one that is too far away. */
export function timeIssues({ eta, countdown }: JobOptions): Issue[] {
  if (eta !== undefined && countdown !== undefined) return [{ path: "options.countdown", message: "give either eta or countdown" }];
  if (eta === undefined || Date.parse(eta) <= Date.now() + YEAR_MS) return [];
  return [{ path: "options.eta", message: "is more than a year away" }];
}

/** When a job is due that is not due now. */
export function dueAtOf({ eta, countdown }: JobOptions): Date | null {
  const dueMs = eta === undefined ? Date.now() + (countdown ?? 0) * 1000 : Date.parse(eta);
  return dueMs > Date.now() ? new Date(dueMs) : null;
}
