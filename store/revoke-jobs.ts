import type { Database } from "./database.js";
import { endWithin } from "./endings.js";
import { lockParents } from "./lock-parents.js";

/**
 * Revokes open jobs whose workflows nothing else ends. Their rows are held while the workflows are terminated: one that comes to its
 * end in this moment waits with its word, and finds this one, so that no job ends in two ways.
 *
 * @param terminate ends the workflows; a process that dies after it leaves jobs whose workflows closed without a word
 * @returns ids of those that this call ended
 */
export function revokeJobs(db: Database, ids: readonly string[], terminate: (open: string[]) => Promise<string[]>): Promise<string[]> {
  return db.transaction(async (query) => {
    await lockParents(query, ids);
    // Attempts before the job: as the recorder locks them.
    await query(
      "select from attempts where job_id = any($1) and state = 'running' order by job_id, stage, subject, try_number, attempt for update",
      [ids],
    );
    const rows = await query<{ id: string }>(
      `select id from jobs where id = any($1) and state not in ('SUCCESS', 'FAILURE', 'REVOKED') order by id collate "C" for update`,
      [ids],
    );
    const terminated = await terminate(rows.map(({ id }) => id));
    return endWithin(
      query,
      terminated.map((id) => ({ id, state: "REVOKED" })),
    );
  });
}
