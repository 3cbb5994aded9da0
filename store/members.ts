import type { MemberResults } from "../contracts/composition.js";
import type { JobInput } from "../contracts/job.js";
import type { JobOptions } from "../contracts/options.js";
import type { Database, Query } from "./database.js";
import { lockParents } from "./lock-parents.js";
import { storedJson } from "./stored-text.js";

export interface NewMember {
  /** null: it follows the members. */
  index: number | null;
  input: JobInput;
  workflow: string;
  /** Its own, or that which carries it out. */
  workflowId: string;
  /** The workflow that begins or carries it out. */
  begunBy: string;
  /** The one stage of a member that has no workflow of its own. */
  stage: string | null;
  params: unknown;
  options: JobOptions;
  membersTotal: number | null;
}

/**
 * Writes the records of members that are to begin; a repeat changes nothing. Those that succeeded in an earlier job of
 * the same members are taken from there.
 *
 * @returns ids of those that are not final
 */
export function recordMembers(db: Database, parent: string, members: readonly NewMember[], keepFrom: string | null): Promise<string[]> {
  return db.transaction(async (query) => {
    const ids = members.map(({ input }) => input.id);
    await lockParents(query, ids);
    await insert(query, parent, members);
    if (keepFrom !== null) await keep(query, parent, ids, keepFrom);
    const open = await query<{ id: string }>("select id from jobs where id = any($1) and state not in ('SUCCESS', 'FAILURE', 'REVOKED')", [
      ids,
    ]);
    return open.map(({ id }) => id);
  });
}

async function insert(query: Query, parent: string, members: readonly NewMember[]): Promise<void> {
  const rows = members.map((member) => ({
    id: member.input.id,
    workflow_id: member.workflowId,
    begun_by: member.begunBy,
    owner: member.input.owner,
    task: member.input.task,
    queue: member.input.queue,
    workflow: member.workflow,
    params: member.params,
    input: member.input,
    options: member.options,
    priority: member.input.priority,
    member_index: member.index,
    members_total: member.membersTotal,
    stage: member.stage,
  }));
  await query(
    `with member as (
       select * from jsonb_to_recordset($2) as m(id text, workflow_id text, begun_by text, owner text, task text, queue text, workflow text, params json,
         input json, options json, priority smallint, member_index integer, members_total integer, stage text)
     ), job as (
       insert into jobs (id, workflow_id, begun_by, owner, task, queue, workflow, params, input, options, priority, parent, member_index, members_total,
         request_hash, handed_over_at)
       select id, workflow_id, begun_by, owner, task, queue, workflow, params, input, options, priority, $1, member_index, members_total, '', now()
       from member where exists (select from jobs where id = $1 and state not in ('SUCCESS', 'FAILURE', 'REVOKED'))
       on conflict (id) do nothing returning id
     ), stage as (
       insert into job_stages (job_id, name, position, subjects) select id, stage, 0, 1 from job join member using (id) where stage is not null
     )
     insert into job_events (job_id, type, state, message) select id, 'state', 'PENDING', 'begun by its parent' from job`,
    [parent, storedJson(rows)],
  );
}

/** The same place, the same task, and all of it succeeded. */
async function keep(query: Query, parent: string, ids: string[], earlier: string): Promise<void> {
  const kept = await query<{ id: string; earlier: string }>(
    `update jobs m set state = 'SUCCESS', result = e.result, members_success = e.members_success, members_failure = e.members_failure,
       members_revoked = e.members_revoked, started_at = now(), finished_at = now(), updated_at = now()
     from jobs e where m.id = any($1) and m.state = 'PENDING' and m.parent = $2 and e.parent = $3 and e.task = m.task
       and e.member_index = m.member_index and e.state = 'SUCCESS' and not e.partial
     returning m.id, e.id as earlier`,
    [ids, parent, earlier],
  );
  const pairs = [kept.map(({ id }) => id), kept.map((one) => one.earlier)];
  await query(
    `insert into job_events (job_id, type, state, message)
     select id, 'state', state, 'taken from ' || earlier from unnest($1::text[], $2::text[]) with ordinality as k(id, earlier, place),
       (values (1, 'STARTED'), (2, 'SUCCESS')) as s(step, state) order by place, step`,
    pairs,
  );
  await query(
    `insert into job_artifacts (job_id, name, sha256, size_bytes, media_type)
     select k.id, a.name, a.sha256, a.size_bytes, a.media_type
     from unnest($1::text[], $2::text[]) as k(id, earlier) join job_artifacts a on a.job_id = k.earlier on conflict do nothing`,
    pairs,
  );
}

/** Ids of the members at places `from` to `to` (not included) that have not ended. */
export async function openMembersIn(db: Database, parent: string, from: number, to: number): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `select id from jobs where parent = $1 and member_index >= $2 and member_index < $3 and state not in ('SUCCESS', 'FAILURE', 'REVOKED')`,
    [parent, from, to],
  );
  return rows.map(({ id }) => id);
}

export type MemberEntry = NonNullable<MemberResults["results"]>[number];

export interface Gathered {
  members: MemberEntry[];
  /** What followed them. */
  follower: MemberEntry | null;
}

/** How the members of a job stand, in their order. @param places null: all of them, and what follows */
export async function gatherMembers(db: Database, parent: string, places: readonly number[] | null): Promise<Gathered> {
  const rows = await db.query<Omit<MemberEntry, "index"> & { index: number | null }>(
    `select member_index as index, id, task, state, result, error from jobs
     where parent = $1 and ($2::integer[] is null or member_index = any($2)) order by member_index nulls last`,
    [parent, places],
  );
  const entries = rows.map((row) => ({ ...row, index: row.index ?? -1 }));
  return { members: entries.filter(({ index }) => index >= 0), follower: entries.find(({ index }) => index < 0) ?? null };
}
