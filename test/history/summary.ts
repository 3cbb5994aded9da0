import type { Kind, Violation } from "./checks/check.js";
import type { Entry } from "./history.js";
import type { FinalJob } from "./records.js";
import type { Outcome } from "./run.js";

/** Lines that a reader still takes in. */
const MOST_LINES = 40;

/** What was violated, and one last line with the figures. */
export function summaryOf({ jobs, faults, violations, history }: Outcome, seed: number): string {
  const ended = (state: string) => jobs.filter((job) => job.state === state).length;
  const count = (kind: Kind) => violations.filter((violation) => violation.kind === kind).length;
  const figures = [
    `${jobs.length} jobs (${ended("SUCCESS")} SUCCESS, ${ended("FAILURE")} FAILURE, ${ended("REVOKED")} REVOKED)`,
    `${faults} faults`,
    `seed ${seed}`,
    `${count("lost")} lost`,
    `${count("doubled")} doubled`,
    `${count("orphan")} orphans`,
    ...(count("wrong") > 0 ? [`${count("wrong")} other violations`] : []),
  ];
  if (violations.length === 0) return figures.join(", ");
  const one = violations.find(({ job }) => job !== "")?.job;
  return [
    ...violations.slice(0, MOST_LINES).map(lineOf),
    ...(one === undefined ? [] : excerptOf(one, history.entries, jobs)),
    `history: ${history.file}`,
    figures.join(", "),
  ].join("\n");
}

/** What was kept of one job, what clients saw of it, and what happened to the parts meanwhile. */
function excerptOf(job: string, entries: readonly Entry[], jobs: readonly FinalJob[]): string[] {
  const seenOfJob = ({ seen }: Entry) => seen?.find((one) => one.job === job);
  const ofJob = entries.filter((entry) => entry.phase !== "invoke" && (entry.job === job || seenOfJob(entry)));
  // Reads that tell nothing new are left out.
  const own = ofJob.filter((entry, index) => {
    const [now, before] = [seenOfJob(entry), ofJob[index - 1]];
    return now === undefined || entry.op === "cancel" || now.state !== (before && seenOfJob(before)?.state);
  });
  const [fromMs, toMs] = [own[0]?.ms ?? 0, own.at(-1)?.ms ?? 0];
  const faults = entries.filter(({ client, ms }) => client === "nemesis" && ms >= fromMs - 20_000 && ms <= toMs);
  const told = [...own.slice(0, MOST_LINES), ...faults].sort((a, b) => a.ms - b.ms);
  const line = ({ seen, ...entry }: Entry) =>
    JSON.stringify({ ...entry, ...(seen ? { seen: seen.filter((one) => one.job === job) } : {}) });
  return [JSON.stringify(jobs.find(({ id }) => id === job)), ...told.map(line)];
}

function lineOf({ kind, job, what }: Violation): string {
  return `${kind.toUpperCase()} ${job} ${what}`;
}
