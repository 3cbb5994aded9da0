import type { FinalJob } from "../records.js";
import { type Check, groupBy, type Violation } from "./check.js";

/** What a parent says of its members is what they are: none is missing, none counts twice. */
export const checkMembers: Check = (_, jobs) => {
  const members = groupBy(jobs, ({ parent }) => parent ?? undefined);
  return jobs.flatMap((job) => faultsOf(job, members.get(job.id) ?? []));
};

function faultsOf({ id, state, result }: FinalJob, members: FinalJob[]): Violation[] {
  const tally = (result as { members?: Record<string, number> } | null)?.members;
  if (state !== "SUCCESS" || tally === undefined) return [];
  const count = (of: string) => members.filter((member) => member.state === of).length;
  const found = { total: members.length, success: count("SUCCESS"), failure: count("FAILURE"), revoked: count("REVOKED") };
  return Object.entries(found)
    .filter(([name, number]) => tally[name] !== number)
    .map(([name, number]) => ({
      kind: name === "total" ? "lost" : "wrong",
      job: id,
      what: `says ${name} ${tally[name]}, and has ${number}`,
    }));
}
