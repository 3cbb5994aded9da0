import type { Job } from "../api/types.js";
import type { Check } from "../render/checks.js";

/** How a job ended, and what to do where it failed. */
export function checkEnding(job: Job): Check {
  const name = `Job ${job.id}`;
  if (job.state === "SUCCESS" && job.partial)
    return { name, ok: true, found: "is done, in part", advice: OF_MEMBERS.replaceAll("JOB", job.id) };
  if (job.state === "SUCCESS") return { name, ok: true, found: "is done" };
  if (job.state === "REVOKED") return { name, ok: true, found: "was cancelled, as was asked" };
  return {
    name,
    ok: false,
    found: `has failed: ${job.error ? `${job.error.type}: ${job.error.message}` : "no reason was recorded"}`,
    advice: (ADVICE[job.error?.type ?? ""] ?? "look at its logs: avalanche logs JOB").replaceAll("JOB", job.id),
  };
}

const OF_MEMBERS = "its members: avalanche list --parent JOB; run the rest again: avalanche retry JOB --only-failed";

/** What helps, by the type of the failure. */
const ADVICE: Record<string, string> = {
  InvalidInput: "mend the file, then submit the job again",
  InputRefused: "give a plain file below the data root, or upload it",
  InputChanged: "submit the job again: it takes the file as it is now",
  InputNotFound: "look at the path: it is one below the service's data root; files elsewhere are uploaded by avalanche submit",
  NothingLeft: "look at the parameter that the message names: the marker, its primers, the lengths",
  OutOfMemory: "free memory, or run the worker on a larger machine, then submit the job again",
  DiskFull: "free space in AVALANCHE_HOME, then submit the job again; finished stages are found again",
  SoftTimeLimit: "submit again with a higher --soft-time-limit and --time-limit; finished stages are found again",
  TimeLimit: "submit again with a higher --time-limit; finished stages are found again",
  MembersFailed: OF_MEMBERS,
  WorkerLost: "the job's worker was lost again and again: look at the worker's log and at the machine's memory",
};
