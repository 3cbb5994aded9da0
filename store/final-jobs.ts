import type { Database } from "./database.js";

/** Those of the jobs that have ended. */
export async function finalOf(db: Database, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await db.query<{ id: string }>("select id from jobs where id = any($1) and state in ('SUCCESS', 'FAILURE', 'REVOKED')", [
    ids,
  ]);
  return rows.map((row) => row.id);
}
