import { isFinal, type State } from "../contracts/states.js";
import { addAudit } from "./audit.js";
import type { Database, Query } from "./database.js";
import { addEvent } from "./history.js";
import { lockParents } from "./lock-parents.js";

/** What a job's workflow is to be told. */
export interface Control {
  id: string;
  wanted: "pause" | "resume";
  /** Counts the requests: of two that overtake each other the later one holds. */
  request: number;
}

interface Row {
  state: State;
  pause_wanted: boolean | null;
  is_with_temporal: boolean;
  is_parent: boolean;
  has_begun: boolean;
}

/**
 * Asks a job to pause, or to go on. A repeat changes nothing, and neither does a request to a job that has ended.
 *
 * @returns what its workflow is to be told; null: nothing
 */
export function requestControl(db: Database, owner: string, id: string, wanted: Control["wanted"]): Promise<Control | null> {
  return db.transaction(async (query) => {
    await lockParents(query, [id]);
    const [row] = await query<Row>(
      `select state, pause_wanted, handed_over_at is not null as is_with_temporal, members_total is not null as is_parent,
         started_at is not null as has_begun
       from jobs where id = $1 and owner = $2 for update`,
      [id, owner],
    );
    if (!row || isFinal(row.state)) return null;
    if (isRepeat(row, wanted)) return null;
    const state = nextState(row, wanted);
    const [asked] = await query<{ request: number }>(
      `update jobs set pause_wanted = $2, pause_requested = $3, state = $4, control_requested = control_requested + 1, updated_at = now()
       where id = $1 returning control_requested as request`,
      [id, wanted === "pause", wanted === "pause" && state !== "PAUSED", state],
    );
    await tell(query, id, wanted, row.state, state);
    if (row.is_parent) await tellMembers(query, id, wanted);
    await addAudit(query, { actor: owner, action: wanted, jobId: id });
    return row.is_with_temporal ? { id, wanted, request: asked!.request } : null;
  });
}

/** One that was paused with its parent may be resumed by itself. */
function isRepeat({ state, pause_wanted: pauseWanted }: Row, wanted: Control["wanted"]): boolean {
  if (wanted === "pause") return pauseWanted === true;
  return pauseWanted === null ? state !== "PAUSED" : !pauseWanted;
}

/** Its workflow says itself when it holds and when it goes on, where it has one; a parent is as its members are. */
function nextState({ state, is_with_temporal, is_parent, has_begun }: Row, wanted: Control["wanted"]): State {
  if (wanted === "pause") return is_with_temporal ? state : "PAUSED";
  if (state !== "PAUSED" || (is_with_temporal && !is_parent)) return state;
  return has_begun ? "PROGRESS" : "PENDING";
}

/** Members, those of members too. */
const BELOW = `with recursive below as (
    select id from jobs where parent = $1 union all select m.id from jobs m join below on m.parent = below.id) select id from below`;

/** Its workflow hands the request on; here the members' records are told what is coming. Parents among them are as their own members. */
async function tellMembers(query: Query, id: string, wanted: Control["wanted"]): Promise<void> {
  const members = `id in (${BELOW}) and state not in ('SUCCESS', 'FAILURE', 'REVOKED')`;
  if (wanted === "pause") {
    await query(`update jobs set pause_requested = true, updated_at = now() where ${members} and state <> 'PAUSED'`, [id]);
    await query(`select hold_parents(array(select id from jobs where (id = $1 or id in (${BELOW})) and members_total is not null))`, [id]);
    return;
  }
  await query(`update jobs set pause_requested = false, updated_at = now() where ${members} and pause_requested`, [id]);
  await query(
    `with resumed as (
       update jobs set state = case when started_at is null then 'PENDING' else 'PROGRESS' end, updated_at = now()
       where ${members} and state = 'PAUSED' and members_total is not null returning id, state)
     insert into job_events (job_id, type, state, message) select id, 'state', state, 'resumed' from resumed`,
    [id],
  );
}

async function tell(query: Query, id: string, wanted: Control["wanted"], before: State, after: State): Promise<void> {
  await addEvent(query, id, { type: wanted === "pause" ? "pause_requested" : "resume_requested", message: `${wanted} requested` });
  if (after !== before) {
    const message = wanted === "pause" ? "held before it was handed to Temporal" : "resumed";
    await addEvent(query, id, { type: "state", state: after, message });
  }
}

/** The workflow has been told. */
export async function markTold(db: Database, { id, request }: Control): Promise<void> {
  await db.query("update jobs set control_sent = greatest(control_sent, $2) where id = $1", [id, request]);
}

/** Jobs whose workflows have not been told yet. */
export async function untold(db: Database, limit: number): Promise<Control[]> {
  return db.query<Control & Record<string, unknown>>(
    `select id, case when pause_wanted then 'pause' else 'resume' end as wanted, control_requested as request from jobs
     where control_requested > control_sent and handed_over_at is not null and state not in ('SUCCESS', 'FAILURE', 'REVOKED')
     order by id limit $1`,
    [limit],
  );
}
