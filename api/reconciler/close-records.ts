import { type Ending, endJob } from "../../store/endings.js";
import { endingOf } from "./ending-of.js";
import { CALL_MS, forEach, type Servers } from "./servers.js";

interface Unfinished {
  id: string;
  cancel_requested: boolean;
}

/** Visibility is a moment behind, and its clock is not ours. */
const OVERLAP_MS = 60_000;
/** Of time in one listing: after a long outage all at once would be too many for one answer. */
const SLICE_MS = 2 * OVERLAP_MS;
const LISTING_MS = 5000;

/** Gives every job whose workflow closed without a last word its final record. */
export class ClosedWorkflows {
  #sinceMs = Date.now() - OVERLAP_MS;

  /** Looks at the workflows that closed since the last time. */
  async look(servers: Servers): Promise<void> {
    const nowMs = Date.now();
    for (let isLast = false; !isLast; ) {
      const toMs = this.#sinceMs + SLICE_MS;
      isLast = toMs >= nowMs;
      const closed = await servers.temporal.closedBetween(new Date(this.#sinceMs), isLast ? null : new Date(toMs), LISTING_MS);
      await closeRecords(servers, closed);
      this.#sinceMs = Math.min(toMs, nowMs - OVERLAP_MS);
    }
  }
}

/** @param ids of workflows that have closed */
export async function closeRecords({ db, temporal, log }: Servers, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  const unfinished = await db.query<Unfinished>(
    "select id, cancel_requested from jobs where id = any($1) and state not in ('SUCCESS', 'FAILURE', 'REVOKED')",
    [ids],
  );
  await forEach(unfinished, async ({ id, cancel_requested: cancelRequested }) => {
    const ending = await temporal.result(id, CALL_MS).then(
      (result): Ending => ({ state: "SUCCESS", result }),
      (error: unknown) => endingOf(error, cancelRequested),
    );
    if (!(await endJob(db, id, ending))) return;
    log.info({ job: id, state: ending.state }, "record of a closed workflow written");
    if (ending.error) log.error({ job: id, type: ending.error.type, error: ending.error.message }, "job failed");
  });
}
