import type { Query } from "./database.js";

/**
 * To be called before the states of jobs are changed that have members or are members: the rows of parents change with
 * those of their members. From the top down and in order, so that of several writers none waits for another in a circle.
 */
export async function lockParents(query: Query, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await query(`select from jobs where id = any($1) or (id = any($2) and members_total is not null) order by id collate "C" for update`, [
    ancestorsOf(ids),
    ids,
  ]);
}

/** The id of a member, `a.3.7`, begins with that of its parent, `a.3`, and this with that of `a`. */
function ancestorsOf(ids: readonly string[]): string[] {
  const all = new Set<string>();
  for (const id of ids) for (let dot = id.lastIndexOf("."); dot > 0; dot = id.lastIndexOf(".", dot - 1)) all.add(id.slice(0, dot));
  return [...all];
}
