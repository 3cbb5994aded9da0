import { isFinal, type State } from "../../../contracts/states.js";
import { mayBecome } from "../../medium/store/possible-states.js";
import type { Entry, Seen } from "../history.js";
import type { Check, Violation } from "./check.js";
import { groupBy } from "./check.js";

/** No client sees a job go back, or vanish; the end that it saw is the one that is kept. */
export const checkReads: Check = (entries, jobs) => {
  const kept = new Map(jobs.map(({ id, state }) => [id, state]));
  const answers = entries.filter(({ phase }) => phase !== "invoke");
  return [...groupBy(answers, ({ client }) => client).values()].flatMap((ofClient) => readsOfOne(ofClient, kept));
};

function readsOfOne(answers: Entry[], kept: Map<string, State>): Violation[] {
  const last = new Map<string, Seen>();
  const found: Violation[] = [];
  for (const { op, client, ms, job, httpStatus, seen = [] } of answers) {
    const told = (what: string, id: string) => found.push({ kind: "wrong", job: id, what: `${client}, after ${ms} ms: ${what}` });
    if (job !== undefined && httpStatus === 404) told(`${op} says that there is no such job`, job);
    for (const now of seen) {
      const before = last.get(now.job);
      const step = before && wentBack(before, now);
      if (step) told(step, now.job);
      if (isFinal(now.state) && kept.get(now.job) !== now.state) told(`was ${now.state}, and is kept as ${kept.get(now.job)}`, now.job);
      last.set(now.job, now);
    }
  }
  return found;
}

function wentBack(before: Seen, now: Seen): string | undefined {
  if (!mayBecome(before.state, now.state)) return `was ${before.state}, then ${now.state}`;
  const sameAttempt = before.stage === now.stage && before.attempt === now.attempt;
  if (sameAttempt && (now.percent ?? 0) < (before.percent ?? 0)) return `was at ${before.percent} %, then at ${now.percent} %`;
  return undefined;
}
