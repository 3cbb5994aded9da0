import { revokeJobs } from "../../store/revoke-jobs.js";
import { CALL_MS, forEach, type Servers } from "./servers.js";

/**
 * Ends jobs that were cancelled: first the workflow, where there is one, so that nothing runs after the record says so.
 *
 * @throws the first failure, when those are ended that could be
 */
export async function revoke({ db, temporal, log }: Servers, ids: string[]): Promise<void> {
  let failure: unknown;
  const revoked = await revokeJobs(db, ids, async (open) => {
    const terminated: string[] = [];
    const terminating = forEach(open, async (id) => {
      await temporal.terminate(id, "cancelled, and no worker answered", CALL_MS);
      terminated.push(id);
    });
    await terminating.catch((error: unknown) => {
      failure = error;
    });
    return terminated;
  });
  for (const id of revoked) log.info({ job: id }, "cancelled job closed");
  if (failure) throw failure;
}
