import type { Entry } from "../history.js";
import type { Check, Violation } from "./check.js";
import { groupBy } from "./check.js";

/** Each accepted job is there, once for each key, and nothing is there that nobody submitted. */
export const checkAccepted: Check = (entries, jobs) => {
  const violations: Violation[] = [];
  const submits = entries.filter(({ key }) => key !== undefined);
  const kept = new Map(jobs.map((job) => [job.id, job]));
  for (const [key, calls] of groupBy(submits, (entry) => entry.key)) {
    const answered = [...new Set(calls.flatMap(({ phase, job }) => (phase === "ok" && job !== undefined ? [job] : [])))];
    for (const job of answered) {
      if (!kept.has(job)) violations.push({ kind: "lost", job, what: `was accepted (key ${key}) and is not there` });
    }
    const [first = "", ...others] = [...new Set([...answered, ...jobs.filter((job) => job.key === key).map(({ id }) => id)])];
    if (others.length > 0) violations.push({ kind: "doubled", job: first, what: `has one key (${key}) with ${others.join(", ")}` });
    if (first !== "" && refused(calls.map(({ phase }) => phase))) {
      violations.push({ kind: "wrong", job: first, what: `was refused (key ${key}), and is there` });
    }
  }
  const keys = new Set(submits.map(({ key }) => key));
  for (const { id, key, parent } of jobs) {
    if (parent === null ? key === null || !keys.has(key) : !kept.has(parent))
      violations.push({ kind: "wrong", job: id, what: "was submitted by no one" });
  }
  return [...violations, ...wronglyRefused(entries)];
};

/** It may come again later. */
const TOO_MANY = 429;

/** All that is drawn is right. */
function wronglyRefused(entries: readonly Entry[]): Violation[] {
  const refusals = entries.filter(({ op, phase, httpStatus }) => op === "submit" && phase === "fail" && httpStatus !== TOO_MANY);
  return refusals.map(({ httpStatus, message }) => ({
    kind: "wrong",
    job: "",
    what: `what is right was refused: ${httpStatus} ${message}`,
  }));
}

/** Every call said that it did nothing. */
function refused(phases: string[]): boolean {
  const outcomes = phases.filter((phase) => phase !== "invoke");
  return outcomes.length > 0 && outcomes.every((phase) => phase === "fail") && outcomes.length === phases.length / 2;
}
