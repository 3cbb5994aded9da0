import type { Logger } from "pino";
import type { Database } from "../../store/database.js";
import { isOutage } from "../../store/outage.js";
import { isAway, type Temporal } from "../temporal/temporal.js";

/** What the reconciler keeps in step. */
export interface Servers {
  db: Database;
  temporal: Temporal;
  log: Logger;
}

/** Longest wait for one answer of Temporal. */
export const CALL_MS = 2000;

/** Rows that one turn takes on; the next turn goes on with the others. */
export const BATCH = 200;

/**
 * Runs the work for every item, a few at a time, whatever becomes of the others. Where all of a few find a server away,
 * the rest is left for the next turn.
 *
 * @throws the first failure, at the end
 */
export async function forEach<T>(items: readonly T[], work: (item: T) => Promise<void>, atOnce = AT_ONCE): Promise<void> {
  const failures: unknown[] = [];
  for (let from = 0; from < items.length; from += atOnce) {
    const settled = await Promise.allSettled(items.slice(from, from + atOnce).map(work));
    const failed = settled.filter((one) => one.status === "rejected").map((one) => one.reason as unknown);
    failures.push(...failed);
    if (failed.length === settled.length && failed.every((reason) => isOutage(reason) || isAway(reason))) break;
  }
  if (failures.length > 0) throw failures[0];
}

/** The same for batches of items, one after the other. */
export function forEachBatch<T>(items: readonly T[], size: number, work: (batch: T[]) => Promise<void>): Promise<void> {
  const batches = Array.from({ length: Math.ceil(items.length / size) }, (_, batch) => items.slice(batch * size, (batch + 1) * size));
  return forEach(batches, work, 1);
}

const AT_ONCE = 8;
