import type { WorkflowExecutionDescription } from "@temporalio/client";
import type { JobInput } from "../../contracts/job.js";
import { closeRecords } from "./close-records.js";
import { startJob } from "./hand-over.js";
import { revoke } from "./revoke.js";
import { BATCH, CALL_MS, forEach, type Servers } from "./servers.js";

interface Open {
  id: string;
  workflow: string;
  input: JobInput;
  is_unwanted: boolean;
}

/** A member is for its parent, as long as that is open. */
const HAS_LOST_PARENT = "exists (select from jobs p where p.id = j.parent and p.state in ('SUCCESS', 'FAILURE', 'REVOKED'))";

/**
 * Puts an open job right whose workflow is not there or has closed.
 *
 * @param found null where Temporal does not know it, as after a restored backup: it is started anew; a member by its parent, or never
 * @returns whether the workflow is open, so that there is nothing to do
 */
export async function checkExecution(servers: Servers, id: string, found: WorkflowExecutionDescription | null): Promise<boolean> {
  if (found?.status.name === "RUNNING") return true;
  if (found) {
    await closeRecords(servers, [id]);
    return false;
  }
  const [job] = await servers.db.query<Open>(
    `select id, workflow, input, cancel_requested or ${HAS_LOST_PARENT} as is_unwanted from jobs j
     where id = $1 and state not in ('SUCCESS', 'FAILURE', 'REVOKED') and (parent is null or cancel_requested or ${HAS_LOST_PARENT})`,
    [id],
  );
  if (job) await (job.is_unwanted ? revoke(servers, [id]) : startJob(servers, job));
  return false;
}

/** Goes through the open jobs, a batch each time; left out are those of live workers, and members of open jobs. */
export class OpenJobs {
  #after = "";

  /** @returns whether it came to the end of the list */
  async look(servers: Servers): Promise<boolean> {
    const open = await servers.db.query<{ id: string }>(
      `select id from jobs j where id > $1 and state not in ('SUCCESS', 'FAILURE', 'REVOKED') and handed_over_at < now() - interval '1 second'
         and (parent is null or ${HAS_LOST_PARENT})
         and not exists (select from attempts a where a.job_id = j.id and a.state = 'running' and a.beat_at > now() - interval '8 seconds')
       order by id limit $2`,
      [this.#after, BATCH],
    );
    await forEach(open, async ({ id }) => {
      await checkExecution(servers, id, await servers.temporal.describe(id, CALL_MS));
    });
    const last = open.at(-1);
    const isEnd = open.length < BATCH;
    this.#after = isEnd || !last ? "" : last.id;
    return isEnd;
  }
}
