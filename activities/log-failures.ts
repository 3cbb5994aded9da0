import { log } from "@temporalio/activity";
import type { Ending } from "../store/endings.js";

/** One line for each job that failed, for alerts. @param ended ids of those that ended now, and not before */
export function logFailures(ends: readonly (Ending & { id: string })[], ended: readonly string[]): void {
  const known = new Set(ended);
  for (const { id, error } of ends) {
    if (error && known.has(id)) log.error("job failed", { job: id, type: error.type, stage: error.stage, error: error.message });
  }
}
