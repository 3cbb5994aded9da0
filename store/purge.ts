import type { z } from "zod";
import type * as api from "../contracts/purge.js";
import { addAudit } from "./audit.js";
import type { Database, Query } from "./database.js";
import { conditionsOf } from "./job-filter.js";

export type PurgeFilter = z.output<typeof api.purge>["filter"];

export interface Found {
  count: number;
  /** The first hundred, the oldest first. */
  ids: string[];
}

/** What a dry run found, and when by the clock of the database. */
export interface DryRun {
  count: number;
  at: Date;
}

/** More jobs match than the dry run told of. */
export class PurgeGrew extends Error {
  override readonly name = "PurgeGrew";
}

const SHOWN = 100;

/** The open jobs of an owner that a purge would cancel. */
export async function findPurged(db: Database, owner: string, filter: PurgeFilter): Promise<Found & DryRun> {
  const { where, values } = matching(owner, filter);
  const [found] = await db.query<Found & DryRun>(
    `select count(*) as count, coalesce((array_agg(j.id order by j.submitted_at, j.id))[1:${SHOWN}], '{}') as ids, now() as at
     from jobs j where ${where}`,
    values,
  );
  return found!;
}

/**
 * Requests the cancel of all jobs that match, in one statement. Those that were submitted after the dry run are left alone.
 *
 * @throws {PurgeGrew} where more jobs match than the dry run found
 */
export function purgeJobs(db: Database, owner: string, filter: PurgeFilter, dryRun: DryRun): Promise<Found> {
  return db.transaction(async (query) => {
    const rows = await requestCancels(query, owner, filter, dryRun.at);
    const found = { count: rows.length, ids: rows.slice(0, SHOWN).map(({ id }) => id) };
    if (found.count > dryRun.count) throw new PurgeGrew(`${found.count} jobs match now, and the dry run told of ${dryRun.count}`);
    await addAudit(query, { actor: owner, action: "purge", detail: { filter, ...found } });
    return found;
  });
}

async function requestCancels(query: Query, owner: string, filter: PurgeFilter, until: Date): Promise<{ id: string }[]> {
  const { where, values } = matching(owner, filter);
  return query(
    `with found as (
       select j.id, j.submitted_at from jobs j where ${where} and j.submitted_at <= $${values.length + 1} order by j.id collate "C" for update
     ), cancelled as (
       update jobs set cancel_requested = true, updated_at = now() where id in (select id from found) returning id
     ), told as (
       insert into job_events (job_id, type, message) select id, 'cancel_requested', 'cancel requested by a purge' from cancelled
     )
     select id from found order by submitted_at, id`,
    [...values, until],
  );
}

/** Jobs on their own or parents, whose members go with them; those that are being cancelled already are left out. */
function matching(owner: string, filter: PurgeFilter): { where: string; values: unknown[] } {
  const { parts, values } = conditionsOf(owner, filter);
  return {
    where: [...parts, "j.state not in ('SUCCESS', 'FAILURE', 'REVOKED')", "not j.cancel_requested"].join(" and "),
    values,
  };
}
