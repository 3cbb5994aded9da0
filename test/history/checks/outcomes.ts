import type { Check } from "./check.js";
import { expectedOf } from "./effects.js";
import { groupBy } from "./check.js";

/** Each job came to what it was told to, unless it was cancelled, or lost its worker again and again. */
export const checkOutcomes: Check = (entries, jobs) => {
  const expected = expectedOf(entries);
  const cancels = groupBy(
    entries.filter(({ op }) => op === "cancel"),
    ({ job }) => job,
  );
  return jobs.flatMap(({ id, key, state, errorType }) => {
    const due = expected.get(key ?? "")?.state;
    const reason = `is ${state}${errorType ? ` (${errorType})` : ""}, and was to be ${due}`;
    if (state === "REVOKED") return cancels.has(id) ? [] : [{ kind: "wrong", job: id, what: `${reason}; no one cancelled it` }];
    return state === due || errorType === "WorkerLost" ? [] : [{ kind: "wrong", job: id, what: reason }];
  });
};
