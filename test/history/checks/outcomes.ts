import type { FinalJob } from "../records.js";
import { type Check, groupBy, type Violation } from "./check.js";
import { expectedOf } from "./effects.js";

/** Each job came to what it was told to, unless it was cancelled, or lost its worker again and again. */
export const checkOutcomes: Check = (entries, jobs) => {
  const expected = expectedOf(entries);
  const cancels = new Set(entries.flatMap(({ op, job }) => (op === "cancel" && job !== undefined ? [job] : [])));
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const members = groupBy(jobs, ({ parent }) => parent ?? undefined);
  const wasCancelled = ({ id, parent }: FinalJob): boolean => {
    const above = parent === null ? undefined : byId.get(parent);
    return cancels.has(id) || (above !== undefined && wasCancelled(above));
  };
  const wasLostAgainAndAgain = ({ workflow }: FinalJob) => (byId.get(workflow)?.execution?.mostAttempts ?? 0) >= MOST_ATTEMPTS;
  return jobs.flatMap((job): Violation[] => {
    const { id, key, state, errorType } = job;
    const due = job.parent === null ? expected.get(key ?? "")?.state : "SUCCESS";
    const reason = `is ${state}${errorType ? ` (${errorType})` : ""}, and was to be ${due}`;
    if (state === "REVOKED") return wasCancelled(job) ? [] : [{ kind: "wrong", job: id, what: `${reason}; no one cancelled it` }];
    const isExcused =
      (errorType === "WorkerLost" && wasLostAgainAndAgain(job)) || members.get(id)?.some((member) => member.state !== "SUCCESS");
    return state === due || isExcused ? [] : [{ kind: "wrong", job: id, what: reason }];
  });
};

/** As often as a stage is given to another worker. A worker that was killed at once may have recorded no attempt. */
const MOST_ATTEMPTS = 5;
