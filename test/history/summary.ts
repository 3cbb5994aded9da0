import type { Kind, Violation } from "./checks/check.js";
import type { Outcome } from "./run.js";

/** Lines that a reader still takes in. */
const MOST_LINES = 40;

/** What was violated, and one last line with the figures. */
export function summaryOf({ jobs, faults, violations, historyFile }: Outcome, seed: number): string {
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
  return [...violations.slice(0, MOST_LINES).map(lineOf), `history: ${historyFile}`, figures.join(", ")].join("\n");
}

function lineOf({ kind, job, what }: Violation): string {
  return `${kind.toUpperCase()} ${job} ${what}`;
}
